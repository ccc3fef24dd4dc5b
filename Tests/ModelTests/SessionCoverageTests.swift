import JSON
import Model
import TestSupport
import Testing

/// What of a window was seen.
@Suite struct SessionCoverageTests {
    private static func span(_ start: Int64, _ end: Int64) -> TimeSpan {
        TimeSpan(start: Timestamp(milliseconds: start * 1000), end: Timestamp(milliseconds: end * 1000))
    }

    private static func call(_ coverage: [Coverage]) -> CallFinished {
        let evidence = Evidence(
            id: EvidenceID(from: SeededIdentifierSource(seed: 1)), tool: "t", version: 1, arguments: [:], window: nil,
            sources: [], coverage: coverage, started: Timestamp(nanoseconds: 0), finished: Timestamp(nanoseconds: 0),
            output: [:], body: nil, summary: "")
        return CallFinished(
            call: CallID(from: SeededIdentifierSource(seed: 2)), evidence: evidence, cached: false, step: nil)
    }

    @Test func spansAreAddedUpAndWhatIsLeftIsTold() {
        let calls = [
            Self.call([Coverage(source: "app", value: .complete, searched: Searched(span: Self.span(0, 40), skew: 90))]
            ),
            Self.call([
                Coverage(source: "app", value: .truncated, searched: Searched(span: Self.span(30, 60))),
                Coverage(source: "db", value: .sourceDown),
            ]),
            Self.call([Coverage(source: "app", value: .emptyComplete, searched: Searched(span: Self.span(80, 300)))]),
            Self.call([Coverage(source: "ev_" + String(repeating: "0", count: 26), value: .complete)]),
        ]
        let rows = SessionCoverage(of: Self.span(10, 100), calls: calls, sources: ["never"]).rows
        #expect(rows.map(\.source) == ["app", "db", "never"])
        #expect(rows[0].covered == [Self.span(10, 40), Self.span(80, 100)])
        #expect(rows[0].partial == [Self.span(40, 60)])
        #expect(rows[0].uncovered == [Self.span(60, 80)])
        #expect(rows[0].skew == 90)
        #expect(rows[1].failures == ["sourceDown"] && rows[1].uncovered == [Self.span(10, 100)])
        #expect(rows[2].failures.isEmpty && rows[2].uncovered == [Self.span(10, 100)])
    }

    /// A call that ended in an error has seen nothing of what it was lent, and its source is not one never asked.
    @Test func whatFailedIsToldWithItsSpans() {
        let identifiers = SeededIdentifierSource(seed: 3)
        func failed(_ kind: ToolError.Kind, _ sources: [String]?) -> CallFailed {
            CallFailed(
                call: CallID(from: identifiers), tool: "t", arguments: [:], error: ToolError(kind, "x"), step: nil,
                sources: sources)
        }
        let calls = [
            Self.call([
                Coverage(source: "app", value: .complete, searched: Searched(span: Self.span(0, 40))),
                Coverage(source: "db", value: .sourceDown, searched: Searched(span: Self.span(20, 60))),
            ])
        ]
        let rows = SessionCoverage(
            of: Self.span(0, 100), calls: calls,
            failed: [
                failed(.timeout, ["app", "web"]), failed(.timeout, ["app"]), failed(.communication, ["web"]),
                failed(.validation, ["app"]), failed(.timeout, nil),
            ]
        ).rows
        #expect(rows.map(\.source) == ["app", "db", "web"])
        #expect(rows[0].failures == ["timeout"] && rows[0].failed[0].spans == [Self.span(40, 100)])
        #expect(rows[1].failed.map(\.spans) == [[Self.span(20, 60)]])
        #expect(rows[2].failures == ["timeout", "communication"])
        #expect(rows[2].uncovered == [Self.span(0, 100)])
    }

    @Test func clocksAreCompared() {
        func seen(_ source: String, _ skew: Int?) -> Coverage {
            Coverage(source: source, value: .complete, searched: Searched(skew: skew))
        }
        func clocks(_ parts: [Coverage]) -> [SessionCoverage.ClockGap] {
            SessionCoverage(of: Self.span(0, 100), calls: [Self.call(parts)]).clocks
        }
        let gaps = clocks([seen("app", 90_000), seen("db", nil), seen("lb", -500), seen("web", 0)])
        #expect(gaps.map(\.source) == ["app"] && gaps.map(\.aheadOf) == ["lb"] && gaps.map(\.milliseconds) == [90_500])
        #expect(clocks([seen("app", 1500), seen("web", 0)]).isEmpty)
        #expect(clocks([seen("app", 90_000), seen("db", nil)]).isEmpty)
        #expect(clocks([seen("app", .max), seen("web", .min)]).isEmpty)
    }

    @Test(arguments: [
        ("No errors were logged", true), ("it ran without any failure", true), ("Nothing changed before", true),
        ("There were zero timeouts", true), ("we did not find a cause", true), ("The worker never failed", true),
        ("The node is no longer reachable", false), ("No connection could be opened", false),
        ("Errors begin at noon", false), ("not only errors", false), ("", false),
        ("There were 0 errors", true), ("It did not log any errors", true), ("did not report any errors", true),
        ("The log is free of errors", true), ("Errors were absent", true), ("There weren't any errors", true),
        ("There weren’t any errors", true), ("The error count was zero", true), ("errors: 0", true),
        ("No alerts fired", true), ("no OOM kills", true), ("No 5xx responses were served", true),
        ("It was never down", true), ("the run was error-free", true), ("the rate of 5xx stayed at 0", true),
        ("the absence of retries", true), ("the log lacks entries", true), ("The disk has no doubt filled", false),
        ("exit code 0 at line 0", false), ("The free space ran out", false), ("the pool did not answer", false),
        ("no more than three errors", false), ("10 errors in 0.5 s", false),
        ("A nil pointer panic crashed the service", false), ("redis-0 crash at 12:04", false),
        ("A zero-downtime deploy began", false), ("The process exited with code 0 before the panic", false),
        ("A lack of memory killed the pod", false), ("The process never came back after the panic", false),
        ("There were 'no errors'", true), ("There were no errors", true), ("a zero-error window", true),
        ("a lack of errors", true), ("It never logged that", true), ("The leader was absent", false),
    ])
    func absenceIsTold(_ statement: String, _ isMade: Bool) {
        #expect(AbsenceClaim.isMade(in: statement) == isMade)
    }

    @Test(
        arguments: [
            (0, true), (0.0, true), (false, true), ("", true), (1, false), (true, false), ("0 errors", false),
            (nil, false), ([], false),
        ] as [(JSONValue, Bool)])
    func aResultOfNothingIsKnown(_ value: JSONValue, _ isEmpty: Bool) throws {
        #expect(AbsenceClaim.isEmptyResult(value, at: try JSONPointer("/is")) == isEmpty)
    }

    /// Deep in an output a counter alone tells that nothing was found.
    @Test(arguments: [
        ("/points/3/value", false), ("/process/exitCode", false), ("/summary/Total", true),
        ("/rows/0/errorCount", true), ("/sources/0/matches", true), ("/value", true), ("", true),
    ])
    func aResultOfNothingIsACounter(_ pointer: String, _ isEmpty: Bool) throws {
        #expect(AbsenceClaim.isEmptyResult(0, at: try JSONPointer(pointer)) == isEmpty)
    }
}
