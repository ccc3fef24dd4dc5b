/// Why a text is not accepted as JSON, or a value could not be converted.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name for the kind of failure.
    public enum Code: String, Hashable, Sendable {
        /// The text breaks RFC 8259's grammar.
        case syntax
        /// The text ends inside a value.
        case unexpectedEnd
        /// The text is not UTF-8.
        case invalidUTF8
        /// A `\u` escape is half of a surrogate pair.
        case loneSurrogate
        /// A control character stands unescaped in a string.
        case controlCharacter
        /// An object has two members of one name.
        case duplicateKey
        /// Something follows the value.
        case trailingContent
        /// One of `JSONLimits` is exceeded.
        case limitExceeded
        /// A pointer is not in the syntax of RFC 6901.
        case invalidPointer
        /// A number cannot be represented, such as infinity.
        case unrepresentable
    }

    /// The stable name of the failure.
    public let code: Code
    /// What was wrong.
    public let reason: String
    /// What to do next.
    public let hint: String
    /// Where it is, when the failure has a place in a text.
    public let position: JSONPosition?

    /// What was wrong and where.
    public var message: String {
        guard let position else { return reason }
        return "\(reason) at line \(position.line), column \(position.column) (byte \(position.offset))"
    }

    /// The message and the hint in one line.
    public var description: String { "\(message). \(hint)" }

    init(_ code: Code, _ reason: String, hint: String, at position: JSONPosition? = nil) {
        self.code = code
        self.reason = reason
        self.hint = hint
        self.position = position
    }
}
