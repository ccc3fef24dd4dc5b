package import JSON

/// A JSON Schema 2020-12 document, built from few words.
package struct Schema: Hashable, Sendable {
    /// The schema itself.
    package let json: JSONObject

    package init(json: JSONObject) { self.json = json }

    /// A member of an object.
    package struct Member: Sendable {
        let name: String
        let schema: Schema
        let isRequired: Bool

        /// A member that must be there.
        package static func required(_ name: String, _ schema: Schema, _ description: String) -> Member {
            Member(name: name, schema: schema.described(description), isRequired: true)
        }

        /// A member that may be absent; `standard` tells what holds then.
        package static func optional(
            _ name: String, _ schema: Schema, _ description: String, default standard: JSONValue? = nil
        ) -> Member {
            var described = schema.described(description)
            if let standard { described = described.with("default", standard) }
            return Member(name: name, schema: described, isRequired: false)
        }
    }

    /// An object with exactly these members.
    package static func object(_ members: [Member]) -> Schema {
        var properties: JSONObject = [:]
        for member in members { properties[member.name] = .object(member.schema.json) }
        var schema: JSONObject = ["type": "object", "properties": .object(properties), "additionalProperties": false]
        let required = members.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { schema["required"] = .array(required) }
        return Schema(json: schema)
    }

    /// An object whose member names are data.
    package static func map(of value: Schema) -> Schema {
        Schema(json: ["type": "object", "additionalProperties": .object(value.json)])
    }

    package static func array(of element: Schema, maximum: Int? = nil) -> Schema {
        var schema: JSONObject = ["type": "array", "items": .object(element.json)]
        if let maximum { schema["maxItems"] = .number(JSONNumber(maximum)) }
        return Schema(json: schema)
    }

    package static func string(maximum: Int? = nil, pattern: String? = nil) -> Schema {
        var schema: JSONObject = ["type": "string"]
        if let maximum { schema["maxLength"] = .number(JSONNumber(maximum)) }
        if let pattern { schema["pattern"] = .string(pattern) }
        return Schema(json: schema)
    }

    package static func integer(_ range: ClosedRange<Int>? = nil) -> Schema {
        var schema: JSONObject = ["type": "integer"]
        if let range {
            schema["minimum"] = .number(JSONNumber(range.lowerBound))
            schema["maximum"] = .number(JSONNumber(range.upperBound))
        }
        return Schema(json: schema)
    }

    package static let number = Schema(json: ["type": "number"])
    package static let boolean = Schema(json: ["type": "boolean"])
    /// Any JSON value.
    package static let any = Schema(json: [:])
    /// An RFC 3339 time with a zone.
    package static let time = Schema(json: ["type": "string", "format": "date-time"])
    /// An evidence identifier.
    package static let evidence = Schema(json: ["type": "string", "pattern": "^ev_[0-9a-z]{26}$"])

    package static func oneOf(_ values: [String]) -> Schema {
        Schema(json: ["type": "string", "enum": .array(values.map { .string($0) })])
    }

    /// Null besides what `schema` allows.
    package static func nullable(_ schema: Schema) -> Schema {
        Schema(json: ["anyOf": [.object(schema.json), ["type": "null"]]])
    }

    /// Marks a text that holds another language (`promql`, `regex`, `cel`): no expression may stand in it.
    package func language(_ name: String) -> Schema { with("x-casebook-language", .string(name)) }

    /// Marks a text that names a source of one of these kinds.
    package func source(_ kinds: [String]) -> Schema {
        with("x-casebook-source", .array(kinds.map { .string($0) }))
    }

    /// Adds any keyword, such as `examples`.
    package func with(_ keyword: String, _ value: JSONValue) -> Schema {
        var json = json
        json[keyword] = value
        return Schema(json: json)
    }

    private func described(_ text: String) -> Schema { with("description", .string(text)) }
}
