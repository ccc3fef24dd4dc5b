import JSON
import MCP

extension Fixture {
    /// Tools that answer with each form of content.
    static let contentTools: [ServerTool] = [
        ServerTool(name: "test_simple_text", about: "Answers with a sentence", runsInline: true) { _, _ in
            .complete(.text("This is a simple text response for testing."))
        },
        ServerTool(name: "test_image_content", about: "Answers with a picture") { _, _ in
            .complete(CallResult(content: [Content(.image(pixel, mimeType: "image/png"))]))
        },
        ServerTool(name: "test_audio_content", about: "Answers with a sound") { _, _ in
            .complete(CallResult(content: [Content(.audio(silence, mimeType: "audio/wav"))]))
        },
        ServerTool(name: "test_embedded_resource", about: "Answers with a resource") { _, _ in
            let contents = ResourceContents(
                uri: "test://embedded-resource", mimeType: "text/plain",
                .text("This is an embedded resource content."))
            return .complete(CallResult(content: [.resource(contents)]))
        },
        ServerTool(name: "test_multiple_content_types", about: "Answers with several forms of content") { _, _ in
            let contents = ResourceContents(
                uri: "test://mixed-content-resource", mimeType: "application/json",
                .text(#"{"test":"data","value":123}"#))
            return .complete(
                CallResult(content: [
                    .text("Multiple content types test:"), Content(.image(pixel, mimeType: "image/png")),
                    .resource(contents),
                ]))
        },
        ServerTool(name: "test_resource_link", about: "Answers with a link to a resource") { _, _ in
            .complete(CallResult(content: [.link(Resource(uri: "test://static-text", name: "static-text"))]))
        },
        ServerTool(name: "test_error_handling", about: "Always fails") { _, _ in
            throw ToolFailure("This tool intentionally returns an error for testing")
        },
        ServerTool(
            name: "add", about: "Adds two numbers",
            inputSchema: [
                "type": "object", "additionalProperties": false, "required": ["a", "b"],
                "properties": ["a": ["type": "number"], "b": ["type": "number"]],
            ],
            outputSchema: [
                "type": "object", "required": ["sum"], "properties": ["sum": ["type": "number"]],
            ],
            annotations: .readOnly, runsInline: true
        ) { arguments, _ in
            let sum = (arguments["a"]?.doubleValue ?? 0) + (arguments["b"]?.doubleValue ?? 0)
            return .complete(.structured(["sum": JSONValue(sum) ?? 0]))
        },
    ]
}
