import JSON
import Model
import TestSupport
import Testing

/// What is written in canonical form at once is what `Encoder` and the serialiser would give.
@Suite struct CanonicalFormTests {
    private static let span = TimeSpan(start: Timestamp(milliseconds: -5), end: Timestamp(nanoseconds: 1_000_000_007))
    private static let step = StepReference(
        run: RunID(from: SeededIdentifierSource(seed: 2)), path: "a/b", iteration: 0)

    private static func evidence(isFull: Bool) -> Evidence {
        let searched = Searched(span: span, files: 1, bytes: .max, lines: 0, series: 4, samples: 5, items: 6)
        let omitted = [Omission(what: "a\u{1}", reason: "\u{1f600}"), Omission(what: "b", reason: "c", count: 2)]
        return Evidence(
            id: EvidenceID(from: SeededIdentifierSource(seed: 3)), tool: "t", version: 2,
            arguments: isFull ? ["z": 1, "a": [nil, 0.1]] : .null, window: isFull ? Window(span) : nil,
            sources: isFull ? ["x", "y"] : [],
            coverage: isFull
                ? [Coverage(source: "x", value: .partial, searched: searched, omitted: omitted)]
                : [Coverage(source: "x", value: .emptyComplete)],
            started: span.start, finished: span.end, output: ["k": "v"],
            body: isFull ? BodyReference(describing: Array("a\nb".utf8)) : nil, summary: "\"s\"")
    }

    @Test(arguments: EventTests.all) func isThatOfEveryEvent(_ event: Event) throws {
        let encoded: JSONValue? =
            switch event {
            case .stepStarted(let content): try JSONValue(encoding: content)
            case .stepFinished(let content): try JSONValue(encoding: content)
            case .callFinished(let content): try JSONValue(encoding: content)
            default: nil
            }
        if let encoded { #expect(event.canonicalPayload == encoded.canonicalBytes()) }
    }

    @Test(arguments: [true, false]) func isThatOfEvidence(_ isFull: Bool) throws {
        let evidence = Self.evidence(isFull: isFull)
        #expect(evidence.record == (try JSONValue(encoding: evidence)).canonicalBytes())
        let call = CallFinished(
            call: CallID(from: SeededIdentifierSource()), evidence: evidence, cached: isFull,
            step: isFull ? Self.step : nil)
        #expect(Event.callFinished(call).canonicalPayload == (try JSONValue(encoding: call)).canonicalBytes())
    }
}
