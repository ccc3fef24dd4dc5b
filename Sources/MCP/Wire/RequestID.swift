public import JSON

/// The identity of a request, echoed with the JSON type it came in (JSON-RPC 2.0, section 4; `RequestId`).
///
/// Progress tokens have the same form, so this type serves for them too.
public enum RequestID: Hashable, Sendable {
    /// An integer of 64 bits.
    case integer(Int64)
    /// A text.
    case string(String)

    /// Reads an ID; nil for `null`, fractions, integers beyond 64 bits and every other type.
    public init?(_ value: JSONValue?) {
        switch value {
        case .string(let text): self = .string(text)
        case .number(let number):
            guard let integer = number.int64 else { return nil }
            self = .integer(integer)
        default: return nil
        }
    }

    /// The ID as JSON.
    public var json: JSONValue {
        switch self {
        case .integer(let value): JSONValue(value)
        case .string(let text): .string(text)
        }
    }
}
