import JSON
import MCP

extension Fixture {
    static let prompts: [ServerPrompt] = [
        ServerPrompt(name: "test_simple_prompt", about: "A prompt without arguments") { _, _ in
            PromptResult([.init(.user, .text("This is a simple prompt for testing."))])
        },
        ServerPrompt(
            name: "test_prompt_with_arguments", about: "A prompt with two arguments",
            arguments: [
                .init("arg1", about: "First test argument", isRequired: true),
                .init("arg2", about: "Second test argument", isRequired: true),
            ]
        ) { arguments, _ in
            let text = "Prompt with arguments: arg1='\(arguments["arg1"] ?? "")', arg2='\(arguments["arg2"] ?? "")'"
            return PromptResult([.init(.user, .text(text))])
        },
        ServerPrompt(
            name: "test_prompt_with_embedded_resource", about: "A prompt with a resource",
            arguments: [.init("resourceUri", about: "URI of the resource to embed", isRequired: true)]
        ) { arguments, _ in
            let contents = ResourceContents(
                uri: arguments["resourceUri"] ?? "", mimeType: "text/plain",
                .text("Embedded resource content for testing."))
            return PromptResult([
                .init(.user, .resource(contents)),
                .init(.user, .text("Please process the embedded resource above.")),
            ])
        },
        ServerPrompt(name: "test_prompt_with_image", about: "A prompt with a picture") { _, _ in
            PromptResult([
                .init(.user, Content(.image(pixel, mimeType: "image/png"))),
                .init(.user, .text("Please analyze the image above.")),
            ])
        },
        ServerPrompt(name: "test_input_required_result_prompt", about: "A prompt that asks first") { _, context in
            let request = InputRequest.form(
                "What context should the prompt use?", properties: ["context": ["type": "string"]],
                required: ["context"])
            let answer = try context.ask(["user_context": request])["user_context"]
            let text = answer?["content"]?["context"]?.stringValue ?? "none"
            return PromptResult([.init(.user, .text("Use this context: \(text)"))])
        },
    ]
}
