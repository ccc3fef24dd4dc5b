import JSON
import MCP
import Model
import Policy
import Server
import Sessions
import Store
import TestSupport
import Testing
import Tooling
import Workflows

/// A server over the in-memory store, and a client that talks to it.
struct Office {
    let world: World
    let server: InvestigationServer
    let client: Dialogue

    /// A pause of whatever length.
    static let briefly: @Sendable (Duration) async throws -> Void = { _ in try await Task.sleep(for: .milliseconds(1)) }

    static let agent = Principal(name: "agent", kind: .model)

    init(
        _ world: World? = nil, workflows: [String: String] = [:], defaults: [String: String] = [:],
        sets: Set<ToolSet> = Set(ToolSet.allCases), isBearer: Bool = false,
        principal: Principal = Office.agent, rights: Rights = .all, privileges: Privileges = .local,
        groups: Set<String> = [], limits: PrincipalLimits = .none,
        pause: @escaping @Sendable (Duration) async throws -> Void = Office.briefly
    ) throws {
        let world = try world ?? World()
        self.world = world
        let loader = WorkflowLoader(
            tools: world.executor.registry.all.map(\.contract), sources: world.executor.catalog)
        let catalog = TestCatalog(texts: workflows, defaults: defaults, loader: loader)
        let uptime = world.timer.stopwatch()
        let room = StorageRoom(world.store, of: principal.name, limits, uptime: uptime)
        let runner = WorkflowRunner(
            manager: world.manager, executor: world.executor, principal: principal, rights: rights,
            room: room, load: { try catalog.pinned(text: $0, name: $1, children: $2) },
            pause: { try await pause(.zero) })
        let outside = Desk.Outside(
            version: "0.0.0", commandOptions: " --database /tmp/x.db",
            readWindow: { text, now in
                guard text == "now" else { throw ServerError(.validation, "`\(text)` is no window") }
                return TimeSpan(start: now.advanced(byNanoseconds: -1_000_000_000), end: now)
            }, pause: pause, uptime: uptime)
        server = try InvestigationServer(
            Desk(
                manager: world.manager, executor: world.executor, runner: runner, principal: principal,
                rights: rights, privileges: privileges, isBearer: isBearer, groups: groups, limits: limits,
                room: room, workflows: catalog, outside: outside),
            workflows: try catalog.names().map { try catalog.workflow(named: $0) }, sets: sets)
        client = Dialogue(server.mcp, caller: principal.name)
    }

    /// The office of the bearer of a token.
    static func bearer(
        _ name: String, in world: World, roles: [String] = ["investigator"], rights: Rights = .all,
        workflows: [String: String] = [:], limits: PrincipalLimits = .none
    ) throws -> Office {
        try Office(
            world, workflows: workflows, isBearer: true, principal: Principal(name: name, kind: .model),
            rights: rights, privileges: Privileges(roles: roles), limits: limits)
    }

    /// The result of a call.
    func call(
        _ tool: String, _ arguments: JSONObject = [:], capabilities: JSONObject = [:],
        _ location: SourceLocation = #_sourceLocation
    ) async -> JSONValue {
        await ask("tools/call", ["name": .string(tool), "arguments": .object(arguments)], capabilities, location)
    }

    /// The structured answer of a call that has to succeed.
    func answer(
        _ tool: String, _ arguments: JSONObject = [:], _ location: SourceLocation = #_sourceLocation
    ) async -> JSONValue {
        let result = await call(tool, arguments, location)
        #expect(result["isError"] == nil, "\(result)", sourceLocation: location)
        let structured = result["structuredContent"] ?? .null
        #expect(
            (try? JSONValue(parsing: result["content"]?[0]?["text"]?.stringValue ?? "")) == structured,
            "the text says the same", sourceLocation: location)
        return structured
    }

    /// The code of a call that has to fail.
    func failure(
        _ tool: String, _ arguments: JSONObject = [:], _ location: SourceLocation = #_sourceLocation
    ) async -> String? {
        let result = await call(tool, arguments, location)
        #expect(result["isError"] == true, "\(result)", sourceLocation: location)
        return result["structuredContent"]?["error"]?["code"]?.stringValue
    }

    /// The result of a modern request; the error where there is one.
    func ask(
        _ method: String, _ params: JSONObject, _ capabilities: JSONObject = [:],
        _ location: SourceLocation = #_sourceLocation
    ) async -> JSONValue {
        client.modern(.integer(1), method, params, capabilities: capabilities)
        let frame = await client.next(location)
        return frame["result"] ?? frame["error"] ?? frame
    }

    /// The result of a legacy request, whatever else comes before.
    func next(answering id: Int64) async -> JSONValue {
        while true {
            let frame = await client.next()
            if frame["id"] == JSONValue(id), frame["method"] == nil { return frame["result"] ?? .null }
        }
    }

    /// A session that is open.
    func session(_ title: String = "Checkout fails") async -> String {
        await answer("open_session", ["title": .string(title)])["session"]?.stringValue ?? ""
    }
}

extension Office {
    private func call(_ tool: String, _ arguments: JSONObject, _ location: SourceLocation) async -> JSONValue {
        await call(tool, arguments, capabilities: [:], location)
    }
}

/// Workflows of a test by name.
struct TestCatalog: WorkflowCatalog {
    let texts: [String: String]
    let defaults: [String: String]
    let loader: WorkflowLoader

    func names() throws -> [String] { texts.keys.sorted() }

    func shipped() throws -> Set<String> { [] }

    func workflow(named name: String) throws -> Workflow {
        guard let text = texts[name] else { throw ServerError(.notFound, "there is no workflow \(name)") }
        return try loader.load(text: text, path: "\(name).yaml").get()
    }

    func pinned(text: String, name: String, children: [String: String]) throws -> Workflow {
        try loader.load(text: text, path: name).get()
    }
}
