import JSON
import MCP

extension Fixture {
    /// Tools that send something before they answer.
    static let messageTools: [ServerTool] = [
        ServerTool(name: "test_tool_with_logging", about: "Logs three messages") { _, context in
            context.log(.info, "Tool execution started")
            try await Task.sleep(for: .milliseconds(50))
            context.log(.info, "Tool processing data")
            try await Task.sleep(for: .milliseconds(50))
            context.log(.info, "Tool execution completed")
            return .complete(.text("Logged three messages"))
        },
        ServerTool(name: "test_logging_tool", about: "Logs one message") { _, context in
            context.log(.info, "A message of the logging tool")
            return .complete(.text("Logged one message"))
        },
        ServerTool(name: "test_tool_with_progress", about: "Reports progress three times") { _, context in
            for progress in [0.0, 50, 100] {
                context.report(progress: progress, total: 100)
                try await Task.sleep(for: .milliseconds(50))
            }
            return .complete(.text("Reported progress"))
        },
        ServerTool(name: "test_reconnection", about: "Answers late, so that a client can reconnect meanwhile") { _, _ in
            try await Task.sleep(for: .milliseconds(100))
            return .complete(.text("Reconnection test completed"))
        },
        ServerTool(
            name: "sleep", about: "Sleeps until it is over or cancelled",
            inputSchema: [
                "type": "object", "required": ["milliseconds"],
                "properties": ["milliseconds": ["type": "integer", "minimum": 0, "maximum": 600_000]],
            ]
        ) { arguments, _ in
            try await Task.sleep(for: .milliseconds(arguments["milliseconds"]?.intValue ?? 0))
            return .complete(.text("Slept"))
        },
        ServerTool(
            name: "fill", about: "Answers with so many letters",
            inputSchema: [
                "type": "object", "required": ["count"],
                "properties": [
                    "count": ["type": "integer", "minimum": 0, "maximum": 4_194_304],
                    "letter": ["type": "string", "pattern": "^[a-z]$"],
                ],
            ]
        ) { arguments, _ in
            let letter = arguments["letter"]?.stringValue ?? "x"
            return .complete(.text(String(repeating: letter, count: arguments["count"]?.intValue ?? 0)))
        },
    ]

    /// Tools that change what the server offers.
    static func changeTools(_ bell: Bell) -> [ServerTool] {
        [
            ServerTool(name: "test_trigger_tool_change", about: "Tells of another list of tools") { _, _ in
                bell.ring(.toolsChanged)
                return .complete(.text("Tools changed"))
            },
            ServerTool(name: "test_trigger_prompt_change", about: "Tells of another list of prompts") { _, _ in
                bell.ring(.promptsChanged)
                return .complete(.text("Prompts changed"))
            },
            ServerTool(name: "test_trigger_resource_update", about: "Tells of a change in the watched resource") {
                _, _ in
                bell.ring(.resourceUpdated("test://watched-resource"))
                return .complete(.text("Resource changed"))
            },
        ]
    }
}
