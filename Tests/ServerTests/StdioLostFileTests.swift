import Foundation
import Glibc
import JSON
import TestSupport
import Testing

/// Database files that disappear, or give way to others, under the running server.
@Suite("A server whose database is lost", .timeLimit(.minutes(5)))
struct StdioLostFileTests {
    @Test(
        "It is noticed before the next commit, and what is put back goes on", arguments: ["", "-wal", "-shm"],
        [false, true])
    func lost(_ suffix: String, isReplaced: Bool) async throws {
        let home = try TemporaryFolder()
        let configuration = try home.write(
            "workflows: [flows]\n", to: "empty.yaml")
        try home.write(
            "schema: 1\nname: look\nversion: 1.0.0\ntitle: Look\nsteps:\n  - {id: load, uses: get_system_load@1}\n",
            to: "flows/look.yaml")
        let client = try StdioClient(home, configuration)
        let opened = try await client.answer("open_session", ["title": "Checkout fails", "window": "last 1h"])
        let session = opened["session"] ?? .null
        _ = try await client.answer("add_note", ["session": session, "text": "before"])
        let file = home.path("state/casebook.db" + suffix)
        try FileManager.default.moveItem(atPath: file, toPath: file + ".away")
        // A copy holds the same and is another file: what is written into the first is in no copy.
        if isReplaced { try FileManager.default.copyItem(atPath: file + ".away", toPath: file) }
        let before = isReplaced ? try home.read("state/casebook.db" + suffix) : []

        try await expectReplaced(client, "add_note", ["session": session, "text": "into the void"])
        try await expectReplaced(client, "run_workflow", ["workflow": "look", "session": session, "wait": 5])
        try await expectReplaced(client, "get_system_load", ["session": session])
        if isReplaced { #expect(try home.read("state/casebook.db" + suffix) == before) }

        #expect(unsafe rename(file + ".away", file) == 0)
        _ = try await client.answer("add_note", ["session": session, "text": "after"])
        let known = try await client.answer("get_session", ["session": session])
        #expect(known["notes"]?.arrayValue?.compactMap { $0["text"]?.stringValue } == ["before", "after"])
        #expect(known["runs"]?.arrayValue ?? [] == [])
        try await client.end()
    }

    private func expectReplaced(_ client: StdioClient, _ tool: String, _ arguments: JSONObject) async throws {
        let result = try await client.request("tools/call", ["name": .string(tool), "arguments": .object(arguments)])
        #expect(result["isError"] == true, "\(tool): \(result)")
        #expect(result["structuredContent"]?["error"]?["code"] == "replaced", "\(tool): \(result)")
    }
}
