import JSON
import MCP

/// What the server offers, as a page of documentation.
package struct Description {
    let server: InvestigationServer

    package init(_ server: InvestigationServer) { self.server = server }

    /// Markdown.
    package func markdown() async -> String {
        var lines = [
            "# What the MCP server offers", "",
            "This page is made by `casebook serve --describe`; a test holds it to the program.", "",
        ]
        for (set, tools) in server.tools {
            lines += ["## Tools: \(set.rawValue)", ""]
            for tool in tools { lines += describe(tool) }
        }
        lines += ["## Resources", "", "| URI | Type | Content |", "| --- | --- | --- |"]
        for template in CasebookResources.templates {
            let content = "\(template.title ?? ""): \(template.about ?? "")"
            lines.append("| `\(template.uriTemplate)` | \(template.mimeType ?? "") | \(content) |")
        }
        lines += [
            "",
            "Sessions and workflows are listed; the list is read anew by whoever wants to know what is new in it. Everything "
                + "of a session can be subscribed to: an update is told for new journal entries, also those that other "
                + "processes write.", "",
            "## Prompts", "",
        ]
        for prompt in server.mcp.features.prompts {
            lines += ["### `\(prompt.name)`", "", prompt.about ?? "", ""]
            for argument in prompt.arguments {
                lines.append(
                    "- `\(argument.name)`\(argument.isRequired ? "" : " (optional)"): \(argument.about ?? "")")
            }
            lines.append("")
        }
        lines += ["## Instructions", "", "```text", server.mcp.features.instructions ?? "", "```"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func describe(_ tool: ServerTool) -> [String] {
        var lines = ["### `\(tool.name)`", "", tool.about, ""]
        let required = tool.inputSchema["required"]?.arrayValue ?? []
        for (name, schema) in tool.inputSchema["properties"]?.objectValue ?? [:] {
            let isRequired = required.contains(.string(name))
            let kind = schema["type"]?.stringValue ?? schema["enum"].map { _ in "string" } ?? "any"
            let words = schema["description"]?.stringValue ?? ""
            lines.append("- `\(name)` (\(kind)\(isRequired ? "" : ", optional")): \(words)")
        }
        lines.append("")
        return lines
    }
}
