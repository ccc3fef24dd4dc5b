import JSON
import Model
import Testing
import Tooling

@testable import EvidenceTools

@Suite("Queries of stored evidence") struct QueryEvidenceTests {
    private var shelf = Shelf()
    private let lines: EvidenceID
    private let list: EvidenceID

    init() {
        let body = (1...4000).map { number in
            #"{"level":"\#(number % 10 == 0 ? "error" : "info")","ms":\#(number),"text":"request \#(number) done"}"#
                + "\n"
        }
        lines = shelf.add(body: Array(body.joined().utf8))
        list = shelf.add([
            "series": [
                ["name": "cpu", "max": 3.5, "host": "a"], ["name": "cpu", "max": 9, "host": "b"],
                ["name": "memory", "max": 7, "host": "a"],
            ], "total": 3,
        ])
    }

    private func query(_ id: EvidenceID, _ arguments: JSONObject) async throws -> ToolResult<JSONValue> {
        var arguments = arguments
        arguments["evidence"] = [.string(id.rawValue)]
        return try await shelf.call(QueryEvidence(), arguments)
    }

    @Test func findsATextAndSaysWhereItStands() async throws {
        let result = try await query(lines, ["text": "REQUEST 1234 "])
        #expect(result.output["rows"]?.arrayValue?.count == 1)
        #expect(result.output["rows"]?[0]?["line"] == 1234)
        #expect(result.output["rows"]?[0]?["evidence"]?.stringValue == lines.rawValue)
        #expect(result.output["rows"]?[0]?["value"]?["ms"] == 1234)
        #expect(result.output["derivedFrom"] == [.string(lines.rawValue)])
        #expect(result.output["isComplete"] == true)
        #expect(result.coverage.first?.value == .complete)
    }

    @Test func nothingFoundIsCompleteAndEmpty() async throws {
        let result = try await query(lines, ["text": "no such text"])
        #expect(result.output["matched"] == 0)
        #expect(result.coverage.first?.value == .emptyComplete)
    }

    @Test(
        "Texts and expressions in either case",
        arguments: [
            (["text": "Request 7 done"], 1), (["text": "Request 7 done", "caseSensitive": true], 0),
            (["regex": "request [0-9] done"], 9), (["regex": "REQUEST [0-9] done"], 0),
            (["regex": "REQUEST [0-9] done", "caseSensitive": false], 9),
            (["where": "row.level == 'error' && row.ms > 3950"], 5), (["where": "number <= 3"], 3),
            (["text": "request 10", "where": "row.level == 'error'", "limit": 200], 12),
        ] as [(JSONObject, Int)])
    func filters(_ arguments: JSONObject, _ count: Int) async throws {
        #expect(try await query(lines, arguments).output["matched"]?.intValue == count)
    }

    @Test func pagesAreWholeAndWithoutOverlap() async throws {
        var seen: [Int] = []
        var cursor: JSONValue?
        repeat {
            var arguments: JSONObject = ["where": "row.level == 'error'", "limit": 37, "fields": ["ms"]]
            arguments["cursor"] = cursor
            let result = try await query(lines, arguments)
            seen += result.output["rows"]?.arrayValue?.compactMap { $0["value"]?["ms"]?.intValue } ?? []
            cursor = result.output["nextCursor"]
            #expect((cursor == nil) == (result.output["isComplete"] == true))
            #expect(result.coverage.first?.value == (cursor == nil ? .complete : .truncated))
        } while cursor != nil
        #expect(seen == Array(stride(from: 10, through: 4000, by: 10)))
    }

    @Test func sortsAndPicks() async throws {
        let first = try await query(
            lines, ["sort": "ms", "descending": true, "limit": 2, "fields": ["ms", "/text"], "text": "request"])
        #expect(
            first.output["rows"]?.arrayValue?.map { $0["value"] ?? .null } == [
                ["ms": 4000, "/text": "request 4000 done"], ["ms": 3999, "/text": "request 3999 done"],
            ])
        let cursor = try #require(first.output["nextCursor"])
        let second = try await query(
            lines, ["sort": "ms", "descending": true, "limit": 2, "text": "request", "cursor": cursor])
        #expect(second.output["rows"]?[0]?["value"]?["ms"] == 3998)
        #expect(first.output["matched"] == 4000)
    }

    @Test func countsAndSumsUp() async throws {
        let result = try await query(lines, ["groupBy": ["level"], "measure": "ms"])
        #expect(result.output["groups"]?[0]?["key"] == ["level": "info"])
        #expect(result.output["groups"]?[0]?["count"] == 3600)
        #expect(result.output["groups"]?[1]?["min"] == 10)
        #expect(result.output["groups"]?[1]?["mean"] == 2005)
        let all = try await query(lines, ["groupBy": []])
        #expect(all.output["groups"]?[0]?["count"] == 4000)
    }

    @Test func asksPartsOfAnOutput() async throws {
        let result = try await query(
            list, ["at": "/series", "where": "row.host == 'a'", "sort": "max", "descending": true])
        #expect(result.output["rows"]?.arrayValue?.map { $0["pointer"] ?? .null } == ["/series/2", "/series/0"])
        let whole = try await query(list, ["text": "total"])
        #expect(whole.output["matched"] == 0, "a name is no text of a row")
        let one = try await query(list, ["at": "/total"])
        #expect(one.output["rows"]?[0]?["value"] == 3)
    }

    @Test(
        "What is wrong is said before anything is read",
        arguments: [
            ["at": "series"], ["at": "/nothing"], ["text": ""], ["text": "a", "regex": "b"], ["regex": "("],
            ["where": "row."], ["cursor": "x"], ["cursor": "9.1.0"], ["groupBy": ["a"], "sort": "a"], ["limit": 0],
        ] as [JSONObject])
    func mistakes(_ arguments: JSONObject) async throws {
        let error = await #expect(throws: ToolError.self) { try await query(list, arguments) }
        #expect(error?.kind == .validation)
    }

    @Test func whatTheOriginalDidNotSeeIsNotSeen() async throws {
        var shelf = shelf
        let cut = shelf.add(["hits": []], coverage: .truncated)
        let result = try await shelf.call(QueryEvidence(), ["evidence": [.string(cut.rawValue)], "at": "/hits"])
        #expect(result.coverage.first?.value == .partial)
        #expect(result.coverage.first?.omitted.first?.reason.contains("truncated") == true)
        let gone = shelf.add(body: Array("a\nb\n".utf8), isGone: true)
        let none = try await shelf.call(QueryEvidence(), ["evidence": [.string(gone.rawValue)]])
        #expect(none.coverage.first?.value == .partial)
    }

    @Test func rowsThatCannotBeJudgedAreCounted() async throws {
        let result = try await query(lines, ["where": "row.nothing > 1"])
        #expect(result.output["matched"] == 0)
        #expect(result.coverage.first?.value == .partial)
        #expect(result.coverage.first?.omitted.first?.count == 4000)
    }

    /// Lines over the ends of pieces, the last without its end, and one that is longer than a piece.
    @Test func readsBodiesInPieces() async throws {
        var shelf = Shelf()
        let long = String(repeating: "x", count: 700_000) + " needle"
        let text = (1...30_000).map { "line \($0) of a body" }.joined(separator: "\n") + "\n\(long)\nlast needle"
        let id = shelf.add(body: Array(text.utf8))
        let result = try await shelf.call(
            QueryEvidence(), ["evidence": [.string(id.rawValue)], "text": "needle", "limit": 10])
        #expect(result.output["rows"]?.arrayValue?.map { $0["line"] ?? .null } == [30_001, 30_002])
        #expect((result.output["rows"]?[0]?["value"]?.stringValue ?? "").hasSuffix("…"))
        let all = try await shelf.call(QueryEvidence(), ["evidence": [.string(id.rawValue)], "groupBy": []])
        #expect(all.output["matched"] == 30_002)
    }
}
