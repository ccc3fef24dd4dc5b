import JSON
import Model
import Testing

@testable import Reports

@Suite struct JSONReportTests {
    private let value = JSONReport(OutageSession.snapshot).value

    @Test func hasTheMembersOfTheInterface() throws {
        let members = try #require(value.objectValue?.keys)
        for name in [
            "session", "title", "status", "window", "findings", "timeline", "runs", "coverage", "evidence", "head",
        ] {
            #expect(members.contains(name), "\(name)")
        }
        #expect(value["findings"]?[0]?["statement"]?.stringValue == OutageSession.statement)
        #expect(value["findings"]?[0]?["citations"]?[1]?["pointer"] == "/new/0/template")
        #expect(value["onset"] == "2026-11-22T19:18:49.380Z")
        #expect(value["runs"]?[0]?["steps"]?.arrayValue?.count == 9)
        #expect(value["head"]?["sequence"]?.intValue == OutageSession.snapshot.entries.count)
    }

    @Test func findingsAreRanked() {
        let severities = value["findings"]?.arrayValue?.compactMap { $0["severity"]?.stringValue }
        #expect(severities == ["critical", "high", "medium"])
    }

    @Test func evidenceTellsItsHash() throws {
        let snapshot = OutageSession.snapshot
        for one in try #require(value["evidence"]?.arrayValue) {
            let id = try #require(one["id"]?.stringValue.flatMap { EvidenceID($0) })
            #expect(one["hash"]?.stringValue == snapshot.evidence[id]?.hash.hex)
        }
    }

    @Test func anEmptySessionHasAReport() {
        let empty = JSONReport(SessionSnapshot(state: SessionState(id: .server), entries: [], evidence: [:])).value
        #expect(empty["findings"] == [] && empty["window"]?.isNull == true && empty["onset"]?.isNull == true)
    }

    @Test func isTheSameEachTime() {
        #expect(JSONReport(OutageSession.snapshot).value.serialized() == value.serialized())
    }
}
