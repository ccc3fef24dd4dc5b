import JSON
import MCP

extension Fixture {
    /// Tools that become tasks.
    static func taskTools(_ tasks: TaskTable) -> [ServerTool] {
        [
            ServerTool(
                name: "greet", about: "Greets at once",
                inputSchema: ["type": "object", "properties": ["name": ["type": "string"]]]
            ) { arguments, _ in .complete(.text("Hello, \(arguments["name"]?.stringValue ?? "stranger")!")) },
            ServerTool(
                name: "slow_compute", about: "Computes for so many seconds",
                inputSchema: [
                    "type": "object",
                    "properties": [
                        "seconds": ["type": "number", "minimum": 0, "maximum": 600], "label": ["type": "string"],
                    ],
                ], taskSupport: .optional
            ) { arguments, context in
                let seconds = arguments["seconds"]?.doubleValue ?? 1
                let compute: @Sendable () async throws -> CallResult = {
                    try await Task.sleep(for: .milliseconds(Int(seconds * 1000)))
                    return .text("Computed for \(seconds) seconds")
                }
                guard context.supportsTasks else { return .complete(try await compute()) }
                return .task(
                    try tasks.start(for: context.caller, timeToLive: 300_000, pollInterval: 100) { _ in
                        try await compute()
                    })
            },
            ServerTool(name: "failing_job", about: "Fails after a while", taskSupport: .required) { _, context in
                .task(
                    try tasks.start(for: context.caller, timeToLive: 300_000, pollInterval: 100) { _ in
                        try await Task.sleep(for: .milliseconds(300))
                        throw ToolFailure("The job failed")
                    })
            },
            ServerTool(
                name: "protocol_error_job", about: "Comes to a protocol error", taskSupport: .optional
            ) { _, context in
                guard context.supportsTasks else { throw MCPError.internalError }
                return .task(
                    try tasks.start(for: context.caller, timeToLive: 300_000, pollInterval: 100) { _ in
                        throw MCPError.internalError
                    })
            },
        ] + askingTaskTools(tasks)
    }

    private static func askingTaskTools(_ tasks: TaskTable) -> [ServerTool] {
        let confirm = InputRequest.form(
            "Really?", properties: ["confirm": ["type": "boolean"], "name": ["type": "string"]], required: ["confirm"])
        return [
            ServerTool(
                name: "confirm_delete", about: "Asks before it would delete",
                inputSchema: ["type": "object", "properties": ["filename": ["type": "string"]]], taskSupport: .required
            ) { arguments, context in
                let file = arguments["filename"]?.stringValue ?? "nothing"
                return .task(
                    try tasks.start(for: context.caller, timeToLive: 300_000, pollInterval: 100) { run in
                        let answer = try await run.ask(["confirm": confirm])["confirm"]
                        let isAgreed = answer?["content"]?["confirm"] == true
                        return .text(isAgreed ? "Deleted \(file)" : "Kept \(file)")
                    })
            },
            ServerTool(name: "multi_input", about: "Asks for two things at once", taskSupport: .required) {
                _, context in
                .task(
                    try tasks.start(for: context.caller, timeToLive: 300_000, pollInterval: 100) { run in
                        let answers = try await run.ask(["first": confirm, "second": confirm])
                        return .text("Got \(answers.count) answers")
                    })
            },
            ServerTool(
                name: "test_tool_with_task", about: "Asks for a name, then becomes a task", taskSupport: .required
            ) { _, context in
                let name = try name(context, "user_name", "What is your name?")
                return .task(
                    try tasks.start(for: context.caller, timeToLive: 300_000, pollInterval: 100) { _ in
                        .text("Hello, \(name)!")
                    })
            },
        ]
    }
}
