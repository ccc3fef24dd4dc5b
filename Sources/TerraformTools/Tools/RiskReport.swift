internal import JSON

/// One risk in an answer.
package struct RiskReport: Encodable, Sendable {
    let grade: String
    let kind: String
    let rule: String
    let address: String
    let type: String
    let action: String
    let attribute: JSONValue
    let before: JSONValue
    let after: JSONValue
    let reason: String
    let drift: Bool
    let dependents: [String]

    init(_ risk: Risk) {
        grade = risk.grade.name
        kind = risk.kind.rawValue
        rule = risk.rule
        address = AttributeChange.shortened(risk.head.key, limit: 300)
        type = AttributeChange.shortened(risk.head.type, limit: 100)
        action = risk.head.action.kind.rawValue
        attribute = Shown.text(risk.attribute?.path, limit: 200)
        before = Shown.value(risk.attribute?.before)
        let isUnknown = risk.attribute?.isUnknown ?? false
        after = isUnknown ? .string(AttributeChange.unknownText) : Shown.value(risk.attribute?.after)
        reason = AttributeChange.shortened(risk.reason, limit: 300)
        drift = risk.isDrift
        dependents = risk.dependents.prefix(5).map { AttributeChange.shortened($0, limit: 120) }
    }
}
