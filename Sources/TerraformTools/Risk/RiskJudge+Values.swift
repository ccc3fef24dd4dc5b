internal import JSON

/// Tests of what an attribute says.
extension RiskJudge {
    func becomes(_ names: Set<String>, _ values: [String], _ subject: RiskSubject) -> AttributeChange? {
        for leaf in subject.after where leaf.isNamed(names) {
            guard let word = leaf.word, Self.isMeant(word, by: values) else { continue }
            let former = subject.former(at: leaf.place)
            guard !former.contains(where: { $0.word == word }) else { continue }
            return subject.attribute(leaf.path, former.first?.value, leaf.value)
        }
        return nil
    }

    func turnsInto(_ names: Set<String>, _ values: [String], _ subject: RiskSubject) -> AttributeChange? {
        guard let hit = becomes(names, values, subject), hit.before != nil else { return nil }
        return hit
    }

    private static func isMeant(_ word: String, by values: [String]) -> Bool {
        values.contains { $0 == word || $0.utf8.count > 1 && $0.contains("*") && RiskRule.matches($0, word) }
    }

    func says(_ names: Set<String>, _ texts: [String], _ subject: RiskSubject) -> AttributeChange? {
        for leaf in subject.after where leaf.isNamed(names) {
            guard let text = leaf.value.stringValue, text.utf8.count <= 65_536 else { continue }
            for said in texts where text.contains(said) {
                let former = subject.former(at: leaf.place)
                guard !former.contains(where: { $0.value.stringValue?.contains(said) ?? false }) else { continue }
                return subject.attribute(leaf.path, former.first?.value, leaf.value)
            }
        }
        return nil
    }

    func weakens(_ words: Set<String>, _ subject: RiskSubject) -> AttributeChange? {
        guard subject.wasThere else { return nil }
        for leaf in subject.after {
            let former = subject.former(at: leaf.place)
            guard former.count == 1, subject.latter(at: leaf.place).count == 1, let old = former[0].word,
                let new = leaf.word, old != new, !old.isEmpty, !leaf.place.contains("health_check")
            else { continue }
            if Self.isWeaker(leaf, old, new, words) {
                return subject.attribute(leaf.path, former[0].value, leaf.value)
            }
        }
        return nil
    }

    /// Whether a value demands less than the one before it.
    private static func isWeaker(_ leaf: ValueLeaf, _ old: String, _ new: String, _ words: Set<String>) -> Bool {
        if plain.contains(new), !plain.contains(old) { return true }
        if let lower = unprotected[old], lower.contains(new) { return true }
        guard off.contains(new), !off.contains(old), new != "0" || old == "1" else { return false }
        let names = leaf.place.split(separator: ".").suffix(leaf.isCarrier ? 2 : 1)
        let parts = names.flatMap { $0.split(separator: "_") }.map { String($0) }
        // What disables or skips a demand says the contrary when it is off.
        guard inverse.isDisjoint(with: parts) else { return false }
        return !words.isDisjoint(with: parts)
    }

    /// Values that say of themselves that nothing is protected.
    private static let plain: Set<String> = ["plaintext", "tls_plaintext", "unencrypted", "decrypted", "allow-all"]
    private static let off: Set<String> = [
        "none", "off", "disabled", "disable", "false", "no", "0", "inactive", "not_required", "optional", "suspended",
    ]
    /// Protocols that protect, and what is left of them without.
    private static let unprotected: [String: Set<String>] = [
        "https": ["http", "tcp"], "tls": ["tcp", "http"], "ssl": ["tcp", "http"], "wss": ["ws"], "grpcs": ["grpc"],
        "ftps": ["ftp"], "sftp": ["ftp"], "ldaps": ["ldap"],
    ]
    private static let inverse: Set<String> = [
        "disable", "disabled", "skip", "ignore", "without", "no", "non", "not", "insecure", "allow", "bypass", "exempt",
    ]

    func appears(_ names: Set<String>, _ subject: RiskSubject) -> AttributeChange? {
        let isKnown = subject.before.contains { $0.isNamed(names) || $0.isWithin(names) }
        guard !isKnown, let leaf = subject.after.first(where: { $0.isNamed(names) || $0.isWithin(names) }) else {
            return nil
        }
        return subject.attribute(leaf.path, nil, leaf.value)
    }

    func vanishes(_ patterns: [String], _ subject: RiskSubject) -> AttributeChange? {
        for leaf in subject.before where !leaf.isBlank && leaf.isOn != false {
            guard let part = leaf.part(meantBy: patterns), !subject.isUnknown(leaf.place) else { continue }
            // A whole block has to be gone, not one of its values.
            let latter =
                leaf.name == part ? subject.latter(at: leaf.place) : subject.after.filter { $0.isPart(of: part) }
            guard latter.allSatisfy(\.isBlank) else { continue }
            return subject.attribute(leaf.path, leaf.value, latter.first?.value)
        }
        return nil
    }
}

extension ValueLeaf {
    fileprivate func isPart(of block: String) -> Bool {
        place.split(separator: ".").contains { $0 == block }
    }

    /// Whether its own name says nothing but that it is on or off.
    var isCarrier: Bool { ["enabled", "enable", "status", "state", "mode", "value"].contains(name) }
}
