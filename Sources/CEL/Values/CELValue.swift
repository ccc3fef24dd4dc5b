/// A value of the Common Expression Language.
///
/// Equality (`==`) is CEL's: numbers of different types are compared by their value, texts by code points, `NaN` is
/// unequal to itself, and values of different kinds are unequal.
public enum CELValue: Sendable {
    /// `null`.
    case null
    /// A truth value.
    case bool(Bool)
    /// An integer of 64 bits.
    case int(Int64)
    /// An integer of 64 bits without sign.
    case uint(UInt64)
    /// A number of IEEE 754's binary64.
    case double(Double)
    /// A text, a sequence of code points.
    case string(String)
    /// Bytes.
    case bytes([UInt8])
    /// A list.
    case list(CELList)
    /// A map.
    case map(CELMap)
    /// A moment.
    case timestamp(CELTimestamp)
    /// A length of time.
    case duration(CELDuration)
    /// A type by its name, such as `int` or `google.protobuf.Timestamp`.
    case type(String)
    /// A value that may be absent.
    indirect case optional(CELValue?)

    /// A list of values.
    public static func list(_ elements: [CELValue]) -> CELValue { .list(CELList(elements)) }

    /// The name of the value's type, as `type(x)` gives it.
    public var typeName: String {
        switch self {
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .list: "list"
        case .map: "map"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .type: "type"
        case .optional: "optional_type"
        }
    }

    /// The truth value, if this is one.
    public var boolValue: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The text, if this is one.
    public var stringValue: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The elements, if this is a list.
    public var listValue: CELList? {
        guard case .list(let value) = self else { return nil }
        return value
    }

    /// The entries, if this is a map.
    public var mapValue: CELMap? {
        guard case .map(let value) = self else { return nil }
        return value
    }

    /// Levels of lists, maps and optionals made by expressions; what came as JSON counts as one.
    var depth: Int32 {
        switch self {
        case .list(let list): list.depth
        case .map(let map): map.depth
        case .optional(let value?): value.depth + 1
        default: 0
        }
    }
}

extension CELValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An integer.
    public init(integerLiteral value: Int64) { self = .int(value) }
    /// A double.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A list.
    public init(arrayLiteral elements: CELValue...) { self = .list(CELList(elements)) }
}
