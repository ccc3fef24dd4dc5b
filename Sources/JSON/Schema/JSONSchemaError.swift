/// Why a schema cannot be used.
public struct JSONSchemaError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name for the kind of failure.
    public enum Code: String, Hashable, Sendable {
        /// A keyword has a value that the specification does not allow.
        case invalidKeyword
        /// A reference leads nowhere.
        case unresolvedReference
        /// Two schemas have the same identifier or anchor.
        case duplicateIdentifier
        /// A pattern is not a regular expression.
        case invalidPattern
        /// A pattern needs what a linear-time engine cannot do, such as a look-ahead.
        case unsupportedPattern
        /// `$schema` names a dialect, or a dialect demands a vocabulary, that is not known.
        case unsupportedDialect
        /// The schema is larger than allowed.
        case limitExceeded
    }

    /// The stable name of the failure.
    public let code: Code
    /// What was wrong and where.
    public let message: String
    /// What to do next.
    public let hint: String
    /// Where in the schema: a URI with a JSON Pointer as its fragment.
    public let location: String

    /// The message and the hint in one line.
    public var description: String { "\(message). \(hint)" }

    init(_ code: Code, _ reason: String, hint: String, at location: String) {
        self.code = code
        message = "\(reason) at \(location.isEmpty ? "#" : location)"
        self.hint = hint
        self.location = location
    }
}
