import ArgumentParser
import JSON
import Tooling

/// `casebook tool list`: what can be asked, and with which arguments.
struct ToolListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the tools.")

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let contracts = Wiring.contracts
        guard options.json else {
            options.output.text(contracts.map(text).joined(separator: "\n\n"))
            return
        }
        options.output.json(["tools": .array(contracts.map(json))])
    }

    private func json(of tool: ToolContract) -> JSONValue {
        [
            "name": .string(tool.name), "version": JSONValue(tool.version), "title": .string(tool.title),
            "description": .string(tool.summary), "inputSchema": .object(tool.input.json),
            "outputSchema": .object(tool.output.json),
        ]
    }

    private func text(of tool: ToolContract) -> String {
        let required = Set((tool.input.json["required"]?.arrayValue ?? []).compactMap(\.stringValue))
        var lines = [
            "\(options.output.paint("\(tool.name)@\(tool.version)", .bold))  \(tool.title)", "  \(tool.summary)",
        ]
        for (name, schema) in tool.input.json["properties"]?.objectValue ?? [:] {
            let mark = required.contains(name) ? "" : "?"
            lines.append("    \((name + mark).padded(to: 16)) \(schema["description"]?.stringValue ?? "")")
        }
        return lines.joined(separator: "\n")
    }
}
