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
        default: return isMisfit(value, marks) ? .string(AttributeChange.sensitiveText) : value
        }
    }

    /// Whether marks do not fit the value that they were made for: then they hide all of it, if they hide anything.
    static func isMisfit(_ value: JSONValue?, _ marks: JSONValue?) -> Bool {
        guard let value, value != .null else { return false }
        switch (marks, value) {
        case (.object?, .object), (.array?, .array), (.bool?, _): return false
        default: return AttributeDiff.hasMark(marks)
        }
    }

    /// Marks that hide what either of two hides.
    static func merged(_ first: JSONValue?, _ second: JSONValue?) -> JSONValue? {
        guard AttributeDiff.hasMark(first) else { return AttributeDiff.hasMark(second) ? second : nil }
        guard AttributeDiff.hasMark(second) else { return first }
        switch (first, second) {
        case (.object(var members)?, .object(let others)?):
            for (key, mark) in others { members[key] = merged(members[key], mark) ?? .bool(false) }
            return .object(members)
        case (.array(let elements)?, .array(let others)?):
            let count = max(elements.count, others.count)
            return .array(
                (0..<count).map { place in
                    merged(
                        place < elements.count ? elements[place] : nil, place < others.count ? others[place] : nil)
                        ?? .bool(false)
                })
        default: return .bool(true)
        }
    }

    /// The marks of every element of a list at once.
    static func mergedElements(_ marks: JSONValue?) -> JSONValue? {
        (marks?.arrayValue ?? []).reduce(JSONValue?.none) { merged($0, $1) }
    }
}
