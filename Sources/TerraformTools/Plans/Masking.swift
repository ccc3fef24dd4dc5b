internal import JSON

/// Hides what marks hide, at any depth.
enum Masking {
    /// The value with everything replaced that a mark is true for.
    static func masked(_ value: JSONValue?, _ marks: JSONValue?) -> JSONValue {
        guard let value else { return .null }
        switch (marks, value) {
        case (.bool(true)?, .null): return .null
        case (.bool(true)?, _): return .string(AttributeChange.sensitiveText)
        case (.object(let marks)?, .object(var members)):
            for (key, mark) in marks {
                if let member = members[key] { members[key] = masked(member, mark) }
            }
            return .object(members)
        case (.array(let marks)?, .array(var elements)):
            for (index, mark) in marks.enumerated() where index < elements.count {
                elements[index] = masked(elements[index], mark)
            }
            return .array(elements)
        // Marks that do not fit the value they were made for hide all of it, if they hide anything.
        case (.object?, _), (.array?, _):
            return AttributeDiff.hasMark(marks) && value != .null ? .string(AttributeChange.sensitiveText) : value
        default: return value
        }
    }
}
