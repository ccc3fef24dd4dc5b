import JSON
import MCP
import Model
import Sessions
import Testing

@testable import Server

@Suite("Findings and reports", .timeLimit(.minutes(5)))
struct FindingToolTests {
    @Test(
        "A finding gets the verdict that its citations deserve",
        arguments: [
            (["pointer": "/text", "quote": "hello"], "cited"), (["pointer": "/text"], "cited"),
            (["pointer": "/text", "quote": "goodbye"], "miscited"), (["pointer": "/nothing"], "miscited"),
            (["lines": [1, 2]], "miscited"),
        ] as [(JSONObject, String)])
    func verdicts(_ place: JSONObject, _ verdict: String) async throws {
        let office = try Office()
        let session = await office.session()
        let looked = await office.answer("look", ["source": "app", "text": "hello", "session": .string(session)])
        var citation = place
        citation["evidence"] = looked["evidence"]
        let answer = await office.answer("record_finding", Self.finding(session, [.object(citation)]))
        #expect(answer["verdict"]?.stringValue == verdict)
        let state = await office.answer("get_session", ["session": .string(session)])
        #expect(state["findings"]?[0]?["id"] == answer["finding"])
    }

    @Test(
        "A citation that names no place, or two, is refused",
        arguments: [[:], ["pointer": "/a", "lines": [1, 2]]] as [JSONObject])
    func badPlace(_ place: JSONObject) async throws {
        let office = try Office()
        let session = await office.session()
        var citation = place
        citation["evidence"] = .string("ev_" + String(repeating: "0", count: 26))
        #expect(await office.failure("record_finding", Self.finding(session, [.object(citation)])) == "validation")
        #expect(await office.answer("get_session", ["session": .string(session)])["findings"] == [])
    }

    @Test("The pages of a report are the report", arguments: ["md", "html", "json"])
    func report(_ format: String) async throws {
        let office = try Office()
        let session = await office.session()
        for number in 1...40 {
            let note = "note \(number) ünïcödé " + String(repeating: "é", count: 900)
            _ = await office.answer("add_note", ["session": .string(session), "text": .string(note)])
        }
        var text = ""
        var offset: JSONValue? = 0
        var pages = 0
        var size = 0
        while let next = offset {
            let page = await office.answer(
                "export_report", ["session": .string(session), "format": .string(format), "offset": next])
            text += page["text"]?.stringValue ?? ""
            size = page["bytes"]?.intValue ?? 0
            offset = page["nextOffset"]
            pages += 1
        }
        #expect(pages > 1)
        #expect(text.utf8.count == size)
        #expect(text.contains("note 40"))
        #expect(!text.contains("\u{FFFD}"))
    }

    private static func finding(_ session: String, _ citations: [JSONValue]) -> JSONObject {
        [
            "session": .string(session), "statement": "It said hello", "severity": "medium", "confidence": 0.8,
            "citations": .array(citations),
        ]
    }
}
