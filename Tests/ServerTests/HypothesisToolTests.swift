import JSON
import MCP
import Model
import Testing

@testable import Server

@Suite("Hypotheses over the protocol", .timeLimit(.minutes(5)))
struct HypothesisToolTests {
    @Test("A hypothesis is opened, weighed, decided and shown")
    func whole() async throws {
        let office = try Office()
        let session = await office.session()
        let opened = await office.answer(
            "open_hypothesis", ["session": .string(session), "statement": "the pool is full"])
        let id = try #require(opened["hypothesis"]?["id"])
        let looked = await office.answer("look", ["source": "app", "text": "3 of 100", "session": .string(session)])
        let finding = await office.answer(
            "record_finding",
            [
                "session": .string(session), "statement": "3 of 100 are used", "severity": "low", "confidence": 1,
                "citations": [["evidence": looked["evidence"] ?? .null, "pointer": "/text", "quote": "3 of 100"]],
            ])
        #expect(finding["verdict"] == "cited" && finding["citations"] == nil)
        #expect(
            await office.failure(
                "weigh_hypothesis", ["session": .string(session), "hypothesis": id, "status": "refuted"])
                == "validation")
        let weighed = await office.answer(
            "weigh_hypothesis",
            [
                "session": .string(session), "hypothesis": id, "finding": finding["finding"] ?? .null,
                "stance": "against", "status": "refuted", "note": "it is not",
            ])
        #expect(weighed["hypothesis"]?["status"] == "refuted")
        let state = await office.answer("get_session", ["session": .string(session)])
        #expect(state["hypotheses"]?[0]?["against"] == [finding["finding"] ?? .null])
        let report = await office.answer("export_report", ["session": .string(session)])
        #expect(report["text"]?.stringValue?.contains("ruled out") == true)
    }

    @Test("A finding that does not hold is told with what stands there")
    func nearest() async throws {
        let office = try Office()
        let session = await office.session()
        let looked = await office.answer("look", ["source": "app", "text": "hello you", "session": .string(session)])
        let finding = await office.answer(
            "record_finding",
            [
                "session": .string(session), "statement": "x", "severity": "low", "confidence": 1,
                "citations": [["evidence": looked["evidence"] ?? .null, "pointer": "/text", "quote": "hello yon"]],
            ])
        #expect(finding["verdict"] == "miscited")
        #expect(finding["citations"]?[0]?["nearest"] == ["pointer": "/text", "text": "hello you"])
    }
}
