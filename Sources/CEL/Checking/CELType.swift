/// A type that the checker works with.
public indirect enum CELType: Hashable, Sendable {
    /// Anything; what is done with it is checked when the expression is evaluated.
    case dyn
    /// `null` only.
    case null
    /// A truth value.
    case bool
    /// An integer of 64 bits.
    case int
    /// An integer of 64 bits without sign.
    case uint
    /// A double.
    case double
    /// A text.
    case string
    /// Bytes.
    case bytes
    /// A moment.
    case timestamp
    /// A length of time.
    case duration
    /// A type itself.
    case type
    /// A list of elements of one type.
    case list(CELType)
    /// A map with keys and values of one type each.
    case map(CELType, CELType)
    /// A value that may be absent.
    case optional(CELType)
    /// A map with known fields, such as a JSON Schema describes.
    case object(CELObjectType)
    /// A type of the caller's own, which only functions of the caller's own take.
    case opaque(String, [CELType])
    /// A placeholder in the declaration of a function: the same name stands for the same type.
    case parameter(String)

    /// A map with known fields.
    ///
    /// - Parameters:
    ///   - name: How messages name the type.
    ///   - fields: The fields with their types.
    ///   - optional: The fields that may be absent, about which `CELCheck.unguarded` warns.
    ///   - open: Whether there may be other fields; they are `dyn`.
    public static func object(
        _ name: String, fields: [String: CELType], optional: Set<String> = [], open: Bool = false
    ) -> CELType {
        .object(CELObjectType(name: name, fields: fields, optionalFields: optional, isOpen: open))
    }
}

/// The fields of an object type.
public struct CELObjectType: Hashable, Sendable {
    /// How messages name the type.
    public let name: String
    /// The fields with their types.
    public let fields: [String: CELType]
    /// The fields that may be absent.
    public let optionalFields: Set<String>
    /// Whether there may be other fields.
    public let isOpen: Bool

    /// An object type.
    public init(name: String, fields: [String: CELType], optionalFields: Set<String> = [], isOpen: Bool = false) {
        self.name = name
        self.fields = fields
        self.optionalFields = optionalFields
        self.isOpen = isOpen
    }

    /// The type of every field's value, where all share one.
    var valueType: CELType {
        guard !isOpen, let first = fields.values.first, fields.values.allSatisfy({ $0 == first }) else { return .dyn }
        return first
    }
}

extension CELType: CustomStringConvertible {
    /// The type as expressions and messages write it.
    public var description: String {
        switch self {
        case .dyn: "dyn"
        case .null: "null"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .type: "type"
        case .list(let element): "list(\(element))"
        case .map(let key, let value): "map(\(key), \(value))"
        case .optional(let value): "optional(\(value))"
        case .object(let object): object.name
        case .opaque(let name, let parameters):
            parameters.isEmpty ? name : "\(name)(\(parameters.map(\.description).joined(separator: ", ")))"
        case .parameter(let name): name.hasPrefix("$") ? "dyn" : name
        }
    }

    var isNumeric: Bool { self == .int || self == .uint || self == .double }
}
