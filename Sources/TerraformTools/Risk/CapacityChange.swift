internal import JSON

/// Limits, sizes and numbers of copies, told by the words of a setting's name.
enum CapacityChange {
    /// Attributes in which what is allowed becomes less or more.
    static func risks(of subject: RiskSubject) -> [Risk] {
        guard subject.wasThere, subject.head.action.kind != .create else { return [] }
        return PlanJudge.telling(subject.change.attributes).prefix(100).compactMap { risk($0, subject) }
    }

    private static func risk(_ attribute: AttributeChange, _ subject: RiskSubject) -> Risk? {
        guard !attribute.isSensitive, !isForPeople(attribute.path) else { return nil }
        let setting = SettingName(of: attribute, in: subject.change)
        guard let theme = theme(of: setting) ?? quota(attribute.path), !isMeasured(setting, subject) else {
            return OptionText.risk(attribute, subject)
        }
        let what =
            theme == .retention ? "how long something is kept" : setting.theme?.rawValue ?? "how much there may be"
        return risk(attribute, setting.text, theme, what, subject) ?? OptionText.risk(attribute, subject)
    }

    /// What a limit of a name says by the change of its value; nil for nothing.
    static func risk(
        _ attribute: AttributeChange, _ name: String, _ theme: Theme, _ what: String, _ subject: RiskSubject
    ) -> Risk? {
        let about = "\(AttributeChange.shortened(name, limit: 60)), which is about \(what),"
        if isTakenAway(attribute) {
            return RiskJudge.risk(
                "limit-removed", .capacity, .medium, subject, attribute, "\(about) goes back to what it is by itself")
        }
        if let old = Magnitude(attribute.before, named: name), let new = Magnitude(attribute.after, named: name),
            old != new, isUnlimited(old, theme)
        {
            return RiskJudge.risk(
                "limit-lowered", .capacity, .medium, subject, attribute, "\(about) is limited, which it was not")
        }
        guard let reduction = reduction(attribute, name) else { return nil }
        if reduction > 1 {
            let percent = reduction >= 1000 ? "to nothing" : "to \(Int((100 / reduction).rounded())) % of what it was"
            let grade: Risk.Grade = reduction >= 2 && theme != .retention ? .high : .medium
            return RiskJudge.risk(
                "limit-lowered", .capacity, grade, subject, attribute, "\(about) falls \(percent)")
        }
        return RiskJudge.risk("limit-raised", .capacity, .low, subject, attribute, "\(about) is raised")
    }

    /// How many times more there was; what has no limit is more than any.
    private static func reduction(_ attribute: AttributeChange, _ name: String) -> Double? {
        if Magnitude(attribute.after)?.value == -1, Magnitude(attribute.before) != nil { return 0.001 }
        return Magnitude.reduction(from: attribute.before, to: attribute.after, named: name)
    }

    /// Minus one stands for no limit, and nothing for none where a limit of nothing would let nothing work.
    private static func isUnlimited(_ value: Magnitude, _ theme: Theme) -> Bool {
        value.value == -1 || value.value == 0 && [.time, .quota, .payload, .rate].contains(theme)
    }

    /// A parameter that is called by a name beside its value, and that is no longer there.
    private static func isTakenAway(_ attribute: AttributeChange) -> Bool {
        guard attribute.after == nil, !attribute.isUnknown, attribute.path.hasSuffix("].value") else { return false }
        return Magnitude(attribute.before) != nil
    }

    /// What a setting limits; nil for one that limits nothing.
    static func theme(of setting: SettingName) -> Theme? {
        var words = Words.split(setting.text)
        if let last = words.last, parts.contains(last) {
            // A part of all is a limit where the rest of its name says so.
            guard !words.dropLast().filter({ bounds.contains($0) }).isEmpty else { return nil }
            words.removeLast()
        }
        guard let last = words.last(where: { !$0.utf8.allSatisfy(Words.isDigit) }), !others.contains(last) else {
            return nil
        }
        if let theme = setting.theme {
            // How often something is looked at is no limit of it.
            let isRhythm = !rhythms.isDisjoint(with: words) && waits.isDisjoint(with: words)
            guard !isRhythm || theme != .time && theme != .retention else { return nil }
            return theme.isExhaustion || theme == .retention ? theme : nil
        }
        return amounts.contains(last) ? .compute : nil
    }

    /// What stands within a block of limits is one, whatever it is called, as `hard.pods`.
    private static func quota(_ path: String) -> Theme? {
        let parents = path.split(separator: ".").dropLast().map { $0.prefix { $0 != "[" } }
        return parents.last.map { blocks.contains(String($0)) } ?? false ? .quota : nil
    }

    /// Whether a value is what somebody has measured, such as the size of the code of a function, and no limit.
    private static func isMeasured(_ setting: SettingName, _ subject: RiskSubject) -> Bool {
        let words = Words.split(setting.text)
        guard words.last == "size" || words.last == "length" || words.last == "bytes" else { return false }
        if !contents.isDisjoint(with: words) { return true }
        return RiskRule.contentTypes.contains { RiskRule.matches($0, subject.head.type) }
    }

    /// Last words of names that stand for something, for a place in an order, or for what was measured.
    private static let others: Set<String> = [
        "id", "ids", "uuid", "number", "version", "priority", "weight", "order", "port", "ports", "used", "usage",
        "threshold", "created", "updated", "modified", "at", "index", "offset", "rank", "serial", "position", "uid",
        "gid", "utilization",
    ]
    private static let parts: Set<String> = ["percent", "percentage", "pct", "ratio"]
    private static let bounds: Set<String> = ["max", "maximum", "min", "minimum", "limit", "capacity", "pool"]
    private static let rhythms: Set<String> = ["interval", "rotation", "period", "frequency", "schedule", "every"]
    private static let waits: Set<String> = ["grace", "timeout", "deadline", "wait", "delay", "patience"]
    private static let blocks: Set<String> = ["hard", "limits", "requests", "quota", "quotas"]
    private static let contents: Set<String> = [
        "source", "code", "content", "contents", "file", "artifact", "package", "archive", "bundle", "image",
    ]
    private static let amounts: Set<String> = [
        "size", "capacity", "count", "executions", "min", "max", "nodes", "copies", "units", "clusters", "limit",
        "available", "healthy", "sockets", "pods", "tasks", "containers", "ocpus", "vcpus", "parallelism", "servers",
        "brokers", "members", "machines", "droplets", "slots", "dtu", "dtus", "ocus", "acus", "partitions",
    ]

    /// Labels are for people, and what they say limits nothing.
    private static func isForPeople(_ path: String) -> Bool {
        ["tags", "tags_all", "labels", "annotations", "description", "keepers", "triggers"].contains {
            path.hasPrefix($0)
        }
    }
}
