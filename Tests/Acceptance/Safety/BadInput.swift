import TestSupport
import Testing

/// A mistake that a user can make, and how the program has to take it.
struct BadInput: Sendable, CustomTestStringConvertible {
    let name: String
    let arguments: [String]
    /// The exit code; 2 says that the user can put it right.
    let code: Int32
    /// The `code` of the JSON error; any when nil.
    var error: String?
    /// What the message has to say.
    var says: [String] = []
    /// Makes the files of the mistake.
    var prepare: @Sendable (TemporaryFolder) throws -> Void = { _ in }

    var testDescription: String { name }

    static let all = sessionsAndWorkflows + windowsAndOptions + files + plans + logs + databases
}
