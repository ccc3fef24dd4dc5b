import JSON
import MCP
import Model
import Tooling
import Workflows

extension ToolShelf {
    /// The longest name of a tool that every client takes.
    private static let longestName = 64

    /// What the list of tools may take where nobody has chosen another, in bytes: a model reads it at every turn.
    private static let listBytes = 30_000

    /// What stands around the tools in that list.
    private static let frameBytes = 512

    /// A tool for each workflow that can have one.
    ///
    /// - Parameter offered: The other tools, where the list is bounded: the shipped workflows have their tools, then those
    ///   of the operator's folders while there is room. `run_workflow` runs them all.
    func workflowTools(beside offered: [ServerTool]? = nil) -> [ServerTool] {
        guard let offered else { return workflows.compactMap { workflowTool($0) } }
        let shipped = (try? desk.workflows.shipped()) ?? []
        var room = offered.reduce(Self.listBytes - Self.frameBytes) { $0 - $1.listedBytes }
        return workflows.compactMap { workflow in
            guard let tool = workflowTool(workflow) else { return nil }
            let bytes = tool.listedBytes
            guard shipped.contains(workflow.name) || bytes <= room else { return nil }
            room -= bytes
            return tool
        }
    }

    /// Nil for a workflow whose name is too long, or whose inputs have the names of our own arguments.
    private func workflowTool(_ workflow: Workflow) -> ServerTool? {
        let name = "workflow_" + workflow.name.replacing("-", with: "_")
        let own = ["session", "title", "wait"]
        guard name.utf8.count <= Self.longestName, !workflow.inputs.contains(where: { own.contains($0.name) }) else {
            return nil
        }
        return runTool(name, workflow.title, about(workflow), input: input(of: workflow)) { arguments, context in
            var inputs = arguments
            for key in own { inputs[key] = nil }
            return try await start(workflow, inputs, arguments, context)
        }
    }

    private func about(_ workflow: Workflow) -> String {
        "Workflow \(workflow.name) \(workflow.version). \(workflow.description ?? workflow.title)"
    }

    /// The typed inputs, of which those must be given that nothing else decides, and our own arguments.
    private func input(of workflow: Workflow) -> Schema {
        var schema = workflow.inputSchema.json
        var properties = schema["properties"]?.objectValue ?? [:]
        var required: [JSONValue] = []
        for input in workflow.inputs {
            let fitting = desk.sources.filter { input.sourceKind == nil || $0.kind == input.sourceKind }.map(\.name)
            var property = properties[input.name]?.objectValue ?? [:]
            if input.kind == .source, !fitting.isEmpty, input.standard == nil {
                property["enum"] = .array(fitting.prefix(50).map { .string($0) })
            }
            property["x-casebook-source"] = nil
            if let standard = desk.workflows.defaults[input.name] { property["default"] = .string(standard) }
            properties[input.name] = .object(property)
            let isDecided =
                input.standard != nil || desk.workflows.defaults[input.name] != nil
                || (input.kind == .source && fitting.count == 1)
            if !isDecided { required.append(.string(input.name)) }
        }
        properties["session"] = [
            "type": "string", "maxLength": 64, "description": "Run in this session instead of a new one",
        ]
        properties["wait"] = [
            "type": "integer", "minimum": 0, "maximum": JSONValue(RunFollower.longest), "default": 1,
            "description": "Seconds to wait for the run to end before answering",
        ]
        schema["properties"] = .object(properties)
        schema["required"] = required.isEmpty ? nil : .array(required)
        return Schema(json: schema)
    }
}
