import Model

/// Why the server could not do what a client asked.
package struct ServerError: CodedError {
    /// The stable names.
    package enum Code: String, Sendable {
        /// The arguments are not acceptable.
        case validation
        /// There is nothing of that name.
        case notFound
        /// As much is under way as may be at once.
        case busy
        /// There were as many requests within a minute as may be.
        case rateLimited
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
