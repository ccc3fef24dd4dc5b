public import JSON

extension CELValue {
    /// A value out of JSON.
    ///
    /// Arrays and objects are wrapped, not walked, so this takes the same time for a large document.
    ///
    /// A number written without point and exponent becomes `int` (`uint` beyond its range), any other `double`.
    public init(_ json: JSONValue) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .string(let value): self = .string(value)
        case .array(let elements): self = .list(CELList(elements))
        case .object(let members): self = .map(CELMap(members))
        case .number(let number): self = CELValue(number)
        }
    }

    private init(_ number: JSONNumber) {
        if let value = number.int64, number.isWrittenAsInteger {
            self = .int(value)
        } else if let value = number.uint64, number.isWrittenAsInteger {
            self = .uint(value)
        } else {
            self = .double(number.double)
        }
    }

    /// The value as JSON.
    ///
    /// Bytes become base64, timestamps and durations their text, types their name, an absent optional `null`, and keys
    /// of maps their text. Infinity and NaN have no JSON and throw `invalidConversion`, as does a map in which two keys
    /// have the same text.
    public func json() throws(CELError) -> JSONValue {
        switch self {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .int(let value): return JSONValue(value)
        case .uint(let value): return JSONValue(value)
        case .double(let value): return try Self.json(of: value)
        case .string(let value): return .string(value)
        case .bytes(let value): return .string(Base64.encode(value))
        case .timestamp(let value): return .string(value.description)
        case .duration(let value): return .string(value.description)
        case .type(let name): return .string(name)
        case .optional(let value): return try value?.json() ?? .null
        case .list(let list): return try Self.json(of: list)
        case .map(let map): return try Self.json(of: map)
        }
    }

    private static func json(of value: Double) throws(CELError) -> JSONValue {
        guard let json = JSONValue(value) else {
            throw CELError(.invalidConversion, "\(NumberText.shortest(value)) has no form in JSON")
        }
        return json
    }

    private static func json(of list: CELList) throws(CELError) -> JSONValue {
        switch list.storage {
        case .json(let elements): return .array(elements)
        case .values(let elements):
            var result: [JSONValue] = []
            result.reserveCapacity(elements.count)
            for element in elements { result.append(try element.json()) }
            return .array(result)
        }
    }

    private static func json(of map: CELMap) throws(CELError) -> JSONValue {
        guard case .entries = map.storage else {
            guard case .json(let members) = map.storage else { return .null }
            return .object(members.object)
        }
        var result = JSONObject()
        result.reserveCapacity(map.count)
        for (key, value) in map {
            guard result.updateValue(try value.json(), forKey: key.description) == nil else {
                throw CELError(.invalidConversion, "two keys of the map have the text '\(key)'")
            }
        }
        return .object(result)
    }
}

extension CELMapKey: CustomStringConvertible {
    /// The key's text.
    public var description: String {
        switch self {
        case .bool(let value): value.description
        case .int(let value): value.description
        case .uint(let value): value.description
        case .string(let value): value
        }
    }
}
