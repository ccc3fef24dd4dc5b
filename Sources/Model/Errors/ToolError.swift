/// Why a call gave no result.
///
/// Nothing found is not an error: that is a result with coverage.
package struct ToolError: CodedError, Hashable, Codable {
    /// The kinds of failure; retry rules and clients rely on these names.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case validation, notPermitted, notFound, communication, timeout, rateLimited, budget, cancelled, `internal`
    }

    package let kind: Kind
    package let message: String
    package let hint: String?

    package init(_ kind: Kind, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    package var code: String { kind.rawValue }

    /// The one refusal for whatever the caller may not read, so that it looks the same whether it exists or not.
    package static func notPermitted(_ subject: String) -> ToolError {
        ToolError(
            .notPermitted, "\(subject) is not among what the operator allows to be read",
            hint: "list_files shows the allowed roots; `casebook doctor` shows the sources")
    }
}
