import CEL
import JSON

/// Reads JSON Schemas as types of expressions.
enum SchemaTypes {
    private static let maximumDepth = 24

    /// The type of the values that a schema allows; `dyn` where it allows several kinds.
    static func type(of schema: JSONObject, named name: String, depth: Int = 0) -> CELType {
        guard depth < maximumDepth, schema["$ref"] == nil, schema["anyOf"] == nil, schema["oneOf"] == nil else {
            return .dyn
        }
        switch schema["type"]?.stringValue {
        case "string": return .string
        case "integer": return .int
        case "number": return .double
        case "boolean": return .bool
        case "array":
            guard let items = schema["items"]?.objectValue else { return .list(.dyn) }
            return .list(type(of: items, named: "an element of \(name)", depth: depth + 1))
        case "object": return object(schema, name, depth)
        default: return .dyn
        }
    }

    private static func object(_ schema: JSONObject, _ name: String, _ depth: Int) -> CELType {
        guard let properties = schema["properties"]?.objectValue else {
            guard let values = schema["additionalProperties"]?.objectValue else { return .map(.string, .dyn) }
            return .map(.string, type(of: values, named: "a value of \(name)", depth: depth + 1))
        }
        var fields: [String: CELType] = [:]
        for (key, property) in properties {
            fields[key] = property.objectValue.map { type(of: $0, named: "\(name).\(key)", depth: depth + 1) } ?? .dyn
        }
        let required = Set(schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? [])
        let isClosed = schema["additionalProperties"]?.boolValue == false
        return .object(name, fields: fields, optional: Set(fields.keys).subtracting(required), open: !isClosed)
    }

    /// Whether a value of a type can meet a schema, as far as types tell.
    static func fits(_ type: CELType, _ schema: JSONObject) -> Bool {
        if let choices = (schema["anyOf"] ?? schema["oneOf"])?.arrayValue {
            let schemas = choices.compactMap(\.objectValue)
            return schemas.count < choices.count || schemas.contains { fits(type, $0) }
        }
        switch type {
        case .dyn, .parameter, .opaque, .type: return true
        case .optional(let value): return fits(value, schema)
        default: break
        }
        let names: [String]
        switch schema["type"] {
        case .string(let name)?: names = [name]
        case .array(let list)?: names = list.compactMap(\.stringValue)
        default: return true
        }
        return names.contains { fits(type, name: $0, schema) }
    }

    private static func fits(_ type: CELType, name: String, _ schema: JSONObject) -> Bool {
        switch (type, name) {
        case (.string, "string"), (.bytes, "string"), (.timestamp, "string"), (.duration, "string"), (.bool, "boolean"),
            (.null, "null"), (.int, "integer"), (.uint, "integer"), (.int, "number"), (.uint, "number"),
            (.double, "number"),
            (.map, "object"), (.object, "object"):
            true
        case (.list(let element), "array"):
            schema["items"]?.objectValue.map { fits(element, $0) } ?? true
        default: false
        }
    }

    /// How messages name what a schema wants.
    static func words(for schema: JSONObject) -> String {
        switch schema["type"] {
        case .string(let name)?: name
        case .array(let names)?: names.compactMap(\.stringValue).joined(separator: " or ")
        default: "another type"
        }
    }
}
