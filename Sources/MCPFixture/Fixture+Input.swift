import JSON
import MCP

extension Fixture {
    /// Tools that ask in the modern way (SEP-2322).
    static let inputTools: [ServerTool] = [
        ServerTool(name: "test_input_required_result_elicitation", about: "Asks for a name") { _, context in
            .complete(.text("Hello, \(try name(context, "user_name", "What is your name?"))!"))
        },
        ServerTool(name: "test_input_required_result_sampling", about: "Asks the client's model") { _, context in
            let request = sampling("What is the capital of France?", 100)
            let answer = try context.ask(["capital_question": request])["capital_question"]
            return .complete(.text(answer?["content"]?["text"]?.stringValue ?? "no text"))
        },
        ServerTool(name: "test_input_required_result_list_roots", about: "Asks for the client's folders") {
            _, context in
            let answer = try context.ask(["client_roots": InputRequest(.roots)])["client_roots"]
            return .complete(.text("Roots: \(answer?["roots"]?.serialized() ?? "[]")"))
        },
        ServerTool(name: "test_input_required_result_request_state", about: "Wants its state back") { _, context in
            _ = try context.ask(["confirm": confirmation("Please confirm")], state: "first round")
            guard context.state == "first round" else { throw MCPError.invalidParams("requestState is missing") }
            return .complete(.text("state-ok"))
        },
        ServerTool(name: "test_input_required_result_tampered_state", about: "Guards its state") { _, context in
            _ = try context.ask(["confirm": confirmation("Please confirm")], state: "guarded")
            guard context.state == "guarded" else { throw MCPError.invalidParams("requestState is missing") }
            return .complete(.text("state-ok"))
        },
        ServerTool(name: "test_input_required_result_multiple_inputs", about: "Asks for three things") { _, context in
            let answers = try context.ask(
                [
                    "user_name": nameForm("What is your name?"), "greeting": sampling("Generate a greeting", 50),
                    "client_roots": InputRequest(.roots),
                ], state: "three")
            return .complete(.text("Answers: \(answers.keys.sorted().joined(separator: ", "))"))
        },
        ServerTool(name: "test_input_required_result_multi_round", about: "Asks twice") { _, context in
            let name = try name(context, "step1", "Step 1: What is your name?", state: "round 1")
            let request = InputRequest.form(
                "Step 2: What is your favorite color?", properties: ["color": ["type": "string"]], required: ["color"])
            let answer = try context.ask(["step2": request], state: "round 2")["step2"]
            let color = answer?["content"]?["color"]?.stringValue ?? "none"
            return .complete(.text("\(name) likes \(color)"))
        },
        ServerTool(name: "test_input_required_result_capabilities", about: "Asks only what the client can") {
            _, context in
            var requests: [String: InputRequest] = [:]
            if context.client.capabilities.elicitsForms { requests["user_name"] = nameForm("What is your name?") }
            if context.client.capabilities.samples { requests["greeting"] = sampling("Generate a greeting", 50) }
            if context.client.capabilities.listsRoots { requests["client_roots"] = InputRequest(.roots) }
            let answers = try context.ask(requests)
            return .complete(.text("Answers: \(answers.keys.sorted().joined(separator: ", "))"))
        },
    ]

    static func nameForm(_ message: String) -> InputRequest {
        .form(message, properties: ["name": ["type": "string"]], required: ["name"])
    }

    static func name(
        _ context: RequestContext, _ key: String, _ message: String, state: String? = nil
    ) throws -> String {
        let answer = try context.ask([key: nameForm(message)], state: state)[key]
        return answer?["content"]?["name"]?.stringValue ?? "stranger"
    }
}
