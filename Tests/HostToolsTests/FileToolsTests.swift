import Foundation
import Glibc
import JSON
import Model
import Policy
import Testing
import Tooling

@testable import HostTools

@Suite struct FileToolsTests {
    /// A root `<temporary>/logs` with some files, and a secret file beside it.
    struct Place {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        var root: String { folder + "/logs" }

        init() throws {
            try FileManager.default.createDirectory(atPath: root + "/app", withIntermediateDirectories: true)
            try write("outside.txt", "nobody may see this\n")
            let lines = (1...500).map { "line \($0)\n" }.joined()
            try write("logs/app/server.log", lines)
            try write(
                "logs/secret.log",
                "password=hunter2secret\u{1B}[31m\n-----BEGIN PRIVATE KEY-----\nMIIabcdef\n-----END PRIVATE KEY-----\nend\n"
            )
            try write(
                "logs/plan.json", "{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.4\",\"planned_values\":{}}")
            try write("logs/binary", "a\0b")
            try write("logs/empty", "")
            try FileManager.default.createSymbolicLink(
                atPath: root + "/link", withDestinationPath: folder + "/outside.txt")
        }

        func write(_ path: String, _ text: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + path))
        }

        func remove() { try? FileManager.default.removeItem(atPath: folder) }
    }

    static func call(
        _ tool: some Tool, _ arguments: JSONValue, roots: [String]
    ) async throws -> ToolResult<JSONValue> {
        let moment = Timestamp(milliseconds: 0)
        let context = ToolContext(
            window: Window(TimeSpan(start: moment, end: moment)), sources: SourceCatalog([]), roots: roots,
            redactor: Redactor(rules: try RedactionRules(), key: [1, 2, 3]), now: moment, evidence: NoEvidence())
        let registered = RegisteredTool(tool)
        #expect(registered.problems(with: arguments).isEmpty)
        let result = try await registered.prepare(arguments).run(context, nil)
        #expect(registered.problems(withOutput: result.output).isEmpty)
        return result
    }

    static func failure(_ tool: some Tool, _ path: String, roots: [String]) async throws -> ToolError? {
        await #expect(throws: ToolError.self) { try await call(tool, ["path": .string(path)], roots: roots) }
    }

    @Test func readsLinesByNumber() async throws {
        let place = try Place()
        defer { place.remove() }
        let arguments: JSONValue = ["path": "logs/app/server.log", "startLine": 499, "lines": 10]
        let result = try await Self.call(ReadFile(), arguments, roots: [place.root])
        let expected: JSONValue = [["number": 499, "text": "line 499"], ["number": 500, "text": "line 500"]]
        #expect(result.output["lines"] == expected)
        #expect(result.output["nextOffset"] == nil)
        #expect(result.coverage.map(\.value) == [.complete])
    }

    @Test func pagesByOffsetWithoutLosingALine() async throws {
        let place = try Place()
        defer { place.remove() }
        var texts: [String] = []
        var offset: Int? = 0
        while let next = offset {
            let arguments: JSONValue = [
                "path": .string(place.root + "/app/server.log"), "offset": JSONValue(next), "lines": 123,
            ]
            let result = try await Self.call(ReadFile(), arguments, roots: [place.root])
            texts += result.output["lines"]?.arrayValue?.compactMap { $0["text"]?.stringValue } ?? []
            offset = result.output["nextOffset"]?.intValue
            #expect(result.coverage.map(\.value) == [offset == nil ? .complete : .truncated])
        }
        #expect(texts == (1...500).map { "line \($0)" })
    }

    @Test(arguments: 1...4)
    func secretsAndControlCharactersAreHidden(startLine: Int) async throws {
        let place = try Place()
        defer { place.remove() }
        let arguments: JSONValue = ["path": "logs/secret.log", "startLine": JSONValue(startLine)]
        let result = try await Self.call(ReadFile(), arguments, roots: [place.root])
        let text = String(decoding: result.output.canonicalBytes(), as: UTF8.self)
        for word in ["hunter2", "MIIabcdef", "\\u001b"] { #expect(!text.contains(word)) }
        #expect(result.output["lines"]?.arrayValue?.last?["text"] == "end")
    }

    @Test(arguments: ["/outside.txt", "/absent.txt", "/logs/../outside.txt"])
    func refusesAlikeWhatIsThereAndWhatIsNot(suffix: String) async throws {
        let place = try Place()
        defer { place.remove() }
        let path = place.folder + suffix
        for error in [
            try await Self.failure(ReadFile(), path, roots: [place.root]),
            try await Self.failure(ListFiles(), path, roots: [place.root]),
        ] {
            #expect(error == .notPermitted(path))
        }
    }

    @Test func refusesLinksPlansFoldersAndBinaryFiles() async throws {
        let place = try Place()
        defer { place.remove() }
        let link = try await Self.failure(ReadFile(), "logs/link", roots: [place.root])
        #expect(link?.kind == .notPermitted)
        let plan = try await Self.failure(ReadFile(), "logs/plan.json", roots: [place.root])
        #expect(plan?.kind == .notPermitted)
        #expect(plan?.hint?.contains("summarize_terraform_plan") == true)
        #expect(try await Self.failure(ReadFile(), "logs/binary", roots: [place.root])?.kind == .validation)
        #expect(try await Self.failure(ReadFile(), "logs/app", roots: [place.root])?.kind == .validation)
        #expect(try await Self.failure(ReadFile(), "logs/none", roots: [place.root])?.kind == .notFound)
    }

    @Test func anEmptyFileIsEmpty() async throws {
        let place = try Place()
        defer { place.remove() }
        let result = try await Self.call(ReadFile(), ["path": "logs/empty"], roots: [place.root])
        #expect(result.coverage.map(\.value) == [.emptyComplete])
    }

    @Test func listsRootsAndFolders() async throws {
        let place = try Place()
        defer { place.remove() }
        let roots = try await Self.call(ListFiles(), [:], roots: [place.root])
        #expect(roots.output["entries"]?[0]?["path"]?.stringValue == place.root)
        let listed = try await Self.call(ListFiles(), ["path": "logs"], roots: [place.root])
        let entries = listed.output["entries"]?.arrayValue ?? []
        #expect(
            entries.compactMap { $0["name"]?.stringValue } == [
                "app", "binary", "empty", "link", "plan.json", "secret.log",
            ])
        #expect(entries.first?["kind"]?.stringValue == "folder")
        #expect(entries.first?["path"]?.stringValue == "logs/app")
    }

    @Test func tellsOfNamesThatAreNotUTF8() async throws {
        let place = try Place()
        defer { place.remove() }
        let path = (Array("\(place.root)/app/bad".utf8) + [0xFF, 0]).map { CChar(bitPattern: $0) }
        close(unsafe creat(path, 0o644))
        let result = try await Self.call(ListFiles(), ["path": "logs/app"], roots: [place.root])
        #expect(result.output["entries"]?.arrayValue?.count == 1)
        #expect(result.coverage.map(\.value) == [.partial])
        #expect(result.coverage.first?.omitted.map(\.what) == [#"logs/app/bad\xff"#])
    }
}
