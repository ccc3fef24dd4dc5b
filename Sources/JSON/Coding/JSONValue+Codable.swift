extension JSONValue {
    /// The JSON of a value.
    ///
    /// - Throws: `EncodingError`, also for a number that is infinite or none.
    public init(encoding value: some Encodable) throws {
        let node = JSONEncodingNode()
        try node.encode(value, at: .root)
        self = node.value
    }

    /// A value of a type out of this JSON.
    ///
    /// - Throws: `DecodingError` that names the place.
    public func decode<T: Decodable>(_ type: T.Type = T.self) throws -> T {
        try JSONValueDecoder(value: self, codingPath: []).decode(type)
    }
}

extension JSONValue: Codable {
    /// Reads any JSON from any decoder; one other than this module's may lose digits and order.
    public init(from decoder: any Decoder) throws {
        if let own = decoder as? JSONValueDecoder {
            self = own.value
        } else if let keyed = try? decoder.container(keyedBy: JSONCodingKey.self) {
            var members = JSONObject()
            for key in keyed.allKeys { members[key.stringValue] = try keyed.decode(JSONValue.self, forKey: key) }
            self = .object(members)
        } else if var list = try? decoder.unkeyedContainer() {
            var elements: [JSONValue] = []
            while !list.isAtEnd { elements.append(try list.decode(JSONValue.self)) }
            self = .array(elements)
        } else {
            self = try Self.scalar(decoder.singleValueContainer())
        }
    }

    /// Writes this to any encoder.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .object(let members):
            var container = encoder.container(keyedBy: JSONCodingKey.self)
            for (key, value) in members { try container.encode(value, forKey: JSONCodingKey(stringValue: key)) }
        case .array(let elements):
            var container = encoder.unkeyedContainer()
            for element in elements { try container.encode(element) }
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .bool(let value):
            var container = encoder.singleValueContainer()
            try container.encode(value)
        case .string(let value):
            var container = encoder.singleValueContainer()
            try container.encode(value)
        case .number(let value):
            try value.encode(to: encoder)
        }
    }

    private static func scalar(_ container: any SingleValueDecodingContainer) throws -> JSONValue {
        if container.decodeNil() { return .null }
        if let value = try? container.decode(Bool.self) { return .bool(value) }
        if let value = try? container.decode(String.self) { return .string(value) }
        return .number(try JSONNumber(container))
    }
}

extension JSONNumber: Codable {
    /// Reads a number from any decoder; one other than this module's may lose digits.
    public init(from decoder: any Decoder) throws {
        guard let own = decoder as? JSONValueDecoder else {
            try self.init(decoder.singleValueContainer())
            return
        }
        guard case .number(let number) = own.value else { throw own.mismatch(JSONNumber.self) }
        self = number
    }

    /// Writes this to any encoder; one other than this module's may lose digits.
    public func encode(to encoder: any Encoder) throws {
        if let own = encoder as? JSONValueEncoder {
            own.node.store(.number(self))
            return
        }
        var container = encoder.singleValueContainer()
        if let int64 {
            try container.encode(int64)
        } else if let uint64 {
            try container.encode(uint64)
        } else {
            try container.encode(double)
        }
    }

    init(_ container: any SingleValueDecodingContainer) throws {
        if let value = try? container.decode(Int64.self) {
            self.init(value)
        } else if let value = try? container.decode(UInt64.self) {
            self.init(value)
        } else if let number = JSONNumber(try container.decode(Double.self)) {
            self = number
        } else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "The number is not finite")
        }
    }
}

extension JSONObject: Codable {
    /// Reads any object from any decoder.
    public init(from decoder: any Decoder) throws {
        guard case .object(let members) = try JSONValue(from: decoder) else {
            throw DecodingError.typeMismatch(
                JSONObject.self, .init(codingPath: decoder.codingPath, debugDescription: "Expected an object"))
        }
        self = members
    }

    /// Writes this to any encoder.
    public func encode(to encoder: any Encoder) throws { try JSONValue.object(self).encode(to: encoder) }
}
