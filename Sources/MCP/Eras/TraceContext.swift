import JSON

/// The W3C trace that a request belongs to (SEP-414), for records and calls to backends.
public struct TraceContext: Hashable, Sendable {
    /// `traceparent`.
    public let parent: String
    /// `tracestate`.
    public let state: String?
    /// `baggage`.
    public let baggage: String?

    /// Reads the members of `_meta`; nil without a parent, or when one is longer than 8 KiB.
    init?(_ meta: JSONObject) {
        guard let parent = meta["traceparent"]?.stringValue, parent.utf8.count <= 256 else { return nil }
        self.parent = parent
        state = meta["tracestate"]?.stringValue.flatMap { $0.utf8.count <= 8192 ? $0 : nil }
        baggage = meta["baggage"]?.stringValue.flatMap { $0.utf8.count <= 8192 ? $0 : nil }
    }
}
