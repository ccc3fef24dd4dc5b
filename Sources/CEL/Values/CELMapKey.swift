/// The key of a map: a truth value, an integer or a text.
///
/// `1` and `1u` are one key; texts are compared by code points.
public enum CELMapKey: Sendable {
    /// A truth value.
    case bool(Bool)
    /// An integer.
    case int(Int64)
    /// An integer without sign.
    case uint(UInt64)
    /// A text.
    case string(String)

    /// The key as a value.
    public var value: CELValue {
        switch self {
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .uint(let value): .uint(value)
        case .string(let value): .string(value)
        }
    }

    /// The key that a value stands for when it is looked up: a double counts as the integer that equals it.
    init?(lookingUp value: CELValue) {
        switch value {
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .uint(let value): self = .uint(value)
        case .string(let value): self = .string(value)
        case .double(let value):
            if let int = Int64(exactly: value) {
                self = .int(int)
            } else if let uint = UInt64(exactly: value) {
                self = .uint(uint)
            } else {
                return nil
            }
        default: return nil
        }
    }

    /// The key of an entry of a map; nil for values that no map is keyed by.
    public init?(_ value: CELValue) {
        if case .double = value { return nil }
        self.init(lookingUp: value)
    }
}

extension CELMapKey: Hashable {
    /// Whether both are the same key.
    public static func == (left: CELMapKey, right: CELMapKey) -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)): left.hasSameScalars(as: right)
        case (.int(let left), .int(let right)): left == right
        case (.uint(let left), .uint(let right)): left == right
        case (.int(let left), .uint(let right)), (.uint(let right), .int(let left)): Int64(exactly: right) == left
        case (.bool(let left), .bool(let right)): left == right
        default: false
        }
    }

    /// Feeds a hash under which equal keys are alike.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .bool(let value): hasher.combine(value)
        case .int(let value): hasher.combine(UInt64(bitPattern: value))
        case .uint(let value): hasher.combine(value)
        case .string(let value):
            var value = value
            value.withUTF8 { bytes in unsafe hasher.combine(bytes: UnsafeRawBufferPointer(bytes)) }
        }
    }
}

extension String {
    /// Whether the texts have the same code points; `==` takes canonically equivalent ones for equal.
    func hasSameScalars(as other: String) -> Bool {
        // Canonically different texts differ in their bytes, so `==` with its fast paths decides most cases.
        guard utf8.count == other.utf8.count, self == other else { return false }
        let left = utf8.span
        let right = other.utf8.span
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }
}
