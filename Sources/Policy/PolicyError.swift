import Model

/// Why a policy cannot be used.
package struct PolicyError: CodedError {
    package enum Code: String, Sendable { case badPattern }

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
