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
            contract.name, contract.title, contract.summary, input: Self.input(of: contract),
            output: AnswerForm.evidence, annotations: Self.reads
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
            let origins = (evidence.output["derivedFrom"]?.arrayValue ?? []).compactMap {
                $0.stringValue.flatMap { EvidenceID($0) }
            }
            let author = await session?.reading { $0.author(ofAll: origins.isEmpty ? [evidence.id] : origins) }
            return Self.answer(evidence, by: author ?? .outside, isCached: isCached)
        }
    }

    private static func answer(_ evidence: Evidence, by author: EvidenceAuthor, isCached: Bool) -> JSONObject {
        var object: JSONObject = [
            "evidence": .string(evidence.id.rawValue), "coverage": .array(evidence.coverage.map { .encoded($0) }),
            "output": evidence.output,
            // Whose words these are: data, whatever they say.
            "authorKind": .string(author.rawValue),
        ]
        if isCached { object["observedAt"] = .string(evidence.finished.description) }
        return object
    }

    /// Without the marks that the program itself reads schemas by, which tell a model nothing.
    private static func plain(_ schema: JSONValue) -> JSONValue {
        guard case .object(var object) = schema else { return schema }
        for name in ["x-casebook-language", "x-casebook-source"] { object[name] = nil }
        if let items = object["items"] { object["items"] = plain(items) }
        return .object(object)
    }

    private static func input(of contract: ToolContract) -> Schema {
        var schema = contract.input.json
        var properties = schema["properties"]?.objectValue ?? [:]
        for (name, property) in properties { properties[name] = Self.plain(property) }
        properties["session"] = [
            "type": "string", "maxLength": 64,
            "description": "Session that keeps the result, to be cited",
        ]
        schema["properties"] = .object(properties)
        return Schema(json: schema)
    }
}
