import JSON
import Model
import Policy
import Sessions
import Store
import Testing
import Tooling

@testable import Workflows

@Suite struct CitationTests {
    /// A session with one piece of evidence, and what looks citations up in it.
    struct Case {
        let world: World
        let session: Session
        let evidence: Evidence
        let checker: CitationChecker

        init() async throws {
            world = try World { _, _ in
                ToolResult(
                    output: ["text": "connection refused by db:5432", "hits": 12], coverage: [], summary: "",
                    body: Array("first line\nsecond, longer line\n\nfourth é line\r\nlast".utf8))
            }
            session = try await world.session()
            evidence = try await world.executor.call(.look(), in: world.scope(session)).evidence
            checker = CitationChecker(
                store: world.store,
                evidence: SessionEvidence(session: session, store: world.store, access: .all))
        }

        func verdict(_ place: Citation.Place, _ quote: String) async throws -> Verdict {
            try await checker.verdict(on: "", [Citation(evidence: evidence.id, place: place, quote: quote)])
        }
    }

    @Test(arguments: [
        ("/text", "connection refused by db:5432", Verdict.cited), ("/text", "connection refused", .miscited),
        ("/text", "Connection refused by db:5432", .miscited), ("/text", "connection refused…", .cited),
        ("/text", "…refused…", .cited), ("/text", "…db:5432", .cited), ("/text", "connection…5432", .cited),
        ("/text", "conn…ref…ed…5432", .cited), ("/text", "refused…", .miscited), ("/text", "…refused", .miscited),
        ("/text", "conn…db…refused…", .miscited), ("/text", "…", .miscited), ("/text", "… …", .miscited),
        ("/text", "connection refused by db:5432…5432", .miscited), ("/text", "", .miscited),
        ("/hits", "12", .cited), ("/hits", "12.0", .miscited), ("/hits", "1…", .cited), ("", "{}", .miscited),
        ("/nothing", "x", .miscited), ("no pointer", "x", .miscited), ("/text/0", "c", .miscited),
    ])
    func looksUpAPointer(_ pointer: String, _ quote: String, _ verdict: Verdict) async throws {
        #expect(try await Case().verdict(.pointer(pointer), quote) == verdict)
    }

    @Test(arguments: [
        (1...1, "first line", Verdict.cited), (1...2, "first line\nsecond, longer line", .cited),
        (2...2, "second…line", .cited), (3...3, "", .cited), (2...3, "second, longer line\n", .cited),
        (5...5, "last", .cited), (4...4, "fourth é line\r", .cited), (4...4, "fourth e\u{301} line\r", .miscited),
        (1...5, "first…last", .cited), (1...1, "second, longer line", .miscited), (6...6, "", .miscited),
        (5...6, "last", .miscited), (0...0, "", .miscited), (0...1, "first line", .miscited),
        (1...Int.max, "first…", .miscited),
    ])
    func looksUpLines(_ lines: ClosedRange<Int>, _ quote: String, _ verdict: Verdict) async throws {
        #expect(try await Case().verdict(.lines(lines), quote) == verdict)
    }

    @Test func theWorstCitationCounts() async throws {
        let it = try await Case()
        let good = Citation(evidence: it.evidence.id, place: .pointer("/hits"), quote: "12")
        let bad = Citation(evidence: it.evidence.id, place: .pointer("/hits"), quote: "13")
        let gone = Citation(
            evidence: EvidenceID(from: it.world.manager.identifiers), place: .pointer("/hits"), quote: "12")
        #expect(try await it.checker.verdict(on: "", []) == .uncited)
        #expect(try await it.checker.verdict(on: "", [good]) == .cited)
        #expect(try await it.checker.verdict(on: "", [good, gone]) == .unavailable)
        #expect(try await it.checker.verdict(on: "", [gone, bad, good]) == .miscited)
    }

    @Test func onlyWhatMayBeReadCanBeCited() async throws {
        let it = try await Case()
        let citation = Citation(evidence: it.evidence.id, place: .pointer("/hits"), quote: "12")
        let elsewhere = SessionEvidence(session: try await it.world.session(), store: it.world.store, access: .all)
        let blind = SessionEvidence(
            session: it.session, store: it.world.store,
            access: it.world.executor.evidenceAccess(Rights(tools: ["*"], sources: ["web"])))
        for evidence in [elsewhere, blind] {
            let checker = CitationChecker(store: it.world.store, evidence: evidence)
            #expect(try await checker.verdict(on: "", [citation]) == .unavailable)
            let draft = CitationDraft(evidence: it.evidence.id, place: .pointer("/hits"), quote: nil)
            #expect(try await checker.text(at: draft) == nil)
        }
    }

    @Test func aLongExcerptIsFoundInLinearTime() async throws {
        let world = try World { _, _ in .found("short", body: String(repeating: "a", count: 1 << 19) + "b") }
        let session = try await world.session()
        let (evidence, _) = try await world.executor.call(.look(), in: world.scope(session))
        let checker = CitationChecker(
            store: world.store, evidence: SessionEvidence(session: session, store: world.store, access: .all))
        // Tried at each place anew, this would take minutes.
        let part = String(repeating: "a", count: 1 << 18)
        for (quote, verdict) in [("…\(part)b", Verdict.cited), ("…\(part)b…", .cited), ("…\(part)c…", .miscited)] {
            let citation = Citation(evidence: evidence.id, place: .lines(1...1), quote: quote)
            #expect(try await checker.verdict(on: "", [citation]) == verdict)
        }
    }

    @Test func recordsAFindingWithItsQuotes() async throws {
        let it = try await Case()
        let recorder = FindingRecorder(store: it.world.store, executor: it.world.executor, rights: .all)
        let draft = FindingDraft(
            statement: "password=hunter2 is refused", severity: .high, confidence: 0.9,
            citations: [
                CitationDraft(evidence: it.evidence.id, place: .pointer("/hits"), quote: nil),
                CitationDraft(evidence: it.evidence.id, place: .lines(1...2), quote: nil),
                CitationDraft(evidence: it.evidence.id, place: .pointer("/text"), quote: "password=hunter2"),
            ])
        let finding = try await recorder.finding(from: draft, by: World.ada, at: nil, in: it.session)
        #expect(finding.verdict == .miscited)
        #expect(finding.citations.map(\.quote).prefix(2) == ["12", "first line\nsecond, longer line"])
        #expect(!"\(finding)".contains("hunter2"))
    }
}
