import JSON
import MCP

extension Fixture {
    /// Tools that ask by the names that legacy scenarios know; modern clients can call them too.
    static let legacyInputTools: [ServerTool] = [
        ServerTool(
            name: "test_sampling", about: "Asks the client's model",
            inputSchema: [
                "type": "object", "required": ["prompt"], "properties": ["prompt": ["type": "string"]],
            ]
        ) { arguments, context in
            let request = sampling(arguments["prompt"]?.stringValue ?? "", 100)
            let answer = try context.ask(["sampling": request])["sampling"]
            return .complete(.text("LLM response: \(answer?["content"]?["text"]?.stringValue ?? "none")"))
        },
        ServerTool(
            name: "test_elicitation", about: "Asks the user for a name and an address",
            inputSchema: [
                "type": "object", "required": ["message"], "properties": ["message": ["type": "string"]],
            ]
        ) { arguments, context in
            let request = InputRequest.form(
                arguments["message"]?.stringValue ?? "",
                properties: [
                    "username": ["type": "string", "description": "User's response"],
                    "email": ["type": "string", "description": "User's email address"],
                ], required: ["username", "email"])
            return .complete(.text("User response: \(describe(try context.elicit("user", request)))"))
        },
        ServerTool(name: "test_streaming_elicitation", about: "Logs, then asks the user") { _, context in
            context.log(.info, "About to ask")
            let answer = try context.elicit("confirm", confirmation("Please confirm"))
            return .complete(.text("User response: \(describe(answer))"))
        },
        ServerTool(name: "test_elicitation_sep1034_defaults", about: "Asks with default values") { _, context in
            let request = InputRequest.form(
                "Please check these values",
                properties: [
                    "name": ["type": "string", "default": "John Doe"],
                    "age": ["type": "integer", "default": 30],
                    "score": ["type": "number", "default": 95.5],
                    "status": ["type": "string", "enum": ["active", "inactive", "pending"], "default": "active"],
                    "verified": ["type": "boolean", "default": true],
                ])
            return .complete(.text("Elicitation completed: \(describe(try context.elicit("values", request)))"))
        },
        ServerTool(name: "test_elicitation_sep1330_enums", about: "Asks with every form of enumeration") { _, context in
            let request = InputRequest.form("Please choose", properties: enumerations)
            return .complete(.text("Elicitation completed: \(describe(try context.elicit("choice", request)))"))
        },
    ]

    private static let enumerations: JSONObject = [
        "untitledSingle": ["type": "string", "enum": ["option1", "option2", "option3"]],
        "titledSingle": [
            "type": "string",
            "oneOf": [
                ["const": "value1", "title": "First Option"], ["const": "value2", "title": "Second Option"],
                ["const": "value3", "title": "Third Option"],
            ],
        ],
        "legacyEnum": [
            "type": "string", "enum": ["opt1", "opt2", "opt3"],
            "enumNames": ["Option One", "Option Two", "Option Three"],
        ],
        "untitledMulti": ["type": "array", "items": ["type": "string", "enum": ["option1", "option2", "option3"]]],
        "titledMulti": [
            "type": "array",
            "items": [
                "anyOf": [
                    ["const": "value1", "title": "First Choice"], ["const": "value2", "title": "Second Choice"],
                    ["const": "value3", "title": "Third Choice"],
                ]
            ],
        ],
    ]

    static func sampling(_ text: String, _ tokens: Int) -> InputRequest {
        InputRequest(
            .sampling([
                "messages": [["role": "user", "content": ["type": "text", "text": .string(text)]]],
                "maxTokens": JSONValue(tokens),
            ]))
    }

    static func confirmation(_ message: String) -> InputRequest {
        .form(message, properties: ["ok": ["type": "boolean"]], required: ["ok"])
    }

    static func describe(_ answer: ElicitationAnswer) -> String {
        switch answer {
        case .accept(let content): "action=accept, content=\(JSONValue.object(content).serialized())"
        case .decline: "action=decline, content={}"
        case .cancel: "action=cancel, content={}"
        }
    }
}
