/// A member that stands as `null` where there is no value, rather than be left out.
struct OrNull<Value: Encodable & Sendable>: Encodable, Sendable {
    let value: Value?

    init(_ value: Value?) { self.value = value }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }
}

extension OrNull where Value == Double {
    /// A number; null when it is not finite, which JSON cannot tell.
    init(finite value: Double?) { self.value = value.flatMap { $0.isFinite ? $0 : nil } }
}
