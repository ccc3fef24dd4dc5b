internal import JSON

/// How much a shared word says: what many changes or ordinary messages have too says little.
struct TermRarity: Sendable {
    private var settings: [String: Int] = [:]
    private var identities: [String: Int] = [:]
    private let ordinary: Set<String>
    private let ordinaryTexts: [String]
    private let service: String?

    init(_ candidates: [Candidate], _ evidence: IncidentEvidence, service: String?) {
        for candidate in candidates {
            for identity in candidate.identities { identities[identity, default: 0] += 1 }
            guard case .plan(let change) = candidate.origin else { continue }
            for stem in Set(change.attributes.flatMap { SettingName(of: $0, in: change).stems }) {
                settings[stem, default: 0] += 1
            }
        }
        // Messages that are new without being failures are as ordinary as the old ones.
        let plain = evidence.ordinary.map(\.text) + evidence.patterns.filter { !$0.isFailure }.map(\.text)
        ordinary = plain.reduce(into: []) { $0.formUnion(Words.stems($1)) }
        ordinaryTexts = plain.map { $0.lowercased() }
        self.service = service?.lowercased()
    }

    /// The weight of a word of a setting's name that a message shares.
    func weight(ofSetting stem: String) -> Double {
        guard !Self.common.contains(stem) else { return 0.1 }
        return 1 / Double(max(1, settings[stem] ?? 1)) * (ordinary.contains(stem) ? 0.6 : 1)
    }

    /// The weight of a name or value that a message shares.
    func weight(ofIdentity text: String) -> Double {
        let lowered = text.lowercased()
        var weight = 1 / Double(max(1, identities[lowered] ?? 1))
        if lowered == service { weight *= 0.7 }
        if ordinaryTexts.contains(where: { Words.contains($0, word: lowered) }) { weight *= 0.7 }
        return weight
    }

    /// Words that stand in any message and any setting.
    private static let common = Set(
        """
        limit limits max min size count number name id type value input output service data error errors server client \
        request response default time enable enabled disable state status mode level path file host port key user role \
        config setting settings application app in on to of at by for with from the and or not no is order page text 
        """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { Words.stem(String($0)) })
}

/// What a changed attribute is called: its own name, or the one beside it where the path only says `value`.
struct SettingName: Hashable, Sendable {
    let text: String
    let stems: Set<String>
    let theme: Theme?

    init(of attribute: AttributeChange, in change: ResourceChange) {
        let own = Candidate.lastName(of: attribute.path)
        var text = own
        if Self.carriers.contains(own.lowercased()), let dot = attribute.path.lastIndex(where: { $0 == "." }) {
            text =
                Self.neighbour(of: attribute.path[..<dot], in: change) ?? Self.parent(of: attribute.path[..<dot]) ?? own
        } else if Self.carriers.contains(own.lowercased()) {
            text = Self.neighbour(of: "", in: change) ?? own
        }
        self.text = text
        stems = Words.stems(text)
        theme = Theme.ofSetting(text)
    }

    /// The value of `name` or `key` beside a `value`.
    private static func neighbour(of parent: Substring, in change: ResourceChange) -> String? {
        let prefix = parent.isEmpty ? "" : parent + "."
        for name in ["name", "key", "parameter", "option", "option_name"] {
            let sibling = change.siblings.first { $0.path == prefix + name }
            if let text = sibling?.value.stringValue { return text }
            // Of what comes or goes as a whole, its name does too.
            let changed = change.attributes.first { $0.path == prefix + name }
            if let text = (changed?.after ?? changed?.before)?.stringValue { return text }
        }
        return nil
    }

    private static func parent(of path: Substring) -> String? {
        let name = Candidate.lastName(of: String(path))
        return wrappers.contains(name) || name.isEmpty ? nil : name
    }

    private static let carriers: Set<String> = ["value", "values", "default", "setting", "content", "data"]
    private static let wrappers: Set<String> = ["input", "output", "triggers_replace", "triggers", "spec"]
}
