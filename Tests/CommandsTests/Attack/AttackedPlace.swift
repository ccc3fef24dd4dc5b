import JSON
import MCP
import Model
import Policy
import Server
import Store
import TestSupport
import Tooling
import Workflows

@testable import Commands
@testable import Sessions

/// All the tools of a server, over sources with planted secrets.
struct AttackedPlace {
    private static let attacker = Principal(name: "agent", kind: .model)

    /// What somebody was told.
    struct Told: Sendable {
        /// All of it.
        var text = ""
        /// What must not depend on a secret.
        var compared = ""
        /// Whether it was more than an error.
        var isAnswer = false
    }

    private let folder: TemporaryFolder
    private let manager: SessionManager
    private let server: InvestigationServer
    private let client: AttackClient
    private var known: [String: [String]] = [:]
    private var count = 0

    /// Calls after which another session is attacked, so that reports of it stay short.
    private static let sessionLength = 200

    init(_ secrets: PlantedSecrets) async throws {
        folder = try TemporaryFolder()
        try secrets.write(to: folder)
        let data = folder.path("data")
        func source(_ name: String, _ kind: SourceKind, _ pattern: String) -> Source {
            Source(name: name, kind: kind, files: [FileSelection(root: data, pattern: pattern)])
        }
        manager = SessionManager(
            store: InMemoryStore(), clock: ManualClock(), identifiers: SeededIdentifierSource(seed: 1))
        let executor = ToolExecutor(
            registry: Wiring.standardRegistry(),
            catalog: SourceCatalog([
                source("app", .logs, "logs/*.log"), source("metrics", .metricsFile, "metrics.om"),
                source("plan", .terraformPlan, "plan.json"), source("later-plan", .terraformPlan, "later.json"),
                source("state", .terraformState, "state.json"),
                source("later-state", .terraformState, "later-state.json"),
                source("deploys", .changes, "deploys.ndjson"),
            ]),
            roots: [data + "/files", data + "/logs"], rules: try RedactionRules(), extents: Wiring.extents,
            stamps: FileStamp(), manager: manager, timer: StillTimer(sleep: .ends),
            deadlines: StillTimer(sleep: .fails))
        let library = WorkflowLibrary(
            folders: [folder.path("flows")], currentFolder: "/", tools: Wiring.contracts, sources: executor.catalog)
        let catalog = LibraryCatalog(library: library, defaults: [:])
        let runner = WorkflowRunner(
            manager: manager, executor: executor, principal: Self.attacker, rights: .all,
            load: { try catalog.pinned(text: $0, name: $1, children: $2) })
        let desk = Desk(
            manager: manager, executor: executor, runner: runner, principal: Self.attacker, rights: .all,
            privileges: Privileges(roles: ["operator"]), workflows: catalog,
            outside: Desk.Outside(version: "1", readWindow: { try WindowParser(now: $1).span($0) }))
        server = try InvestigationServer(desk, workflows: await catalog.offered(log: { _ in }))
        client = AttackClient(server.mcp)
    }

    func close() async { await server.close() }

    /// The names of the tools that the server lists.
    func listed() async throws -> Set<String> {
        let answer = try await client.ask("tools/list", [:])
        return Set((answer["result"]?["tools"]?.arrayValue ?? []).compactMap { $0["name"]?.stringValue })
    }

    /// What the caller is told, and of that what must be alike: without the digits of tokens.
    ///
    /// Identifiers, which a question can be about as well, are the same in both places as far as runs do not draw them
    /// side by side.
    mutating func told(_ attack: Attack) async throws -> Told {
        if count % Self.sessionLength == 0 { try await begin() }
        count += 1
        let arguments = attack.arguments.mapValues { filled($0) }
        let frame = try await client.ask(
            "tools/call", ["name": .string(attack.tool), "arguments": .object(arguments)])
        guard let answer = frame["result"]?["structuredContent"], frame["result"]?["isError"] != true else {
            let error = frame["result"]?["content"]?[0]?["text"]?.stringValue ?? frame.serialized()
            return Told(text: error, compared: Self.plain(error))
        }
        var told = Told(text: answer.canonicalText(), isAnswer: true)
        if let body = try await body(answer, attack.arguments["session"]) { told.text += body }
        note(answer, of: attack)
        if attack.isCompared { told.compared = Self.plain(told.text) }
        // Steps that run side by side end in whatever order, and draw identifiers in it.
        if attack.startsRun { told.compared = Self.sorted(told.compared) }
        return told
    }

    private mutating func begin() async throws {
        let start = try Self.time("2026-03-01T12:00:00Z")
        let end = try Self.time("2026-03-01T12:45:00Z")
        let session = try await manager.open(
            title: "Attack", owner: Self.attacker,
            window: WindowSet(window: Window(TimeSpan(start: start, end: end)), origin: "given"))
        known = ["session": [session.id.rawValue]]
    }

    private static func time(_ text: String) throws -> Timestamp {
        guard let time = Timestamp(rfc3339: text) else { throw TestFailure("no time: \(text)") }
        return time
    }

    /// An argument with what this place has in the place of `@kind number`.
    private func filled(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let values): return .array(values.map { filled($0) })
        case .object(let object): return .object(object.mapValues { filled($0) })
        case .string(let text):
            let words = text.split(separator: " ")
            guard text.hasPrefix("@"), words.count == 2, let number = Int(words[1]) else { return value }
            let kind = String(words[0].dropFirst())
            let those = kind == "closable" ? Array((known["session"] ?? []).dropFirst()) : known[kind] ?? []
            return .string(those.isEmpty ? "\(kind)-that-is-not-there" : those[number % those.count])
        default: return value
        }
    }

    /// What the evidence of an answer holds besides its output.
    private func body(_ answer: JSONValue, _ session: JSONValue?) async throws -> String? {
        guard session == "@session 0", let id = answer["evidence"]?.stringValue.flatMap({ EvidenceID($0) }),
            let name = known["session"]?.first, let evidence = try await manager.resolve(name).evidence(id),
            let body = evidence.body,
            let bytes = try await manager.store.blob(body.sha256, range: 0..<body.length)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Remembers what further attacks can be about.
    private mutating func note(_ answer: JSONValue, of attack: Attack) {
        if ["open_session", "fork_session"].contains(attack.tool) { add("session", answer["session"]) }
        if attack.startsRun, let run = answer["run"]?.stringValue, known["run"]?.contains(run) != true {
            // In parallel lists: a run is asked for in its own session.
            add("driven", answer["session"])
            add("run", answer["run"])
        }
        if attack.arguments["session"] == "@session 0" { add("evidence", answer["evidence"]) }
        add("finding", answer["finding"])
        add("hypothesis", answer["hypothesis"]?["id"])
    }

    private mutating func add(_ kind: String, _ name: JSONValue?) {
        guard let name = name?.stringValue, known[kind]?.contains(name) != true else { return }
        known[kind, default: []].append(name)
        if known[kind, default: []].count > 40 { known[kind]?.removeSubrange(1..<20) }
    }

    private static func sorted(_ text: String) -> String {
        text.split { "\n,{}[]".contains($0) }.sorted().joined(separator: "\n")
    }

    private static func plain(_ text: String) -> String {
        // A page may end within one.
        text.replacing(/«secret:[0-9a-f]{12}»/, with: "«secret»")
            .replacing(/«secret:[0-9a-f]*("}|$)/, with: "«secret")
            .replacing(/(ev|fnd|ses|call|run|hyp|ask)_[0-9a-z]{26}/, with: "$id")
            .replacing(/[0-9a-f]{64}/, with: "$hash")
            .replacing(/,"(length|bytes|nextOffset)":[0-9]+/, with: "")
    }
}
