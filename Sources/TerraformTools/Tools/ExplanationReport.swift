internal import JSON

/// One change in full, in an answer.
package struct ExplanationReport: Encodable, Sendable {
    package struct Attribute: Encodable, Sendable {
        let path: String
        let before: JSONValue
        let after: JSONValue
        let sensitive: Bool
        let unknown: Bool
        let forcesReplacement: Bool

        init(_ change: AttributeChange) {
            path = AttributeChange.shortened(change.path, limit: 300)
            before = Shown.value(change.before, limit: 300)
            after = change.isUnknown ? .string(AttributeChange.unknownText) : Shown.value(change.after, limit: 300)
            sensitive = change.isSensitive
            unknown = change.isUnknown
            forcesReplacement = change.forcesReplacement
        }
    }

    package struct Value: Encodable, Sendable {
        let path: String
        let value: JSONValue
    }

    /// What all changes of an answer may list, so that it stays below the size of an answer.
    private static let maximumAttributes = 120

    let source: String
    let file: String
    let list: String
    let address: String
    let action: String
    let steps: String
    let reason: JSONValue
    let type: String
    let previousAddress: JSONValue
    let deposed: JSONValue
    let imported: Bool
    private(set) var attributes: [Attribute]
    private(set) var omittedAttributes: Int
    private(set) var unchanged: [Value]

    init(_ change: ResourceChange, list: String, plan source: String, file: String) {
        self.source = source
        self.file = file
        self.list = list
        address = AttributeChange.shortened(change.address, limit: 300)
        action = change.action.kind.rawValue
        steps = change.action.name
        reason = Shown.text(change.reason)
        type = AttributeChange.shortened(change.type, limit: 100)
        previousAddress = Shown.text(change.previousAddress, limit: 300)
        deposed = Shown.text(change.deposed)
        imported = change.isImported
        attributes = change.attributes.map { Attribute($0) }
        omittedAttributes = change.omittedAttributes
        unchanged = change.siblings.prefix(24).map {
            Value(path: AttributeChange.shortened($0.path, limit: 160), value: Shown.value($0.value))
        }
    }

    /// The same with as many attributes as an answer has room for, the first changes first.
    static func bounded(_ reports: [ExplanationReport]) -> [ExplanationReport] {
        var room = maximumAttributes
        return reports.map { report in
            var report = report
            let kept = min(room, report.attributes.count)
            report.omittedAttributes += report.attributes.count - kept
            report.attributes.removeLast(report.attributes.count - kept)
            if room == 0 { report.unchanged = [] }
            room -= kept
            return report
        }
    }
}
