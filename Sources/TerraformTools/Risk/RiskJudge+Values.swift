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
            if Self.isWeaker(leaf, old, new, words, subject.head.type) {
                return subject.attribute(leaf.path, former[0].value, leaf.value)
            }
        }
        return nil
    }

    /// Whether a value demands less than the one before it.
    private static func isWeaker(
        _ leaf: ValueLeaf, _ old: String, _ new: String, _ words: Set<String>, _ type: String
    ) -> Bool {
        if WeakValues.plain.contains(new), !WeakValues.plain.contains(old) { return true }
        if WeakValues.isLower(new, than: old) { return true }
        let isOff = WeakValues.off.contains(new) && !WeakValues.off.contains(old) && (new != "0" || old == "1")
        guard isOff else { return false }
        let parts = leaf.place.split(separator: ".")
        var names = parts.suffix(leaf.isCarrier ? 2 : 1).flatMap { $0.split(separator: "_") }.map { String($0) }
        // What is merely on or off is what its type is called.
        if leaf.isCarrier, parts.count <= 2 {
            names += type.split(separator: "_").dropFirst().map { String($0) }.filter { !WeakValues.vague.contains($0) }
        }
        // What disables or skips a demand says the contrary when it is off.
        guard WeakValues.inverse.isDisjoint(with: names) else { return false }
        return !words.isDisjoint(with: names) || words.contains { $0.contains("_") && leaf.name.contains($0) }
    }

    func appears(_ names: Set<String>, _ subject: RiskSubject) -> AttributeChange? {
        let isKnown = subject.before.contains { $0.isNamed(names) || $0.isWithin(names) }
        guard !isKnown, let leaf = subject.after.first(where: { $0.isNamed(names) || $0.isWithin(names) }) else {
            return nil
        }
        return subject.attribute(leaf.path, nil, leaf.value)
    }

    /// What is kept and will be deleted after a time, or after a much shorter one.
    func expires(_ names: Set<String>, _ subject: RiskSubject) -> AttributeChange? {
        for leaf in subject.after where leaf.isNamed(names) && !leaf.isOfLeftovers {
            guard let time = Magnitude(leaf.value, named: leaf.name), time.value > 0 else { continue }
            let former = subject.former(at: leaf.place)
            let times = former.compactMap { Magnitude($0.value, named: leaf.name)?.value }.filter { $0 > 0 }
            if let longest = times.max() {
                guard time.value * 2 <= longest else { continue }
            } else if !subject.wasThere {
                // What is new holds nothing yet, but a rule of its own may be about what is there.
                let isRule = ["lifecycle", "policy"].contains { subject.head.type.contains($0) }
                guard isRule, leaf.days(time) <= 14 else { continue }
            }
            return subject.attribute(leaf.path, former.first?.value, leaf.value)
        }
        return nil
    }

    /// Whether the object itself, and not a part of it, is switched off.
    func stops(_ subject: RiskSubject) -> AttributeChange? {
        guard subject.wasThere else { return nil }
        for leaf in subject.after where !leaf.place.contains(".") {
            let former = subject.former(at: leaf.place)
            guard former.count == 1, let old = former[0].isRunning, let new = leaf.isRunning, old, !new else {
                continue
            }
            return subject.attribute(leaf.path, former[0].value, leaf.value)
        }
        return nil
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

    /// Whether it is about what no longer counts: former versions, and uploads that were never ended.
    fileprivate var isOfLeftovers: Bool {
        ["noncurrent", "non_current", "abort", "incomplete", "multipart", "version"].contains { place.contains($0) }
    }

    /// A time in days, by the unit that its name ends with.
    fileprivate func days(_ time: Magnitude) -> Double {
        if time.dimension == .seconds { return time.value / 86_400 }
        let words = Words.split(name)
        if words.contains("ms") || words.contains("millis") { return time.value / 86_400_000 }
        let isSeconds = words.contains("seconds") || words.contains("ttl")
        return isSeconds ? time.value / 86_400 : words.contains("hours") ? time.value / 24 : time.value
    }

    /// Whether it says that the object as a whole is at work; nil where it says nothing of the kind.
    fileprivate var isRunning: Bool? {
        switch name {
        case "enabled", "is_enabled", "enable", "active", "is_active", "state", "status", "desired_state",
            "desired_status":
            switch word {
            case "true", "enabled", "enable", "on", "active", "running", "started", "1": true
            case "false", "disabled", "disable", "off", "inactive", "stopped", "paused", "suspended", "terminated", "0":
                false
            default: nil
            }
        case "paused", "is_paused", "suspended", "disabled", "is_disabled", "deactivated", "stopped":
            isOn.map { !$0 }
        default: nil
        }
    }

    /// Whether its own name says nothing but that it is on or off.
    var isCarrier: Bool {
        let last = name.split(separator: "_").last.map { String($0) } ?? name
        return ["enabled", "enable", "status", "state", "mode", "value"].contains(last)
    }
}
