import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// The built program, as a client on standard input and output meets it.
@Suite("Serving over standard streams", .timeLimit(.minutes(5)))
struct StdioServingTests {
    /// The repository's root.
    private static let root: URL = {
        var folder = URL(filePath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder
    }()

    private static let configuration = root.appending(path: "Examples/checkout-outage/casebook.yaml").path()

    @Test("A client of 2026-07-28 finds the cause, and after a SIGKILL all of it is there again")
    func modern() async throws {
        let home = try TemporaryFolder()
        let first = try StdioClient(home, Self.configuration)
        let session = try await first.answer("open_session", ["title": "Checkout fails"])["session"] ?? .null
        let run = try await first.answer(
            "run_workflow", ["workflow": "service-outage", "session": session, "wait": 0])
        let ended = try await first.ended(run)
        #expect(ended["status"] == "succeeded")
        #expect(ended["findings"]?[0]?["verdict"] == "cited")
        #expect(ended["findings"]?[0]?["statement"]?.stringValue?.contains("connection_limit") == true)
        first.process.send(signal: SIGKILL)
        _ = try await first.process.wait()

        let second = try StdioClient(home, Self.configuration)
        let known = try await second.answer("get_session", ["session": session])
        #expect(known["findings"]?.arrayValue?.count == ended["findings"]?.arrayValue?.count)
        #expect(known["findings"]?[0]?["id"] == ended["findings"]?[0]?["id"])
        try await second.end()
    }

    @Test(
        "A run that the server was stopped in is resumed by the session's identifier, each step made once",
        arguments: [SIGKILL, SIGTERM])
    func resumed(_ signal: Int32) async throws {
        let home = try TemporaryFolder()
        let configuration = try Self.patient(home)
        let first = try StdioClient(home, configuration)
        let run = try await first.answer("run_workflow", ["workflow": "patient", "wait": 0])
        let session = run["session"] ?? .null
        let before = try await first.evidence(of: "first", in: session)
        first.process.send(signal: signal)
        let ending = try await first.process.wait()
        #expect(ending.ending == (signal == SIGKILL ? .signal(SIGKILL) : .exit(0)))

        let second = try StdioClient(home, configuration)
        let left = try await second.answer("get_run", ["session": session])
        #expect(left["status"] == "running")
        #expect(left["driven"] == false)
        #expect(left["next"]?.stringValue?.contains("resume_run") == true)
        let resumed = try await second.answer("resume_run", ["session": session, "wait": 0])
        #expect(resumed["run"] == run["run"])
        #expect(try await second.ended(run)["status"] == "succeeded")
        #expect(try await second.evidence(of: "first", in: session) == before)
        #expect(try await second.evidence(of: "last", in: session).count == 1)
        try await second.end()
    }

    /// A configuration whose workflow pauses for eight seconds after its first step.
    private static func patient(_ home: TemporaryFolder) throws -> String {
        try home.write(
            """
            schema: 1
            name: patient
            version: 1.0.0
            title: Look, pause, look
            steps:
              - {id: first, uses: get_system_load@1, with: {}}
              - id: pause
                uses: get_system_load@1
                with: {}
                until: {condition: 'false', every: 8s, max: 2}
                continue-on-error: true
              - {id: last, uses: get_system_load@1, with: {}}
            """, to: "flows/patient.yaml")
        return try home.write("workflows: [flows]\n", to: "patient.yaml")
    }

    @Test("What is no message is answered or passed over, and the server lives")
    func hostile() async throws {
        let client = try StdioClient(try TemporaryFolder(), Self.configuration)
        let deep = String(repeating: "[", count: 200_000)
        for line in ["{", "[]", "null", #"{"jsonrpc":"2.0","id":{},"method":"x"}"#, "\u{0}", deep] {
            try await client.process.write(line + "\n")
        }
        #expect(try await client.answer("list_sessions", [:])["sessions"] == [])
        #expect(client.process.errorText.isEmpty)
        try await client.end()
    }

    @Test("A client that begins with initialize works the same", arguments: ["2025-06-18", "2025-11-25"])
    func legacy(_ revision: String) async throws {
        let client = try StdioClient(try TemporaryFolder(), Self.configuration, revision: revision)
        let hello = try await client.request(
            "initialize",
            [
                "protocolVersion": .string(revision), "capabilities": [:],
                "clientInfo": ["name": "tester", "version": "1"],
            ])
        #expect(hello["protocolVersion"]?.stringValue == revision)
        #expect(hello["instructions"]?.stringValue?.contains("open_session") == true)
        try await client.notify("notifications/initialized")
        let run = try await client.answer("workflow_service_outage", ["wait": 0])
        let ended = try await client.ended(run)
        #expect(ended["findings"]?[0]?["statement"]?.stringValue?.contains("connection_limit") == true)
        let sizes = try await client.sizes(in: ended["session"] ?? .null)
        #expect(sizes.read[sizes.read.count / 2] <= 8 << 10, "the median answer: \(sizes)")
        #expect(sizes.read.allSatisfy { $0 < 32 << 10 })
        #expect(sizes.whole[sizes.whole.count / 2] <= 16 << 10, "the median result: \(sizes)")
        try await client.end()
    }

    @Test("The list of tools is small enough for a model's context")
    func listed() async throws {
        let client = try StdioClient(try TemporaryFolder(), Self.configuration)
        let list = try await client.request("tools/list", [:])
        #expect(list.bytes().count <= 30_000)
        #expect((list["tools"]?.arrayValue?.count ?? 0) > 20)
        try await client.end()
    }

    @Test("Workflows of the operator's own have tools while there is room, and run without one")
    func ownWorkflows() async throws {
        let home = try TemporaryFolder()
        let words = String(repeating: "Looks at the load of this machine. ", count: 10)
        for number in 1...5 {
            try home.write(
                """
                schema: 1
                name: an-own-\(number)
                version: 1.0.0
                title: Look at the load
                description: \(words)
                steps:
                  - {id: first, uses: get_system_load@1, with: {}}
                """, to: "flows/an-own-\(number).yaml")
        }
        let client = try StdioClient(home, try home.write("workflows: [flows]\n", to: "own.yaml"))
        let list = try await client.request("tools/list", [:])
        #expect(list.bytes().count <= 30_000)
        let names = list["tools"]?.arrayValue?.compactMap { $0["name"]?.stringValue } ?? []
        // The shipped ones come first, whatever their names.
        #expect(names.filter { $0.hasPrefix("workflow_") && !$0.hasPrefix("workflow_an_own") }.count >= 3, "\(names)")
        #expect(names.filter { $0.hasPrefix("workflow_an_own") }.count < 5, "\(names)")
        let run = try await client.answer("run_workflow", ["workflow": "an-own-5", "wait": 20])
        #expect(try await client.ended(run)["status"] == "succeeded")
        try await client.end()
    }

    @Test("Nobody finds a configuration in the folder that the server was started in")
    func folderIsNotTrusted() async throws {
        let home = try TemporaryFolder()
        try home.write("sources:\n  planted: {kind: logs, paths: [logs/]}\n", to: "casebook.yaml")
        try home.write("x\n", to: "logs/x.log")
        let client = try StdioClient(home, nil)
        let session = try await client.answer("open_session", ["title": "x", "window": "last 1h"])
        let names = session["sources"]?.arrayValue?.compactMap { $0["name"]?.stringValue } ?? []
        #expect(!names.isEmpty)
        #expect(!names.contains("planted"))
        try await client.end()
    }

    @Test("What docs/mcp.md says is what the program offers")
    func documented() async throws {
        let program = try ProcessHarness(built: "casebook", environment: ["HOME": "/nowhere"])
        let described = try await program.run(["serve", "--describe"])
        #expect(described.code == 0)
        let page = try String(contentsOf: Self.root.appending(path: "docs/mcp.md"), encoding: .utf8)
        #expect(described.text == page, "write it anew: casebook serve --describe > docs/mcp.md")
    }
}
