internal import Model

/// Judges a deploy by what it shares with the messages that came with the incident.
///
/// A deploy directly before the onset is likely where the service's own logs have new faults of code and no message that
/// names a cause of its own, such as a full disk; further back it also has to share words with the fault.
struct DeployJudge: Sendable {
    /// Seconds in which a deploy counts as directly before the onset.
    private static let direct = 180.0
    /// Seconds after which it takes no part.
    private static let longest = 900.0

    let evidence: IncidentEvidence
    let service: String?
    /// All deploys, to tell which one came last.
    let deploys: [Deploy]
    let onset: Timestamp

    func judge(_ deploy: Deploy, lag: Double) -> Judgement {
        var judgement = Judgement()
        let failing = evidence.patterns.filter { $0.isFailure && $0.cameWithIncident }
        let own = failing.filter { isOwn($0, deploy) && $0.isAfter(deploy.time) }
        let faults = own.filter { $0.codeFault > 0 && $0.isNew }.sorted { left, right in
            left.codeFault == right.codeFault ? left.during > right.during : left.codeFault > right.codeFault
        }
        let shared = sharedWords(deploy, own)
        let isLast = !deploys.contains { $0.service == deploy.service && $0.time > deploy.time && $0.time <= onset }
        let version = versionAgrees(deploy)
        let explains = selfExplaining(failing, faults)

        judgement.reasons = reasons(deploy, own, faults, shared, version)
        judgement.links = links(faults, shared, own, deploy)
        var isLikely = !own.isEmpty && isLast && version != false && explains == nil && lag <= Self.longest
        isLikely = isLikely && !judgement.links.isEmpty
        let isFaulty = faults.first.map { $0.codeFault == 1 } ?? false
        let isTied = shared.words.count >= 2 || version == true || (isFaulty && !shared.words.isEmpty)
        isLikely = isLikely && ((isFaulty && (lag <= Self.direct || isTied)) || (shared.words.count >= 2 && isTied))
        if !isLast { judgement.reasons.append("a later deploy of the service lies between it and the onset") }
        if let explains, !own.isEmpty {
            judgement.reasons.append(
                "the messages name a cause of their own: “\(AttributeChange.shortened(explains.text, limit: 120))”")
        }
        let nearness = 1 / (1 + max(0, lag) / 300)
        let raw =
            (own.isEmpty ? 0 : 0.2) + 0.25 * (faults.first?.codeFault ?? 0) + 0.2
            * min(1, Double(shared.words.count) / 2)
            + (version == true ? 0.1 : 0) + 0.25 * nearness
        judgement.settle(raw, isLikely: isLikely)
        return judgement
    }

    private func isOwn(_ pattern: ErrorPattern, _ deploy: Deploy) -> Bool {
        guard !deploy.service.isEmpty else { return false }
        if evidence.names(deploy.service, in: pattern) { return true }
        guard deploy.service.lowercased() == service?.lowercased() else { return false }
        // The service that users complain about; its logs need not name it where they name no other one.
        let others = Set(deploys.map(\.service)).filter { !$0.isEmpty && $0 != deploy.service }
        return !others.contains { evidence.names($0, in: pattern) }
    }

    /// A message that names its own cause and is not a mere by-product of the faults.
    private func selfExplaining(_ failing: [ErrorPattern], _ faults: [ErrorPattern]) -> ErrorPattern? {
        let most = faults.filter { $0.codeFault == 1 }.map(\.during).max() ?? 0
        return failing.first { pattern in
            pattern.themes.contains { $0.explainsItself } && pattern.codeFault < 1 && pattern.during >= 0.2 * most
        }
    }

    // MARK: - Words

    private func sharedWords(_ deploy: Deploy, _ own: [ErrorPattern]) -> (words: [String], pattern: ErrorPattern?) {
        let name = Words.stems(deploy.service)
        let stems = Words.stems(deploy.title).subtracting(Self.common).subtracting(name).filter { $0.utf8.count >= 4 }
        let ordinary = evidence.ordinary.reduce(into: Set<String>()) { $0.formUnion(Words.stems($1.text)) }
        var best: (words: [String], pattern: ErrorPattern?) = ([], nil)
        for pattern in own {
            let shared = pattern.stems.intersection(stems).subtracting(ordinary)
            if shared.count > best.words.count { best = (shared.sorted(), pattern) }
        }
        return best
    }

    /// Whether the logs name the deploy's version as new; false where they name another one instead.
    private func versionAgrees(_ deploy: Deploy) -> Bool? {
        let own = Set(Self.versions(in: deploy.title) + Self.versions(in: deploy.ref ?? ""))
        guard !own.isEmpty else { return nil }
        let known = Set(evidence.ordinary.flatMap { Self.versions(in: $0.text) })
        let named = Set(evidence.patterns.filter(\.isNew).flatMap { Self.versions(in: $0.text) }).subtracting(known)
        guard !named.isEmpty else { return nil }
        return !named.isDisjoint(with: own)
    }

    /// Numbers of three parts that are called a version or a release, such as `version=2.15.0` and `v2.15.0`.
    static func versions(in text: String) -> [String] {
        let lowered = text.lowercased()
        return Words.numbers(lowered.replacing(" v", with: " ").replacing("=v", with: "=").replacing("@v", with: "@"))
            .filter { number in
                guard number.split(separator: ".").count == 3 else { return false }
                return [
                    "version=\(number)", "version \(number)", "version: \(number)", "release \(number)",
                    "release=\(number)",
                    "v\(number)", "@\(number)",
                ].contains { lowered.contains($0) }
            }
    }

    // MARK: - Words for a reader

    private func reasons(
        _ deploy: Deploy, _ own: [ErrorPattern], _ faults: [ErrorPattern],
        _ shared: (words: [String], pattern: ErrorPattern?),
        _ version: Bool?
    ) -> [String] {
        var reasons: [String] = []
        if own.isEmpty {
            reasons.append("no failing message that came with the incident is of \(deploy.service)")
        } else {
            reasons.append("failing messages that came with the incident are of \(deploy.service)")
        }
        if faults.contains(where: { $0.codeFault == 1 }) { reasons.append("among them are new faults of code") }
        if !shared.words.isEmpty {
            reasons.append("its title and the message share: \(shared.words.joined(separator: ", "))")
        }
        if version == true { reasons.append("the logs name its version, which is new in them") }
        if version == false { reasons.append("the version that is new in the logs is another one") }
        return reasons
    }

    private func links(
        _ faults: [ErrorPattern], _ shared: (words: [String], pattern: ErrorPattern?), _ own: [ErrorPattern],
        _ deploy: Deploy
    ) -> [Judgement.Link] {
        var patterns = faults.filter { $0.codeFault == 1 }
        if let pattern = shared.pattern { patterns.append(pattern) }
        if patterns.isEmpty { patterns = Array(own.prefix(1)) }
        var links: [Judgement.Link] = []
        for pattern in patterns where links.count < 3 {
            let terms = shared.pattern == pattern ? shared.words : [deploy.service]
            let link = Judgement.Link(
                evidence: pattern.evidence, pointer: pattern.textPointer, text: pattern.text, terms: terms)
            if !links.contains(where: { $0.evidence == link.evidence && $0.pointer == link.pointer }) {
                links.append(link)
            }
        }
        return links
    }

    private static let common = Set(
        """
        release version deploy deployment rollout update upgrade change changes new base image renewed service page start \
        with from into one two three four five six ten any all the and for fix bump order request error failed server
        """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { Words.stem(String($0)) })
}
