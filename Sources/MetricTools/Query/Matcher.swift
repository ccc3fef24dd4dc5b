package import Model
internal import RE2

/// A condition on a label's value; an absent label has the empty one.
package struct Matcher: Sendable {
    package enum Operation: String, Sendable {
        case equal = "="
        case notEqual = "!="
        case matches = "=~"
        case matchesNot = "!~"
    }

    package let label: String
    package let operation: Operation
    package let value: String
    private let expression: RegularExpression?

    /// Compiles a condition; expressions match the whole value.
    /// - Throws: `ToolError` of kind `validation` for an expression that is not one.
    package init(_ label: String, _ operation: Operation, _ value: String) throws(ToolError) {
        self.label = label
        self.operation = operation
        self.value = value
        switch operation {
        case .equal, .notEqual: expression = nil
        case .matches, .matchesNot:
            do {
                expression = try RegularExpression(value, options: .dotMatchesNewline, maxMemory: 1 << 20)
            } catch {
                throw ToolError(.validation, "query: label \(label): \(error.message)", hint: error.hint)
            }
        }
    }

    package func accepts(_ text: String) -> Bool {
        switch operation {
        case .equal: text == value
        case .notEqual: text != value
        case .matches: expression?.wholeMatches(text) ?? false
        case .matchesNot: !(expression?.wholeMatches(text) ?? false)
        }
    }

    /// The condition as PromQL writes it.
    package var description: String { "\(label)\(operation.rawValue)\(PromQLText.quoted(value))" }
}
