import JSON
import MCP
import Model
import Policy
import Sessions
import Tooling

extension ToolShelf {
    /// A tool that reads, with the session that is to keep what it finds.
    func evidenceTool(_ tool: RegisteredTool) -> ServerTool {
        let contract = tool.contract
        return self.tool(
            contract.name, contract.title, contract.summary, input: Self.input(of: contract), annotations: Self.reads
        ) { arguments, context in
            var own = arguments
            let named = own.removeValue(forKey: "session") != nil
            let session = named ? try await openSession(arguments) : nil
            let scope = CallScope(session: session, principal: desk.principal, rights: desk.rights, room: desk.room)
            let request = CallRequest(tool: contract.name, arguments: .object(own))
            let (evidence, isCached) = try await desk.executor.call(request, in: scope) { progress in
                context.report(
                    progress: Double(progress.done), total: progress.total.map { Double($0) },
                    message: progress.activity)
            }
            return Self.answer(evidence, isCached: isCached)
        }
    }

    private static func answer(_ evidence: Evidence, isCached: Bool) -> JSONObject {
        var object: JSONObject = [
            "evidence": .string(evidence.id.rawValue), "coverage": .array(evidence.coverage.map { .encoded($0) }),
            "output": evidence.output,
        ]
        if isCached { object["observedAt"] = .string(evidence.finished.description) }
        return object
    }

    private static func input(of contract: ToolContract) -> Schema {
        var schema = contract.input.json
        var properties = schema["properties"]?.objectValue ?? [:]
        properties["session"] = [
            "type": "string", "maxLength": 64,
            "description": "Keep the result as evidence of this session, so that it can be cited",
        ]
        schema["properties"] = .object(properties)
        return Schema(json: schema)
    }
}
