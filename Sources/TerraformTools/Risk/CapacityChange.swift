internal import JSON

/// Limits, sizes and numbers of copies, told by the words of a setting's name.
enum CapacityChange {
    /// Attributes in which what is allowed becomes less or more.
    static func risks(of subject: RiskSubject) -> [Risk] {
        guard subject.wasThere, subject.head.action.kind != .create else { return [] }
        return PlanJudge.telling(subject.change.attributes).prefix(100).compactMap { risk($0, subject) }
    }

    private static func risk(_ attribute: AttributeChange, _ subject: RiskSubject) -> Risk? {
        guard !attribute.isSensitive, !isForPeople(attribute.path),
            let reduction = Magnitude.reduction(from: attribute.before, to: attribute.after)
        else { return nil }
        let setting = SettingName(of: attribute, in: subject.change)
        guard let theme = setting.theme, theme.isExhaustion || theme == .retention else { return nil }
        let name = AttributeChange.shortened(setting.text, limit: 60)
        let about = "\(name), which is about \(theme == .retention ? "how long something is kept" : theme.rawValue),"
        if reduction > 1 {
            let percent = reduction >= 1000 ? "to nothing" : "to \(Int((100 / reduction).rounded())) % of what it was"
            let grade: Risk.Grade = reduction >= 2 && theme != .retention ? .high : .medium
            return RiskJudge.risk(
                "limit-lowered", .capacity, grade, subject, attribute, "\(about) falls \(percent)")
        }
        return RiskJudge.risk("limit-raised", .capacity, .low, subject, attribute, "\(about) is raised")
    }

    /// Labels are for people, and what they say limits nothing.
    private static func isForPeople(_ path: String) -> Bool {
        ["tags", "tags_all", "labels", "annotations", "description", "keepers", "triggers"].contains {
            path.hasPrefix($0)
        }
    }
}
