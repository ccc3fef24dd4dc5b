import Model

/// Why a session could not do what was asked.
package struct SessionsError: CodedError {
    package enum Code: String, Sendable {
        /// No session has that name.
        case notFound
        /// A prefix fits several sessions.
        case ambiguous
        /// The session is closed.
        case closed
        /// The run has ended.
        case ended
        /// A living process drives the run.
        case driven
        /// The input is not acceptable.
        case validation
        /// A run came with a case file and no local person has accepted its workflow.
        case notAccepted
        /// The session went on differently here than in a case file.
        case conflict
        /// The principal may not do it.
        case notPermitted
        /// The journal does not hold what it should.
        case corrupt
    }

    package let kind: Code
    package let message: String
    package let hint: String?

    package init(_ kind: Code, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    package var code: String { kind.rawValue }
}
