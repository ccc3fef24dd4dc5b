internal import JSON

extension PlanJudge {
    /// What ties the attributes of a change, or the object as a whole, to a message.
    func ties(of change: ResourceChange, to pattern: ErrorPattern) -> [Tie] {
        let identity = identity(of: change, in: pattern)
        let other = namesAnother(change, in: pattern)
        // What is known only after applying says nothing; the rest of a new object is about the object as a whole.
        let attributes = Self.telling(change.attributes)
        var ties = attributes.prefix(100).map { attribute in
            var tie = Tie(attribute: attribute, setting: SettingName(of: attribute, in: change), pattern: pattern)
            addIdentity(identity, to: &tie)
            tie.namesAnother = other != nil
            if let other { tie.reasons.append(other) }
            addDirection(attribute, &tie)
            addName(&tie)
            addValue(attribute, change, &tie)
            return tie
        }
        if attributes.isEmpty || change.action.kind == .delete || change.action.kind == .forget {
            var tie = Tie(attribute: nil, setting: nil, pattern: pattern)
            addIdentity(identity, to: &tie)
            ties.append(tie)
        }
        return ties.filter { $0.strength > 0.05 || $0.namesAnother || $0.clashes }
    }

    /// Attributes that are known, without those that only repeat another's change to force a replacement.
    static func telling(_ attributes: [AttributeChange]) -> [AttributeChange] {
        let known = attributes.filter { !$0.isUnknown }
        return known.filter { attribute in
            let copies = ["triggers_replace", "triggers", "keepers", "output"]
            guard copies.contains(where: { attribute.path.hasPrefix($0) }) else { return true }
            return !known.contains { other in
                other.path != attribute.path && other.before == attribute.before && other.after == attribute.after
                    && !other.path.hasPrefix("triggers") && !other.path.hasPrefix("output")
            }
        }
    }

    // MARK: - Names

    private func addName(_ tie: inout Tie) {
        guard let setting = tie.setting else { return }
        let shared = setting.stems.intersection(tie.pattern.stems)
            .map { (stem: $0, weight: rarity.weight(ofSetting: $0)) }
            .filter { $0.weight > 0.15 }.sorted { ($1.weight, $0.stem) < ($0.weight, $1.stem) }
        tie.name = min(2, shared.reduce(0) { $0 + $1.weight })
        tie.terms += shared.map(\.stem)
        if !shared.isEmpty {
            let words = shared.map(\.stem).joined(separator: ", ")
            tie.reasons.append("its setting \(setting.text) and the new message share: \(words)")
        }
        guard let theme = setting.theme, !tie.pattern.themes.isEmpty else { return }
        if tie.pattern.themes.contains(theme) {
            tie.sharesTheme = true
            tie.reasons.append("the setting and the message are both about \(theme.rawValue)")
        } else {
            tie.clashes = tie.pressure == nil
        }
    }

    // MARK: - Direction

    private func addDirection(_ attribute: AttributeChange, _ tie: inout Tie) {
        guard !attribute.isSensitive else { return }
        tie.reduction = Magnitude.reduction(
            from: attribute.before, to: attribute.after, named: tie.setting?.text ?? "")
        guard let reduction = tie.reduction else { return }
        if reduction > 1 {
            let factor = reduction >= 1000 ? "to nothing" : "to \(Int((100 / reduction).rounded())) % of what it was"
            tie.reasons.append("it was reduced \(factor)")
            return
        }
        // A server that is out of connections or of patience has more of those who ask, not a larger limit.
        let themes = tie.pattern.themes
        guard reduction > 0, let setting = tie.setting,
            !themes.isDisjoint(with: [.connections, .rate, .quota, .descriptors]),
            !Self.clients.isDisjoint(with: Words.split(setting.text).map { Words.stem($0) })
        else { return }
        tie.pressure = 1 / reduction
        tie.reasons.append(
            "it was raised to \(Self.times(1 / reduction)), and asks for what the message says is exhausted")
    }

    private static func times(_ factor: Double) -> String {
        factor >= 1000 ? "far more than it was" : "\(Int((100 * factor).rounded())) % of what it was"
    }

    /// Words of settings that say how much one asks of another.
    private static let clients = Set(
        "pool replica worker concurrency retry thread process consumer parallelism shard instance desired".split(
            separator: " "
        ).map { Words.stem(String($0)) })

    // MARK: - Identity

    /// A name or value of the object that a message has.
    struct Identity {
        let text: String
        let weight: Double
    }

    private func identity(of change: ResourceChange, in pattern: ErrorPattern) -> [Identity] {
        var found: [String: Identity] = [:]
        for (key, value) in Candidate.identityValues(of: change) where Words.contains(pattern.text, word: value) {
            let paired = Self.namesValue(key, in: pattern.text).contains(value.lowercased())
            let isMarked = paired || Self.isMarked(value, in: pattern.text)
            let weight = rarity.weight(ofIdentity: value) * (isMarked ? 1 : 0.5) + (paired ? 0.3 : 0)
            if weight > found[value]?.weight ?? 0 {
                found[value] = Identity(text: value, weight: weight)
            }
        }
        return found.values.sorted { ($1.weight, $0.text) < ($0.weight, $1.text) }
    }

    private func addIdentity(_ identity: [Identity], to tie: inout Tie) {
        guard let best = identity.first else { return }
        tie.identity = min(1.2, identity.prefix(3).reduce(0) { $0 + $1.weight })
        tie.terms.append(best.text)
        let name = AttributeChange.shortened(best.text, limit: 60)
        tie.reasons.append("the message names “\(name)”, which the object is about")
    }

    /// Where a message calls something by a word that the object has too, but with another value: not this object.
    private func namesAnother(_ change: ResourceChange, in pattern: ErrorPattern) -> String? {
        for sibling in change.siblings {
            guard case .string(let own) = sibling.value, own.utf8.count >= 2 else { continue }
            let key = Candidate.lastName(of: sibling.path)
            let named = Self.namesValue(key, in: pattern.text)
            guard !named.isEmpty, !named.contains(own.lowercased()) else { continue }
            let value = AttributeChange.shortened(own, limit: 60)
            return "the message is about \(key) “\(named[0])”, this object about “\(value)”"
        }
        return nil
    }

    /// Values that a text gives a word, as in `role "checkout"`, `role=checkout` and `role: 'checkout'`.
    static func namesValue(_ key: String, in text: String) -> [String] {
        guard key.utf8.count >= 3 else { return [] }
        let bytes = Array(text.lowercased().utf8)
        let word = Array(key.lowercased().utf8)
        var values: [String] = []
        var start = 0
        while start + word.count < bytes.count {
            defer { start += 1 }
            guard bytes[start] == word[0], bytes[start..<start + word.count].elementsEqual(word) else { continue }
            guard start == 0 || !Words.isWordByte(bytes[start - 1]) else { continue }
            var end = start + word.count
            let mark = end
            while end < bytes.count, end - mark < 3, !Words.isWordByte(bytes[end]) { end += 1 }
            let separator = bytes[mark..<end]
            // A blank alone does not say that the next word is the value.
            guard separator.contains(where: { $0 == 0x22 || $0 == 0x27 || $0 == 0x3D || $0 == 0x60 }) else { continue }
            let value = bytes[end...].prefix { Words.isWordByte($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x2F }
            if !value.isEmpty { values.append(String(decoding: value, as: UTF8.self)) }
        }
        return values
    }

    /// Whether a value stands in quotes or behind a sign, not as a mere word of the sentence.
    static func isMarked(_ value: String, in text: String) -> Bool {
        let lowered = text.lowercased()
        let value = value.lowercased()
        return ["\"\(value)\"", "'\(value)'", "`\(value)`", "=\(value)", "/\(value)", "\(value):", "“\(value)”"]
            .contains {
                lowered.contains($0)
            }
    }

    // MARK: - Values

    /// Whether the message has the new value, or the one that was removed.
    private func addValue(_ attribute: AttributeChange, _ change: ResourceChange, _ tie: inout Tie) {
        guard !attribute.isSensitive, attribute.before != nil else { return }
        let isRemoved = attribute.after == nil
        guard let value = attribute.after ?? attribute.before else { return }
        switch value {
        case .string(let text):
            guard Self.isSpecific(text), Words.contains(tie.pattern.text, word: text) else { return }
            tie.value = rarity.weight(ofIdentity: text) * (isRemoved ? 0.7 : 1)
            tie.terms.append(text)
            let which = isRemoved ? "removed" : "new"
            tie.reasons.append("the message has the \(which) value “\(AttributeChange.shortened(text, limit: 60))”")
        case .number(let number):
            let digits = number.text.utf8.filter(Words.isDigit).count
            guard digits >= 3, Words.numbers(tie.pattern.text).contains(number.text) else { return }
            tie.value = digits >= 5 ? 0.7 : 0.4
            tie.terms.append(number.text)
            tie.reasons.append("the message has the number \(number.text)")
        default: return
        }
    }

    /// Whether a text could hardly stand in a message by chance.
    private static func isSpecific(_ text: String) -> Bool {
        let count = text.utf8.count
        guard count >= 4, count <= 200, !text.contains(" "), text != AttributeChange.sensitiveText else { return false }
        guard !text.utf8.allSatisfy(Words.isDigit) else { return false }
        let marks: Set<UInt8> = [0x2D, 0x2E, 0x2F, 0x3A, 0x40, 0x5F]
        return text.utf8.contains { Words.isDigit($0) || marks.contains($0) } || count >= 10
    }
}
