import JSON
import MCP
import Model
import Policy
import Sessions
import Tooling
import Workflows

/// Makes the tools that clients see.
struct ToolShelf: Sendable {
    let desk: Desk
    let keeper: RunKeeper
    let tasks: TaskTable
    /// Those that have a tool of their own.
    let workflows: [Workflow]

    /// The argument that names a session.
    static let session = Schema.Member.required(
        "session", .string(), "`ses_…`")

    /// The argument that says how long to wait for a run.
    static let wait = Schema.Member.optional(
        "wait", .integer(0...RunFollower.longest), "Seconds to wait for its end", default: 1)

    /// The tools of a set, ordered by name within it.
    func tools(of set: ToolSet) -> [ServerTool] {
        switch set {
        case .evidence: evidenceTools { !ToolSet.onRequest.contains($0) }
        case .comparisons: evidenceTools { ToolSet.comparing.contains($0) }
        case .summaries: evidenceTools { ToolSet.summarising.contains($0) }
        case .metrics: evidenceTools { ToolSet.measuring.contains($0) }
        case .sessions: sessionTools
        case .runs: runTools
        case .findings: findingTools
        case .reports: reportTools
        case .workflows: workflowTools()
        }
    }

    private func evidenceTools(_ isWanted: (String) -> Bool) -> [ServerTool] {
        desk.executor.registry.all.filter { isWanted($0.contract.name) && desk.rights.allows(tool: $0.contract.name) }
            .map { evidenceTool($0) }
    }

    /// Those of some sets that the principal may use at all, in the order of the sets.
    ///
    /// Whoever has chosen sets has chosen the length of the list as well.
    func offered(of sets: Set<ToolSet>) -> [(set: ToolSet, tools: [ServerTool])] {
        var offered = ToolSet.allCases.filter { sets.contains($0) }.map { (set: $0, tools: self.offered(of: $0)) }
        guard sets == ToolSet.standard, let place = offered.firstIndex(where: { $0.set == .workflows }),
            !offered[place].tools.isEmpty
        else { return offered }
        offered[place].tools = workflowTools(beside: offered.filter { $0.set != .workflows }.flatMap(\.tools))
        return offered
    }

    private func offered(of set: ToolSet) -> [ServerTool] {
        let privileges = desk.privileges
        var offered = privileges.investigates ? tools(of: set) : []
        let reading: [ToolSet] = [.evidence, .comparisons, .summaries, .metrics, .workflows]
        if !privileges.investigates, !reading.contains(set) {
            offered = tools(of: set).filter { $0.annotations.readOnly == true }
        }
        return set == .runs && privileges.decides ? offered + approvalTools : offered
    }

    /// A tool whose answer is an object, cut to size and given as data and as the same text.
    func tool(
        _ name: String, _ title: String, _ about: String, input: Schema, output: DeferredSchema,
        annotations: ToolAnnotations,
        _ answer: @escaping @Sendable (JSONObject, RequestContext) async throws -> JSONObject
    ) -> ServerTool {
        ServerTool(name: name, title: title, about: about, inputSchema: input.json, annotations: annotations) {
            arguments, context in
            do {
                return .complete(
                    try Self.result(try await attended(arguments) { try await answer($0, context) }, output))
            } catch {
                throw Failure.told(error)
            }
        }
    }

    /// Does what a call asks for: it counts as a request, and ends when its session is taken from the principal.
    ///
    /// - Parameter body: Is given the arguments with the very session that is watched, which a beginning or `@last` may
    ///   not mean any more a moment later.
    func attended<Value: Sendable>(
        _ arguments: JSONObject, _ body: @escaping @Sendable (JSONObject) async throws -> Value
    ) async throws -> Value {
        try await desk.account.counting {
            guard !desk.privileges.seesAll, let name = arguments["session"]?.stringValue else {
                return try await body(arguments)
            }
            let session: SessionID
            if let id = SessionID(name) { session = id } else { session = try await desk.session(name).id }
            var settled = arguments
            settled["session"] = .string(session.rawValue)
            return try await desk.presence.doing(in: session) { [settled] in try await body(settled) }
        }
    }

    /// The answer of a call, held to its form before anything of it is cut.
    ///
    /// - Throws: `BrokenAnswer`.
    static func result(_ object: JSONObject, _ form: DeferredSchema) throws -> CallResult {
        let problems = form.problems(of: .object(object))
        guard problems.isEmpty else { throw BrokenAnswer(problems: problems.prefix(5).map(\.description)) }
        let text = JSONValue.object(object).serialized()
        guard text.utf8.count > AnswerShaper.limit else {
            return CallResult(content: [.text(text)], structured: object)
        }
        var shaped = AnswerShaper.shaped(.object(object)).value.objectValue ?? [:]
        shaped["shortened"] = "Long lists and texts were cut; ask for less, or read the report."
        return .structured(shaped)
    }

    /// Hints of a tool that changes nothing but Casebook's own records.
    static let records = ToolAnnotations(readOnly: false, destructive: false, idempotent: false, openWorld: false)

    /// Hints of a tool that changes nothing.
    static let reads = ToolAnnotations(readOnly: true, openWorld: false)

    /// The session that a call names.
    func session(_ arguments: JSONObject) async throws -> Session {
        try await desk.session(arguments["session"]?.stringValue ?? "")
    }

    /// The same, refused once it is closed.
    func openSession(_ arguments: JSONObject) async throws -> Session {
        let session = try await session(arguments)
        guard await !session.reading(\.isClosed) else {
            throw SessionsError(.closed, "session \(session.id) is closed")
        }
        return session
    }
}
