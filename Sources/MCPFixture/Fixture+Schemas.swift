import JSON
import MCP

extension Fixture {
    /// Tools whose schemas have what lesser servers drop.
    static let schemaTools: [ServerTool] = [
        ServerTool(
            name: "json_schema_2020_12_tool", about: "Tool with JSON Schema 2020-12 features",
            inputSchema: [
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "type": "object",
                "$defs": [
                    "address": [
                        "$anchor": "addressDef", "type": "object",
                        "properties": ["street": ["type": "string"], "city": ["type": "string"]],
                    ]
                ],
                "properties": [
                    "name": ["type": "string"],
                    "address": ["$ref": "#/$defs/address"],
                    "contactMethod": ["type": "string", "enum": ["phone", "email"]],
                    "phone": ["type": "string"],
                    "email": ["type": "string"],
                ],
                "allOf": [["anyOf": [["required": ["phone"]], ["required": ["email"]]]]],
                "if": ["properties": ["contactMethod": ["const": "phone"]], "required": ["contactMethod"]],
                "then": ["required": ["phone"]],
                "else": ["required": ["email"]],
                "additionalProperties": false,
            ]
        ) { arguments, _ in .complete(.text(JSONValue.object(arguments).serialized())) },
        ServerTool(
            name: "test_header_parameter", about: "Mirrors an argument into a header",
            inputSchema: [
                "type": "object", "properties": ["tenant": ["type": "string", "x-mcp-header": "Tenant"]],
            ]
        ) { arguments, _ in .complete(.text(arguments["tenant"]?.stringValue ?? "none")) },
        ServerTool(name: "test_missing_capability", about: "Needs a client that samples") { _, context in
            try context.require(context.client.capabilities.samples, ["sampling": [:]])
            return .complete(.text("The client samples"))
        },
    ]
}
