internal import JSON
internal import Model

/// A part of a row by its name, or by a JSON Pointer into the row.
struct RowField: Hashable, Sendable {
    let name: String
    private let pointer: JSONPointer

    init(_ text: String) throws(ToolError) {
        name = text
        guard text.hasPrefix("/") else {
            pointer = JSONPointer(tokens: text.isEmpty ? [] : [text])
            return
        }
        guard let pointer = try? JSONPointer(text) else {
            throw ToolError(
                .validation, "`\(text)` is no JSON Pointer", hint: "such as /series/name, or a member's name")
        }
        self.pointer = pointer
    }

    func value(in row: JSONValue) -> JSONValue? { row[pointer] }

    /// The order of two values: null, truth values, numbers, texts, then all else by its text.
    static func precedes(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
        let (left, right) = (left ?? .null, right ?? .null)
        guard rank(left) == rank(right) else { return rank(left) < rank(right) }
        if let one = left.doubleValue, let other = right.doubleValue { return one < other }
        return (left.stringValue ?? left.canonicalText()) < (right.stringValue ?? right.canonicalText())
    }

    private static func rank(_ value: JSONValue) -> Int {
        switch value {
        case .null: 0
        case .bool: 1
        case .number: 2
        case .string: 3
        case .array, .object: 4
        }
    }
}
