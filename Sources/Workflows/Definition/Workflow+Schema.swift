package import JSON
import Model
package import Tooling

extension Workflow {
    /// The JSON Schema of the inputs.
    package var inputSchema: Schema {
        var properties = JSONObject()
        var required: [JSONValue] = []
        for input in inputs {
            properties[input.name] = .object(input.schema)
            if input.standard == nil { required.append(.string(input.name)) }
        }
        var schema: JSONObject = ["type": "object", "properties": .object(properties), "additionalProperties": false]
        if !required.isEmpty { schema["required"] = .array(required) }
        return Schema(json: schema)
    }
}

extension WorkflowInput {
    /// The JSON Schema of the value.
    package var schema: JSONObject {
        var schema: JSONObject = ["type": .string(typeName)]
        if let standard, standard.isNull { schema["type"] = [.string(typeName), "null"] }
        if let description { schema["description"] = .string(description) }
        if let pattern { schema["pattern"] = .string(pattern) }
        if let choices { schema["enum"] = .array(choices) }
        if let standard { schema["default"] = standard }
        if let sourceKind { schema["x-casebook-source"] = [.string(sourceKind.rawValue)] }
        return schema
    }

    private var typeName: String {
        switch kind {
        case .string, .source: "string"
        case .number: "number"
        case .integer: "integer"
        case .boolean: "boolean"
        case .list: "array"
        case .map: "object"
        }
    }
}
