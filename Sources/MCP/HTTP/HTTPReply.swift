/// How an HTTP request is answered.
public enum HTTPReply: Sendable {
    /// At once and whole: status, further header fields, and a JSON document or nothing.
    case whole(status: Int, fields: [(name: String, value: String)], body: [UInt8])
    /// By the frames of an exchange: a JSON document if the first is an answer, else a stream of events.
    case exchange(HTTPExchange)
    /// By a stream of events at once.
    case events(HTTPExchange)
}
