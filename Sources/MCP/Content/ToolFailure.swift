public import JSON

/// What a tool throws when it ran and failed, as opposed to a request that is wrong as such (SEP-1303).
///
/// It becomes a result with `isError`, so that the model reads the message and can correct itself.
public struct ToolFailure: Error, Hashable, Sendable {
    /// What was wrong and what to do.
    public let message: String
    /// The same as data.
    public let structured: JSONObject?

    /// A failure.
    public init(_ message: String, structured: JSONObject? = nil) {
        self.message = message
        self.structured = structured
    }

    var result: CallResult { CallResult(content: [.text(message)], structured: structured, isError: true) }
}
