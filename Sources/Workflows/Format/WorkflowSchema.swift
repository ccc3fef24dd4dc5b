package import JSON

/// The JSON Schema of workflow files, for editors, made from the same table of keys that the loader reads.
package enum WorkflowSchema {
    /// The document, draft 2020-12.
    package static func document() -> JSONValue {
        var builder = Builder()
        let root = builder.reference(Format.workflow)
        var document: JSONObject = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Casebook workflow",
            "$comment": "Generated from the table of keys that the loader reads; see CONTRIBUTING.md.",
        ]
        document["$ref"] = root["$ref"]
        document["$defs"] = .object(
            JSONObject(
                builder.definitions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }))
        return .object(document)
    }

    private struct Builder {
        var definitions: [String: JSONValue] = [:]

        /// A reference to a mapping's definition, which is made the first time.
        mutating func reference(_ format: Format) -> JSONObject {
            let name = Self.name(of: format)
            if definitions[name] == nil {
                // Entered before its parts, so that a mapping within itself ends.
                definitions[name] = .null
                definitions[name] = .object(definition(format))
            }
            return ["$ref": .string("#/$defs/\(name)")]
        }

        private static func name(of format: Format) -> String {
            format.name.split(separator: " ").last.map(String.init) ?? format.name
        }

        private mutating func definition(_ format: Format) -> JSONObject {
            var properties = JSONObject()
            for key in format.keys {
                var schema = schema(key.type)
                schema["description"] = .string(key.summary)
                properties[key.name] = .object(schema)
            }
            var definition: JSONObject = [
                "type": "object", "description": .string(format.summary), "properties": .object(properties),
                "additionalProperties": false,
            ]
            let required = format.keys.filter(\.isRequired).map { JSONValue.string($0.name) }
            if !required.isEmpty { definition["required"] = .array(required) }
            if !format.alternatives.isEmpty {
                definition["anyOf"] = .array(format.alternatives.map { ["required": [.string($0)]] })
            }
            if !format.exclusive.isEmpty { definition["allOf"] = .array(format.exclusive.flatMap(Self.exclusions)) }
            return definition
        }

        /// No two of these keys at once.
        private static func exclusions(_ keys: [String]) -> [JSONValue] {
            keys.indices.dropLast().map { index in
                let others = keys[(index + 1)...].map { JSONValue.object(["required": [.string($0)]]) }
                return ["if": ["required": [.string(keys[index])]], "then": ["not": ["anyOf": .array(others)]]]
            }
        }

        private mutating func schema(_ type: FormatType) -> JSONObject {
            switch type {
            case .text, .expression: return ["type": "string"]
            case .form(let pattern, _): return ["type": "string", "pattern": .string("^(\(pattern))$")]
            case .words(let words): return ["enum": .array(words.map { .string($0) })]
            case .boolean: return ["type": "boolean"]
            case .number: return ["type": "number", "minimum": 0, "maximum": 1]
            case .duration: return ["type": "string", "pattern": "^[0-9]+(ms|s|m|h|d)$"]
            case .size: return ["type": "string", "pattern": "^[0-9]+(B|KiB|MiB|GiB)$"]
            case .template: return ["type": ["string", "number", "boolean"]]
            case .value, .json: return [:]
            case .list(let element): return ["type": "array", "items": .object(schema(element))]
            case .filled(let element, let count):
                var schema: JSONObject = [
                    "type": "array", "items": .object(schema(element)), "minItems": JSONValue(count ?? 1),
                ]
                if let count { schema["maxItems"] = JSONValue(count) }
                return schema
            case .mapping(let format): return reference(format)
            case .named(let value): return ["type": "object", "additionalProperties": .object(schema(value))]
            case .identified(let value):
                return [
                    "type": "object", "propertyNames": .object(schema(Format.identifier)),
                    "additionalProperties": .object(schema(value)),
                ]
            case .either(let types): return ["anyOf": .array(types.map { .object(schema($0)) })]
            case .whole(let range):
                var schema: JSONObject = ["type": "integer", "minimum": JSONValue(range.lowerBound)]
                if range.upperBound < Int.max { schema["maximum"] = JSONValue(range.upperBound) }
                return schema
            }
        }
    }
}
