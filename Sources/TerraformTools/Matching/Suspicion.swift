internal import JSON

/// What makes a change worth a look where no message proves anything: what its setting means, what it is called, and
/// that it takes something away.
///
/// It orders changes and gives reasons; it never makes one likely.
struct Suspicion: Sendable {
    /// The service that users complain about; nil for none.
    private let service: String?
    /// Measurements that moved, by their names.
    private let metrics: [(name: String, stems: Set<String>, theme: Theme?)]

    init(service: String?, metrics: [String]) {
        self.service = service.flatMap { $0.utf8.count >= 3 ? $0 : nil }
        self.metrics = metrics.prefix(100).map { ($0, Words.stems($0), Theme.ofSetting($0)) }
    }

    var isEmpty: Bool { service == nil && metrics.isEmpty }

    /// How much speaks for a change, from 0 to 1, by which of its attributes, and why.
    func judge(_ change: ResourceChange) -> (score: Double, attribute: AttributeChange?, reasons: [String]) {
        let (identity, called) = identity(of: change)
        var best: (score: Double, attribute: AttributeChange?, reasons: [String]) = (identity, nil, called)
        if change.action.kind == .delete || change.action.kind == .forget, identity > 0 {
            best = (identity + 0.3, nil, called + ["it goes away"])
        }
        for attribute in PlanJudge.telling(change.attributes).prefix(100) {
            let name = SettingName(of: attribute, in: change)
            var (score, reasons) = setting(name)
            let harm = harm(of: attribute, name.text)
            // A setting that nobody complains of counts by its harm alone, and less.
            score += harm.score * (score > 0 || identity > 0 ? 1 : 0.4)
            reasons += harm.reasons
            if score + identity > best.score { best = (score + identity, attribute, reasons + called) }
        }
        return (min(1, best.score), best.attribute, best.reasons)
    }

    private func setting(_ setting: SettingName) -> (Double, [String]) {
        var score = 0.0
        var reasons: [String] = []
        for metric in metrics {
            let shared = setting.stems.intersection(metric.stems).subtracting(Self.common).sorted()
            if !shared.isEmpty, score < 0.35 {
                score = 0.35
                reasons.append(
                    "its setting \(setting.text) and the metric \(metric.name) share: \(shared.joined(separator: ", "))"
                )
            }
            if let theme = setting.theme, theme == metric.theme, score < 0.6 {
                score += 0.25
                reasons.append("\(setting.text) and \(metric.name) are both about \(theme.rawValue)")
            }
            if score >= 0.6 { break }
        }
        return (score, reasons)
    }

    private func harm(of attribute: AttributeChange, _ name: String) -> (score: Double, reasons: [String]) {
        guard !attribute.isSensitive,
            let reduction = Magnitude.reduction(from: attribute.before, to: attribute.after, named: name)
        else { return (0, []) }
        guard reduction > 1 else { return (0.02, []) }
        let percent = reduction >= 1000 ? "to nothing" : "to \(Int((100 / reduction).rounded())) % of what it was"
        return (min(0.25, 0.1 * reduction / 2), ["it was reduced \(percent)"])
    }

    private func identity(of change: ResourceChange) -> (Double, [String]) {
        guard let service else { return (0, []) }
        let names = Candidate.identityValues(of: change).map(\.value)
        if Words.contains(change.address, word: service) || names.contains(where: { Words.contains($0, word: service) })
        {
            return (0.2, ["it is about \(service)"])
        }
        // A service's name has parts, such as `checkout-api`, and so has an address.
        let parts = Words.stems(service).subtracting(Self.common)
        let shared = parts.intersection(Words.stems(change.address)).sorted()
        return shared.isEmpty
            ? (0, []) : (0.1, ["its address shares with the service: \(shared.joined(separator: ", "))"])
    }

    private static let common = Set(
        "total count seconds bytes ratio sum max min current rate name service error errors value limit"
            .split(separator: " ").map { Words.stem(String($0)) })
}
