import EvidenceTools
import Glibc
import JSON
import Model
import Policy
import SQLiteStore
import Sessions
import Store
import Tooling
import Workflows

/// Asks a hundred megabytes of stored evidence, in the database of a session, by `query_evidence`.
///
/// Prints `name value unit` lines; the same lines stand in a file beside, for peers.
struct QueryBenchmark {
    private static let pieces = 13
    private static let bytes = 8_000_000
    private static let rounds = 5
    private static let principal = Principal(name: "local:bench", kind: .person)

    private struct Steady: SourceStamping {
        func look(at source: Source) -> SourceLook? { nil }
    }

    /// Gives a body that was made before.
    private struct Bodies: Tool {
        struct Input: Codable, Sendable { let number: Int }

        static let contract = ToolContract(
            name: "bodies", title: "Bodies", summary: "Gives a body.",
            input: .object([.required("number", .integer(), "Which.")]),
            output: .object([.required("number", .integer(), "Which.")]), freshness: .live)

        static func access(_ input: Input) -> [Access] { [] }

        func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<JSONValue> {
            ToolResult(
                output: ["number": JSONValue(input.number)], coverage: [], summary: "",
                body: QueryBenchmark.body(input.number))
        }
    }

    /// Lines of JSON as `search_logs` keeps them; one line in a million bytes is rare.
    private static func body(_ number: Int) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes + 1000)
        var line = number * 1_000_000
        while text.count < bytes {
            line += 1
            let level = line % 10 == 0 ? "error" : "info"
            let word = line % 5000 == 0 ? "needle" : "handled"
            text += Array(
                #"{"file":"app.log","level":"\#(level)","line":\#(line),"text":"request \#(line) \#(word) in \#(line % 997) ms by worker-\#(line % 16)","time":"2026-03-01T12:00:00.000Z"}"#
                    .utf8)
            text.append(10)
        }
        return text
    }

    func run(database: String, path: String) async throws {
        guard let file = unsafe fopen(path, "w") else { throw Bench.Failure(description: "\(path) cannot be written") }
        for number in 0..<Self.pieces {
            let body = Self.body(number)
            _ = unsafe fwrite(body, 1, body.count, file)
        }
        unsafe fclose(file)
        let store = try await SQLiteStore(path: database)
        let manager = SessionManager(store: store, clock: SystemWallClock(), identifiers: SystemIdentifierSource())
        let executor = ToolExecutor(
            registry: ToolRegistry([RegisteredTool(Bodies()), RegisteredTool(QueryEvidence())]),
            catalog: SourceCatalog([]), roots: [], rules: try RedactionRules(), extents: [], stamps: Steady(),
            manager: manager)
        let end = Timestamp(milliseconds: 1_772_366_400_000)
        let window = Window(TimeSpan(start: Timestamp(milliseconds: 1_772_362_800_000), end: end))
        let session = try await manager.open(
            title: "Bench", owner: Self.principal, window: WindowSet(window: window, origin: "given"))
        let scope = CallScope(session: session, principal: Self.principal, rights: .all)
        var ids: [JSONValue] = []
        for number in 0..<Self.pieces {
            let request = CallRequest(tool: "bodies", arguments: ["number": JSONValue(number)])
            ids.append(.string(try await executor.call(request, in: scope).evidence.id.rawValue))
        }
        let megabytes = Double(Self.pieces * Self.bytes) / 1e6
        for (name, arguments) in [
            ("page", ["text": "handled"]), ("text", ["text": "no such text", "caseSensitive": true]),
            ("rare", ["text": "needle", "caseSensitive": true, "limit": 200]),
            ("regex", ["regex": "worker-[0-9]+ failed"]),
            ("filter", ["where": "row.level == 'error' && row.line % 9999990 == 0"]),
            ("groups", ["groupBy": ["level"]]),
        ] as [(String, JSONObject)] {
            var arguments = arguments
            arguments["evidence"] = .array(ids)
            let rounds = name == "filter" || name == "groups" ? 1 : Self.rounds
            var seconds = Double.infinity
            ProcessFigures.forgetPeak()
            let before = ProcessFigures.residentBytes
            for _ in 0..<rounds {
                let clock = ContinuousClock()
                let start = clock.now
                let request = CallRequest(
                    tool: "query_evidence", arguments: .object(arguments), cache: .refresh, timeout: .seconds(600))
                _ = try await executor.call(request, in: scope)
                seconds = min(seconds, start.duration(to: clock.now) / .seconds(1))
            }
            report("query.\(name)", seconds * 1000, "ms")
            if name != "page" { report("query.\(name).rate", megabytes / seconds, "MB/s") }
            report(
                "query.\(name).memory", Double(ProcessFigures.peakBytes - before) / 1e6, "MB over \(before / 1_000_000)"
            )
        }
        try await store.close()
    }
}
