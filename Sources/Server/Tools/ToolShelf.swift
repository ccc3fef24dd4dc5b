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
    /// Told that there is another session in the list.
    let sessionsChanged: @Sendable () -> Void

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
        case .workflows: workflowTools
        }
    }

    private func evidenceTools(_ isWanted: (String) -> Bool) -> [ServerTool] {
        desk.executor.registry.all.filter { isWanted($0.contract.name) && desk.rights.allows(tool: $0.contract.name) }
            .map { evidenceTool($0) }
    }

    /// Those of a set that the principal may use at all.
    func offered(of set: ToolSet) -> [ServerTool] {
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
        _ name: String, _ title: String, _ about: String, input: Schema, annotations: ToolAnnotations,
        _ answer: @escaping @Sendable (JSONObject, RequestContext) async throws -> JSONObject
    ) -> ServerTool {
        ServerTool(name: name, title: title, about: about, inputSchema: input.json, annotations: annotations) {
            arguments, context in
            do {
                return .complete(Self.result(try await attended(arguments) { try await answer($0, context) }))
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

    /// The answer of a call.
    static func result(_ object: JSONObject) -> CallResult {
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
