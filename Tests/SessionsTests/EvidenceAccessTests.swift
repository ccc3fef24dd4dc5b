import JSON
import Model
import Policy
import Store
import TestSupport
import Testing
import Tooling

@testable import Sessions

/// Whether what was read by its path may be read again by others.
@Suite struct EvidenceAccessTests {
    /// Reads a path, and nothing of it.
    private struct Peek: Tool {
        struct Input: Decodable, Sendable { let path: String }

        static let contract = ToolContract(
            name: "peek", title: "Peek", summary: "Looks at a path.",
            input: .object([.required("path", .string(), "The path.")]),
            output: .object([.required("roots", .array(of: .string()), "What it may read.")]), freshness: .live)

        static func access(_ input: Input) -> [Access] { [.path(input.path)] }

        func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<[String: [String]]> {
            ToolResult(output: ["roots": context.roots], coverage: [], summary: "")
        }
    }

    private func executor(_ world: World) throws -> ToolExecutor {
        ToolExecutor(
            registry: ToolRegistry([RegisteredTool(Peek())]), catalog: SourceCatalog([]), roots: ["/srv", "/logs"],
            namedRoots: ["/srv/app", "/logs/app"], rules: try RedactionRules(), extents: [], stamps: SteadySources(),
            manager: world.manager)
    }

    private func rights(_ roots: [String]) -> Rights { Rights([.init(tools: ["peek"], sources: [], roots: roots)]) }

    @Test func aToolIsLentTheRolesFolders() async throws {
        let executor = try executor(try World())
        for (rights, roots) in [(Rights.all, ["/srv", "/logs"]), (rights(["/srv/app"]), ["/srv/app"])] {
            let scope = CallScope(session: nil, principal: World.ada, rights: rights)
            let request = CallRequest(tool: "peek", arguments: ["path": "/srv/app/x"])
            let (evidence, _) = try await executor.call(request, in: scope)
            #expect(evidence.output["roots"] == .array(roots.map { .string($0) }))
        }
    }

    @Test(arguments: [
        ("/srv/app/x.log", ["/srv/app"], true), ("/srv/app/x.log", ["/logs/app"], false),
        ("/srv/app/../secret", ["/srv/app"], false), ("srv/app/x.log", ["/srv/app"], true),
        ("srv/other", ["/srv/app"], false), ("../srv/app/x", ["/srv/app"], false),
        // The name of two folders that roles may read: which of the two it was cannot be told.
        ("app/x.log", ["/srv/app"], false), ("app/x.log", ["/srv/app", "/logs/app"], true),
        ("nowhere/x.log", ["/srv/app"], false), ("/srv/app/x.log", [], false),
        // As it is recorded, it reads as if it lay beneath /srv/app.
        ("/srv/app/password=xyz123/../../other/a.log", ["/srv/app"], false),
    ])
    func aPathIsReadByWhoMayReadIt(_ path: String, _ roots: [String], _ isOpen: Bool) async throws {
        let world = try World()
        let executor = try executor(world)
        let scope = CallScope(session: nil, principal: World.ada, rights: .all)
        let request = CallRequest(tool: "peek", arguments: ["path": .string(path)])
        let (evidence, _) = try await executor.call(request, in: scope)
        for (rights, isOpen) in [(rights(roots), isOpen), (.all, true)] {
            let judge = EvidenceJudge(executor.evidenceAccess(rights)) { _ in nil }
            #expect(try await judge.allows(evidence) == isOpen)
        }
    }

    /// A tool that reads any number of pieces of evidence.
    private struct Gather: Tool {
        struct Input: Decodable, Sendable { let of: [EvidenceID] }

        static let contract = ToolContract(
            name: "gather", title: "Gather", summary: "Gathers.",
            input: .object([.required("of", .array(of: .evidence), "Its origins.")]), output: .object([]))

        static func access(_ input: Input) -> [Access] {
            input.of.isEmpty ? [.source("web", kinds: [.logs])] : input.of.map { .evidence($0) }
        }

        func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<JSONValue> {
            ToolResult(output: [:], coverage: [], summary: "")
        }
    }

    /// Evidence of which each piece was made of those before, told by their places.
    private struct Tower: Sendable {
        private(set) var pieces: [Evidence] = []

        init(_ count: Int, origins: (Int) -> [Int]) {
            let identifiers = SeededIdentifierSource(seed: 8)
            let ids = (0..<count).map { _ in EvidenceID(from: identifiers) }
            for number in 0..<count {
                let of = origins(number).map { JSONValue.string(ids[$0].rawValue) }
                pieces.append(
                    Evidence(
                        id: ids[number], tool: "gather", version: 1, arguments: ["of": .array(of)],
                        window: World.window, sources: number == 0 ? ["web"] : [], coverage: [],
                        started: World.window.start, finished: World.window.end, output: [:], body: nil, summary: ""))
            }
        }

        /// Whether the last piece may be read by whoever may read the source, and how many were looked up for that.
        func judge(reading source: String) async throws -> (isOpen: Bool, looks: Int) {
            let log = CallLog()
            let access = EvidenceAccess(
                Rights(tools: ["gather"], sources: [source]), registry: ToolRegistry([RegisteredTool(Gather())]),
                roots: [])
            let judge = EvidenceJudge(access) { id in
                log.add(id.rawValue)
                return pieces.first { $0.id == id }
            }
            guard let last = pieces.last else { return (false, 0) }
            return (try await judge.allows(last), log.all.count)
        }
    }

    @Test func eachPieceIsJudgedOnceHoweverOftenOthersAreMadeOfIt() async throws {
        let tower = Tower(15) { number in number == 0 ? [] : [number - 1, number - 1, number - 1] }
        let (open, closed) = (try await tower.judge(reading: "web"), try await tower.judge(reading: "app"))
        #expect(open.isOpen && open.looks == 14)
        #expect(!closed.isOpen && closed.looks <= 14)
    }

    @Test func aChainIsFollowedToItsBeginning() async throws {
        let tower = Tower(200) { number in number == 0 ? [] : [number - 1] }
        #expect(try await tower.judge(reading: "web").isOpen)
        #expect(try await !tower.judge(reading: "app").isOpen)
    }

    @Test func whatWasMadeOfItselfIsClosed() async throws {
        // As a case file may say that somebody wrote.
        let tower = Tower(4) { number in number == 0 ? [] : [4 - number, 0] }
        #expect(try await !tower.judge(reading: "web").isOpen)
    }

    @Test func judgingEndsWithItsCaller() async throws {
        let tower = Tower(3) { number in number == 0 ? [] : [number - 1] }
        let gate = Gate()
        let judged = Task {
            await gate.pass()
            return try await tower.judge(reading: "web").isOpen
        }
        judged.cancel()
        await gate.open()
        await #expect(throws: CancellationError.self) { try await judged.value }
    }
}
