import Model

/// Why the server could not do what a client asked.
package struct ServerError: CodedError {
    /// The stable names.
    package enum Code: String, Sendable {
        /// The arguments are not acceptable.
        case validation
        /// There is nothing of that name.
        case notFound
        /// There are as many runs as may be driven at once.
        case busy
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
