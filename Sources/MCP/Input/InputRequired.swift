import JSON

/// What a handler throws to ask the client for something (2026-07-28, basic/patterns/mrtr; SEP-2322).
///
/// The handler is run again from its start once the answers are there: in the modern era by the client's retry, in a
/// legacy connection after requests to the client. So whatever it does before it asks must be harmless when repeated.
public struct InputRequired: Error, Hashable, Sendable {
    /// What is asked, by keys that come back with the answers.
    public let requests: [String: InputRequest]
    /// What the handler wants back at the retry.
    ///
    /// The client sees none of it: a `StateKeeper` seals it.
    public let state: String?

    /// A demand; one of the two must be there.
    public init(_ requests: [String: InputRequest], state: String? = nil) {
        self.requests = requests
        self.state = state
    }
}
