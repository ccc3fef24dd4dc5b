import JSON
import Model
import Policy
import Sessions
import Store
import TestSupport
import Testing
import Tooling

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
    ])
    func aPathIsReadByWhoMayReadIt(_ path: String, _ roots: [String], _ isOpen: Bool) async throws {
        let world = try World()
        let executor = try executor(world)
        let scope = CallScope(session: nil, principal: World.ada, rights: .all)
        let request = CallRequest(tool: "peek", arguments: ["path": .string(path)])
        let (evidence, _) = try await executor.call(request, in: scope)
        let access = executor.evidenceAccess(rights(roots))
        #expect(try await access.allows(evidence) { _ in nil } == isOpen)
        #expect(try await executor.evidenceAccess(.all).allows(evidence) { _ in nil })
    }
}
