/// A function of the language or of one of its extensions.
struct StandardFunction: Sendable {
    /// What computes the result; nil when the function does not take values of these types.
    enum Implementation: Sendable {
        case unary(@Sendable (CELValue, inout Frame) throws(CELError) -> CELValue?)
        case binary(@Sendable (CELValue, CELValue, inout Frame) throws(CELError) -> CELValue?)
        case variadic(@Sendable ([CELValue], inout Frame) throws(CELError) -> CELValue?)
    }

    let name: String
    let signatures: [Signature]
    /// The number of values including the receiver; nil for any.
    let arity: Int?
    let implementation: Implementation

    init(_ name: String, _ signatures: [Signature], anyArity: Bool = false, _ implementation: Implementation) {
        self.name = name
        self.signatures = signatures
        arity = anyArity ? nil : signatures.first?.parameters.count
        self.implementation = implementation
    }
}

/// The functions, operators and types that every expression may use.
enum StandardLibrary {
    /// The functions by name; one name may stand for several that differ in the number of arguments.
    static let functions: [String: [StandardFunction]] = Dictionary(
        grouping: core + conversions + times + texts + math + lists + optionals, by: \.name)

    /// The function for a call.
    static func function(_ name: String, isMember: Bool, arity: Int) -> StandardFunction? {
        functions[name]?.first { function in
            guard function.arity == nil || function.arity == arity else { return false }
            return function.signatures.contains { $0.isMember == isMember }
        }
    }

    /// The names that stand for types, with the names that `type(x)` gives.
    static let types: [String: String] = [
        "bool": "bool", "int": "int", "uint": "uint", "double": "double", "string": "string", "bytes": "bytes",
        "list": "list", "map": "map", "null_type": "null_type", "type": "type", "optional_type": "optional_type",
        "google.protobuf.Timestamp": "google.protobuf.Timestamp",
        "google.protobuf.Duration": "google.protobuf.Duration",
    ]

    /// What the arithmetic operators take.
    static let operators: [BinaryOperator: [Signature]] = {
        let numbers: [CELType] = [.int, .uint, .double]
        let plain = numbers.map { Signature.global([$0, $0], $0) }
        let list = CELType.list(.parameter("A"))
        return [
            .add: plain + [
                .global([.string, .string], .string), .global([.bytes, .bytes], .bytes), .global([list, list], list),
                .global([.timestamp, .duration], .timestamp), .global([.duration, .timestamp], .timestamp),
                .global([.duration, .duration], .duration),
            ],
            .subtract: plain + [
                .global([.timestamp, .timestamp], .duration), .global([.timestamp, .duration], .timestamp),
                .global([.duration, .duration], .duration),
            ],
            .multiply: plain, .divide: plain,
            .modulo: [.global([.int, .int], .int), .global([.uint, .uint], .uint)],
        ]
    }()
}
