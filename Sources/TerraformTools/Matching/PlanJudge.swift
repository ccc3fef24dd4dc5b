internal import JSON
internal import Model

/// Judges a changed object of a plan by what it shares with the messages that came with the incident.
///
/// Time alone never makes a change likely. What does is one of the paths in `isEarned`, each of which needs a direction
/// of the change that could do harm and a tie to a failing message that other changes do not have.
struct PlanJudge: Sendable {
    /// What ties one attribute to one message.
    struct Tie {
        let attribute: AttributeChange?
        let setting: SettingName?
        let pattern: ErrorPattern
        var name = 0.0
        var identity = 0.0
        var value = 0.0
        var reduction: Double?
        /// How many times more is asked of the server whose limit the message tells of.
        var pressure: Double?
        var sharesTheme = false
        var clashes = false
        var namesAnother = false
        var terms: [String] = []
        var reasons: [String] = []

        var strength: Double {
            name + identity + 1.2 * value + (sharesTheme ? 0.8 : 0) + (clashes ? -1 : 0) + (namesAnother ? -1 : 0)
                + Double(min(max(reduction ?? 0, pressure ?? 0), 10)) / 20
        }
    }

    let evidence: IncidentEvidence
    let rarity: TermRarity
    let suspicion: Suspicion

    func judge(_ change: ResourceChange, lag: Double, planned: Timestamp?) -> Judgement {
        var judgement = Judgement()
        let patterns = evidence.patterns.filter { $0.isFailure && $0.cameWithIncident && $0.isAfter(planned) }
        let ties = patterns.flatMap { self.ties(of: change, to: $0) }.sorted(by: Self.precedes)
        let earned = ties.first { isEarned($0, change) }
        guard let best = earned ?? ties.first else {
            judgement.attribute = Self.telling(change.attributes).first
            if !patterns.isEmpty {
                judgement.reasons = ["it shares nothing with the messages that came with the incident"]
            }
            judgement.settle(0.1 * nearness(lag), isLikely: false)
            suspect(change, lag, &judgement)
            if judgement.reasons.isEmpty { judgement.reasons = ["nothing but its time speaks for it"] }
            return judgement
        }
        judgement.attribute = best.attribute
        judgement.reasons = best.reasons
        judgement.links = links(best, ties)
        let bound = { (value: Double) in min(1, max(0, value)) }
        let raw =
            0.30 * bound(best.name + (best.sharesTheme ? 0.6 : 0)) + 0.25 * bound(1.5 * best.identity + best.value)
            + 0.20 * bound(max(best.reduction ?? 1, best.pressure ?? 1) / 5) + 0.25 * nearness(lag)
        if earned == nil { judgement.reasons.append(Self.shortfall(best)) }
        judgement.settle(raw, isLikely: earned != nil && lag <= Self.longestLag)
        return judgement
    }

    /// Orders what no message speaks for by what its settings mean and what they are called.
    private func suspect(_ change: ResourceChange, _ lag: Double, _ judgement: inout Judgement) {
        guard !suspicion.isEmpty else { return }
        let found = suspicion.judge(change)
        guard found.score > 0 else { return }
        judgement.attribute = found.attribute ?? judgement.attribute
        judgement.reasons += found.reasons
        judgement.settle(0.75 * found.score + 0.25 * nearness(lag), isLikely: false)
    }

    /// A week: what was planned longer ago says nothing by its time.
    private static let longestLag = 604_800.0

    private func nearness(_ lag: Double) -> Double { 1 / (1 + max(0, lag) / 21_600) }

    private static func precedes(_ left: Tie, _ right: Tie) -> Bool {
        if left.strength != right.strength { return left.strength > right.strength }
        if left.pattern.text.utf8.count != right.pattern.text.utf8.count {
            return left.pattern.text.utf8.count < right.pattern.text.utf8.count
        }
        return (left.attribute?.path ?? "", left.pattern.pointer) < (right.attribute?.path ?? "", right.pattern.pointer)
    }

    // MARK: - What is earned

    private func isEarned(_ tie: Tie, _ change: ResourceChange) -> Bool {
        guard !tie.namesAnother else { return false }
        // A new value that the failing message names, which nothing ordinary does.
        if tie.value >= 0.8 { return true }
        guard !tie.clashes else { return false }
        let themes = tie.pattern.themes
        if let reduction = tie.reduction, reduction > 1, themes.contains(where: \.isExhaustion) {
            let isNamed = tie.sharesTheme || (tie.setting?.theme == nil && tie.name >= 0.6)
            if isNamed, reduction >= 1.2, tie.identity > 0.1 || reduction >= 2 { return true }
            // Unknown words: the size of the reduction and the name in the message have to say it.
            let isUnknown = tie.setting?.theme == nil && tie.name < 0.6
            return isUnknown && reduction >= 2.5 && tie.identity >= 0.12
        }
        // More clients of what is exhausted; they are this object's, by the message's own words.
        if let pressure = tie.pressure, pressure >= 2, tie.identity > 0.1 { return true }
        let isGone = change.action.kind == .delete || change.action.kind == .forget
        if isGone, tie.identity >= 0.5 {
            return !themes.isDisjoint(with: [.missing, .network, .resolution, .permission, .authentication])
        }
        let switches: Set<Theme> = [.certificate, .authentication, .permission, .resolution, .network]
        if tie.sharesTheme, let theme = tie.setting?.theme, switches.contains(theme) {
            return tie.identity >= 0.25 || tie.value >= 0.4
        }
        return false
    }

    private static func shortfall(_ tie: Tie) -> String {
        if tie.namesAnother { return "the message names another object than this one" }
        if let reduction = tie.reduction, reduction < 1, tie.pressure == nil {
            return "the setting was raised, which would ease the failure"
        }
        if tie.clashes { return "the setting is about something else than the message" }
        return "this alone does not make it the cause"
    }

    private func links(_ best: Tie, _ ties: [Tie]) -> [Judgement.Link] {
        var links: [Judgement.Link] = []
        for tie in [best] + ties where tie.strength > 0.3 && tie.attribute == best.attribute {
            let link = Judgement.Link(
                evidence: tie.pattern.evidence, pointer: tie.pattern.textPointer, text: tie.pattern.text,
                terms: tie.terms)
            if !links.contains(where: { $0.evidence == link.evidence && $0.pointer == link.pointer }) {
                links.append(link)
            }
            if links.count == 3 { break }
        }
        guard let stems = best.setting?.stems else { return links }
        for series in evidence.series {
            let shared = series.stems.intersection(stems).filter { rarity.weight(ofSetting: $0) > 0.3 }
            guard !shared.isEmpty, links.count < 5 else { continue }
            links.append(
                Judgement.Link(
                    evidence: series.evidence, pointer: series.pointer, text: series.name, terms: shared.sorted()))
        }
        return links
    }
}
