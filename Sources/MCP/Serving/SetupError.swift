/// Why a server cannot be made of its features.
public struct SetupError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name for the kind of failure.
    public enum Code: String, Hashable, Sendable {
        /// A name has characters that the protocol does not allow, or is too long.
        case badName
        /// Two tools or prompts have one name.
        case duplicateName
        /// A schema cannot be used.
        case badSchema
    }

    /// The stable name of the failure.
    public let code: Code
    /// What was wrong.
    public let message: String
    /// What to do next.
    public let hint: String

    /// The message and the hint in one line.
    public var description: String { "\(message). \(hint)" }
}
