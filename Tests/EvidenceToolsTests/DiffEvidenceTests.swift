import JSON
import Model
import Testing
import Tooling

@testable import EvidenceTools

@Suite("Differences of stored evidence") struct DiffEvidenceTests {
    private func difference(
        _ shelf: Shelf, _ arguments: JSONObject = [:]
    ) async throws -> ToolResult<JSONValue> {
        var arguments = arguments
        arguments["before"] = .string(shelf.ids[0].rawValue)
        arguments["after"] = .string(shelf.ids[1].rawValue)
        return try await shelf.call(DiffEvidence(), arguments)
    }

    @Test func comparesOutputsValueByValue() async throws {
        var shelf = Shelf()
        shelf.add(["a": 1, "b": ["c": "x", "d": true], "gone": .null])
        shelf.add(["a": 1, "b": ["c": "y", "d": true], "new": [1]])
        let output = try await difference(shelf).output
        #expect(output["counts"] == ["added": 1, "removed": 1, "changed": 1, "same": 2])
        #expect(output["changed"]?[0]?["key"] == "/b/c")
        #expect(output["added"]?[0]?["pointer"] == "/new/0")
        #expect(output["removed"]?[0]?["evidence"]?.stringValue == shelf.ids[0].rawValue)
    }

    @Test func comparesListsByAKeyAndByTheirElements() async throws {
        var shelf = Shelf()
        shelf.add(["hosts": [["name": "a", "n": 1], ["name": "b", "n": 2]]])
        shelf.add(["hosts": [["name": "b", "n": 3], ["name": "c", "n": 1], ["name": "a", "n": 1]]])
        let byKey = try await difference(shelf, ["at": "/hosts", "key": "name"]).output
        #expect(byKey["counts"] == ["added": 1, "removed": 0, "changed": 1, "same": 1])
        #expect(byKey["changed"]?[0]?["before"]?["pointer"] == "/hosts/1")
        let byValue = try await difference(shelf, ["at": "/hosts"]).output
        #expect(byValue["counts"] == ["added": 2, "removed": 1, "changed": 0, "same": 1])
    }

    @Test func comparesBodiesByTheirLines() async throws {
        var shelf = Shelf()
        shelf.add(body: Array("one\ntwo\ntwo\nthree\n".utf8))
        shelf.add(body: Array("three\ntwo\nfour".utf8))
        let output = try await difference(shelf).output
        #expect(output["counts"] == ["added": 1, "removed": 2, "changed": 0, "same": 2])
        #expect(output["added"]?[0]?["line"] == 3)
        #expect(output["removed"]?.arrayValue?.map { $0["value"] ?? .null } == ["one", "two"])
        await #expect(throws: ToolError.self) { try await difference(shelf, ["key": "a"]) }
    }

    @Test func tellsSoMuchAndSaysThatThereIsMore() async throws {
        var shelf = Shelf()
        shelf.add(["list": []])
        shelf.add(["list": .array((0..<300).map { JSONValue($0) })])
        let result = try await difference(shelf, ["at": "/list", "limit": 20])
        #expect(result.output["counts"]?["added"] == 300)
        #expect(result.output["added"]?.arrayValue?.count == 20)
        #expect(result.coverage.allSatisfy { $0.value == .truncated })
    }
}
