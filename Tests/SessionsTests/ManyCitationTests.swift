import JSON
import Model
import Policy
import Store
import TestSupport
import Testing
import Tooling
import Workflows

@testable import Sessions

/// Two hundred findings, half of them with a quote that was altered by little.
@Suite struct ManyCitationTests {
    private static let lines = (1...400).map {
        "2026-03-01T12:00:\($0 % 60) ERROR pool-\($0) timeout after \($0 * 7) ms"
    }

    private struct Desk {
        let world: World
        let session: Session
        let evidence: Evidence
        let recorder: FindingRecorder

        init(_ coverage: CoverageValue = .complete, output: JSONValue? = nil) async throws {
            world = try World { _, _ in
                ToolResult(
                    output: output ?? ["text": .string(ManyCitationTests.lines[0]), "hits": 400],
                    coverage: [Coverage(source: "app", value: coverage)], summary: "",
                    body: Array((ManyCitationTests.lines.joined(separator: "\n") + "\n").utf8))
            }
            session = try await world.session()
            evidence = try await world.executor.call(.look(), in: world.scope(session)).evidence
            recorder = FindingRecorder(store: world.store, executor: world.executor, rights: .all)
        }

        func finding(_ statement: String, _ place: Citation.Place, _ quote: String?) async throws -> Finding {
            try await recorder.finding(
                from: FindingDraft(
                    statement: statement, severity: .high, confidence: 1,
                    citations: [CitationDraft(evidence: evidence.id, place: place, quote: quote)]),
                by: World.ada, at: nil, in: session)
        }
    }

    /// A quote with one sign, one number or one line changed.
    private static func altered(_ quote: String, line: Int, by way: Int) -> (quote: String, line: Int) {
        switch way % 5 {
        case 0: return (quote.replacing("ERROR", with: "ERR0R"), line)
        case 1: return (quote.replacing("pool-\(line)", with: "pool-\(line + 1)"), line)
        case 2: return (String(quote.dropLast()), line)
        case 3: return (quote, line == 400 ? 1 : line + 1)
        default: return (quote + " ", line)
        }
    }

    @Test func everyAlteredQuoteIsFoundAndEveryTrueOneHolds() async throws {
        let desk = try await Desk()
        for index in 0..<200 {
            let line = index * 2 + 1
            let quote = Self.lines[line - 1]
            let isAltered = index % 2 == 1
            let cited = isAltered ? Self.altered(quote, line: line, by: index / 2) : (quote, line)
            let finding = try await desk.finding("pool \(line) timed out", .lines(cited.1...cited.1), cited.0)
            #expect(finding.verdict == (isAltered ? .miscited : .cited), "\(index): \(cited)")
            guard isAltered else { continue }
            let check = try #require(try await desk.recorder.checks(of: finding, in: desk.session).first)
            #expect(check.nearest != nil && check.reason != nil, "\(index): the nearest text is told")
        }
    }

    /// Which of two secrets is told does not depend on the digits that stand for them, unless they are the same.
    @Test func secretsAreNotLikeEachOther() {
        let values: JSONValue = [
            "user=«secret:bbbbbbbbbbbb»", "user=«secret:aaaaaaaaaaab»", "user=«secret:cccccccccccc»",
        ]
        #expect(NearestText("user=«secret:aaaaaaaaaaaa»").found(in: values)?.pointer == "/0")
        #expect(NearestText("user=«secret:cccccccccccc»").found(in: values)?.pointer == "/2")
    }

    @Test func theNearestTextIsTheOneThatWasMeant() async throws {
        let desk = try await Desk()
        let elsewhere = try await desk.finding("x", .lines(3...3), Self.lines[6])
        let found = try await desk.recorder.checks(of: elsewhere, in: desk.session)
        #expect(found.first?.nearest?.place == .lines(7...7))
        let output: JSONValue = ["text": "connection refused by db:5432", "hits": 12]
        let other = try await Desk(output: output)
        let wrong = try await other.finding("x", .pointer("/hits"), "connection refused by db:5433")
        let nearest = try await other.recorder.checks(of: wrong, in: other.session).first?.nearest
        #expect(nearest?.text == "12" || nearest?.place == .pointer("/text"))
        let misplaced = try await other.finding("x", .pointer("/nothing"), "connection refused by db:5432")
        #expect(
            try await other.recorder.checks(of: misplaced, in: other.session).first?.nearest?.place
                == .pointer("/text"))
    }

    @Test(arguments: [
        ("There were no errors in the window", CoverageValue.truncated, Verdict.miscited),
        ("There were no errors in the window", .partial, .miscited),
        ("It ran without a single timeout", .sourceDown, .miscited),
        ("Nothing was logged by the worker", .stale, .miscited),
        ("There were no errors in the window", .emptyComplete, .cited),
        ("There were no errors in the window", .complete, .cited),
        ("The pool timed out", .truncated, .cited), ("The node is no longer reachable", .truncated, .cited),
    ])
    func whatWasNotSeenCannotBeMissing(
        _ statement: String, _ coverage: CoverageValue, _ verdict: Verdict
    ) async throws {
        let desk = try await Desk(coverage)
        let finding = try await desk.finding(statement, .pointer("/hits"), "400")
        #expect(finding.verdict == verdict)
        if verdict == .miscited {
            let check = try await desk.recorder.checks(of: finding, in: desk.session).first
            #expect(check?.reason?.contains(coverage.rawValue) == true)
        }
    }

    /// A result of nothing shows nothing where not all was seen, however the statement is worded.
    @Test(arguments: [
        ("/hits", 0, CoverageValue.partial, Verdict.miscited), ("/hits", 0, .complete, .cited),
        ("/text", 0, .truncated, .miscited), ("/text", 0, .emptyComplete, .cited), ("/hits", 3, .partial, .cited),
    ])
    func aResultOfNothingNeedsAWholeLook(
        _ place: String, _ hits: Int, _ coverage: CoverageValue, _ verdict: Verdict
    ) async throws {
        let output: JSONValue = ["text": "", "hits": JSONValue(hits)]
        let desk = try await Desk(coverage, output: output)
        let quote = place == "/text" ? "" : "\(hits)"
        let finding = try await desk.finding("The service kept its promise", .pointer(place), quote)
        #expect(finding.verdict == verdict)
        let check = try await desk.recorder.checks(of: finding, in: desk.session).first
        #expect(check?.verdict == verdict && (verdict == .cited || check?.reason?.contains(coverage.rawValue) == true))
    }

    /// Redaction has not seen what is in an image, so nothing may tell whether a text stands in it.
    @Test func anImageIsNoOracle() async throws {
        let world = try World()
        let session = try await world.session()
        let attacher = Attacher(manager: world.manager, executor: world.executor, author: World.ada)
        let image: [UInt8] =
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array("a\nb\npassword=hunterInPng77\n".utf8)
        let evidence = try await attacher.attach(image, named: "screen.png", to: session)
        let recorder = FindingRecorder(store: world.store, executor: world.executor, rights: .all)
        for (quote, lines) in [("…hunterInPng7…", 1...1), ("…hunterInPng8…", 1...1), ("…hunterInPng7…", 3...3)] {
            let draft = FindingDraft(
                statement: "x", severity: .low, confidence: 1,
                citations: [CitationDraft(evidence: evidence.id, place: .lines(lines), quote: quote)])
            let finding = try await recorder.finding(from: draft, by: World.ada, at: nil, in: session)
            let check = try #require(try await recorder.checks(of: finding, in: session).first)
            #expect(finding.verdict == .miscited && check.nearest == nil)
        }
    }

    @Test func aCitationOfWhatWasMadeOfEvidenceLeadsToTheEvidence() async throws {
        let original = EvidenceID(from: SeededIdentifierSource(seed: 3))
        let derived: JSONValue = [
            "text": "derived", "derivedFrom": [.string(original.rawValue)],
            "rows": [["evidence": .string(original.rawValue), "line": 2, "value": "a line"]],
        ]
        let draft = CitationDraft(
            evidence: EvidenceID(from: SeededIdentifierSource(seed: 4)), place: .pointer("/rows/0/value"),
            quote: "a line")
        let evidence = Evidence(
            id: draft.evidence, tool: "query_evidence", version: 1, arguments: [:], window: nil, sources: [],
            coverage: [], started: Timestamp(nanoseconds: 0), finished: Timestamp(nanoseconds: 0), output: derived,
            body: nil, summary: "")
        let led = DerivedCitation(evidence: evidence).original(of: draft)
        #expect(led == CitationDraft(evidence: original, place: .lines(2...2), quote: "a line"))
        #expect(
            DerivedCitation(evidence: evidence)
                .original(of: CitationDraft(evidence: draft.evidence, place: .pointer("/text"), quote: nil)) == nil)
    }
}
