internal import JSON

/// Values in the form in which an answer shows them; what is absent is null.
enum Shown {
    static func text(_ text: String?, limit: Int = 200) -> JSONValue {
        text.map { .string(AttributeChange.shortened($0, limit: limit)) } ?? .null
    }

    static func value(_ value: JSONValue?, limit: Int = 120) -> JSONValue {
        AttributeChange.shown(value, limit: limit) ?? .null
    }
}

/// One changed attribute in an answer.
package struct AttributeReport: Encodable, Sendable {
    let path: String
    let before: JSONValue
    let after: JSONValue
    let sensitive: Bool
    let forcesReplacement: Bool

    init(_ change: AttributeChange) {
        path = AttributeChange.shortened(change.path, limit: 160)
        before = Shown.value(change.before)
        after = change.isUnknown ? .string(AttributeChange.unknownText) : Shown.value(change.after)
        sensitive = change.isSensitive
        forcesReplacement = change.forcesReplacement
    }
}

/// One changed object in an answer.
package struct ChangeReport: Encodable, Sendable {
    static let maximumAttributes = 8

    let address: String
    let action: String
    let steps: String
    let reason: JSONValue
    let module: String
    let type: String
    let previousAddress: JSONValue
    let deposed: JSONValue
    let imported: Bool
    let attributes: [AttributeReport]
    let omittedAttributes: Int

    init(_ change: ResourceChange) {
        address = AttributeChange.shortened(change.address, limit: 300)
        action = change.action.kind.rawValue
        steps = change.action.name
        reason = Shown.text(change.reason)
        module = AttributeChange.shortened(change.module, limit: 200)
        type = AttributeChange.shortened(change.type, limit: 100)
        previousAddress = Shown.text(change.previousAddress, limit: 300)
        deposed = Shown.text(change.deposed)
        imported = change.isImported
        // What is known and what forces a replacement says most.
        let ordered =
            change.attributes.filter(\.forcesReplacement)
            + change.attributes.filter { !$0.forcesReplacement && !$0.isUnknown }
            + change.attributes.filter { !$0.forcesReplacement && $0.isUnknown }
        attributes = ordered.prefix(Self.maximumAttributes).map { AttributeReport($0) }
        omittedAttributes = ordered.count - attributes.count + change.omittedAttributes
    }
}

/// How often something happens to the objects of a module or a type, in an answer.
package struct TallyReport: Encodable, Sendable {
    let name: String
    let create: Int
    let update: Int
    let replace: Int
    let delete: Int
    let other: Int

    /// The groups with the most changes.
    static func reports(of tallies: [String: PlanCollector.Tally], limit: Int = 20) -> [TallyReport] {
        let ordered = tallies.sorted { left, right in
            left.value.total == right.value.total ? left.key < right.key : left.value.total > right.value.total
        }
        return ordered.prefix(limit).map { name, tally in
            TallyReport(
                name: AttributeChange.shortened(name, limit: 200), create: tally.create, update: tally.update,
                replace: tally.replace, delete: tally.delete, other: tally.other)
        }
    }
}
