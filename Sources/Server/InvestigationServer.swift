package import MCP
import Model
import Policy
import Sessions
import Synchronization
package import Workflows

/// Casebook for MCP clients: tools, resources, prompts and completion over one desk.
package final class InvestigationServer: Sendable {
    /// What a transport serves.
    package let mcp: MCPServer
    /// The tools of each set, in the order of the sets.
    let tools: [(set: ToolSet, tools: [ServerTool])]
    private let keeper: RunKeeper
    private let presence: Presence
    private let watching: Task<Void, Never>

    /// The subject of a client on standard input and output.
    package static let localCaller = Caller(PrincipalName.agent)

    /// - Parameters:
    ///   - workflows: Those that have a tool of their own.
    ///   - sets: The tools that are offered.
    /// - Throws: `SetupError` when a tool cannot be offered; `ServerError` when the principal has no role that is known.
    package init(_ desk: Desk, workflows: [Workflow], sets: Set<ToolSet> = Set(ToolSet.allCases)) throws {
        guard desk.privileges.reads else {
            throw ServerError(
                .notFound, "\(desk.principal.name) has no role that is known here",
                hint: "`casebook token list` shows its roles; `principals` in the configuration can give it others")
        }
        let keeper = RunKeeper(log: desk.outside.log)
        let watcher = HeadWatcher(store: desk.manager.store, pause: desk.outside.pause)
        let tasks = TaskTable()
        let bell = Bell()
        let shelf = ToolShelf(desk: desk, keeper: keeper, tasks: tasks, workflows: workflows)
        tools = shelf.offered(of: sets)
        var features = ServerFeatures(
            info: Implementation(name: "casebook", version: desk.outside.version, title: "Casebook"),
            instructions: Instructions(sources: desk.sources, workflows: (try? desk.workflows.names()) ?? []).text)
        features.tools = tools.flatMap(\.tools)
        features.prompts = Prompts.all
        features.resources = CasebookResources(desk: desk, watcher: watcher)
        let completer = Completer(desk: desk)
        features.completer = { query, _ in try await completer.complete(query) }
        features.tasks = tasks
        features.onUnknownTool = { name, _ in await desk.refusedTool(name) }
        features.shown = Self.screen(desk.executor.rules)
        features.onFault = { method, fault in desk.outside.log("\(method) failed: \(type(of: fault))") }
        var options = ServerOptions()
        // What is listed and told is another for each principal, so nothing of it is to be kept for others.
        options.discoveryCache.scope = .caller
        options.listCache.scope = .caller
        let mcp = try MCPServer(features, options: options)
        tasks.publish(to: mcp)
        bell.connect(mcp)
        self.mcp = mcp
        self.keeper = keeper
        presence = desk.presence
        let warden = Warden(
            access: desk.access, presence: presence, keeper: keeper, watcher: watcher, tasks: tasks,
            pause: desk.outside.pause
        ) { bell.withdraw($0) }
        let seesAll = desk.privileges.seesAll
        watching = Task {
            await withDiscardingTaskGroup { group in
                group.addTask { await watcher.run { bell.ring($0) } }
                // From whoever sees every session none is taken.
                if !seesAll { group.addTask { await warden.run() } }
            }
        }
    }

    /// Hides secrets in errors of the protocol, which repeat what they are about.
    ///
    /// Nobody is to compare their tokens with others, so their key is known to nobody.
    private static func screen(_ rules: RedactionRules) -> @Sendable (String) -> String {
        var random = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let redactor = Redactor(rules: rules, key: key, origin: .caller)
        return { redactor.redact($0) }
    }

    deinit { watching.cancel() }

    /// Stops what goes on in the background, those included that follow what others drive; unfinished runs can be resumed.
    package func close() async {
        watching.cancel()
        await presence.close()
        await keeper.stop()
        // It may wait for the store, and what was begun does not wait for it.
        await watching.value
    }
}

/// Publishes to a server that is made later than what tells it.
final class Bell: Sendable {
    private let server = Mutex<Weak>(Weak())

    private struct Weak {
        weak var server: MCPServer?
    }

    func connect(_ server: MCPServer) { self.server.withLock { $0.server = server } }

    func ring(_ event: ServerEvent) { server.withLock { $0.server }?.publish(event) }

    func withdraw(_ uri: String) { server.withLock { $0.server }?.withdraw(uri) }
}
