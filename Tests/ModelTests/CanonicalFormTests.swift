import JSON
import Model
import Store
import TestSupport
import Testing

/// What is written in canonical form at once is what `Encoder` and the serialiser would give.
@Suite struct CanonicalFormTests {
    private static let span = TimeSpan(start: Timestamp(milliseconds: -5), end: Timestamp(nanoseconds: 1_000_000_007))
    private static let step = StepReference(
        run: RunID(from: SeededIdentifierSource(seed: 2)), path: "a/b", iteration: 0)

    private static func evidence(isFull: Bool) -> Evidence {
        var searched = Searched(span: span, files: 1, bytes: .max, lines: 0, series: 4, samples: 5, items: 6)
        searched.dayByFileTime = 7
        searched.yearByFileTime = 8
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

    /// Read directly, an entry says what it says when it is read in the general way, whatever stands in it.
    @Test func isReadAsTheGeneralWayReadsIt() throws {
        var journal = JournalFixture(session: SessionID(from: SeededIdentifierSource()))
        for event in EventTests.all { journal.add(event) }
        for isFull in [true, false, true] {
            let step = isFull ? Self.step : nil
            let call = CallFinished(
                call: CallID(from: SeededIdentifierSource()), evidence: Self.evidence(isFull: isFull), cached: !isFull,
                step: step)
            journal.add(.callFinished(call))
        }
        var searched = Searched(span: Self.span, files: 1, bytes: 999_999_999_999_999, lines: 0, series: 10)
        searched.dayByFileTime = 1
        searched.yearByFileTime = 0
        for coverage in [[], [Coverage(source: "a", value: .stale, searched: searched)]] {
            let evidence = JournalFixture.evidence(4).evidence
            let other = Evidence(
                id: evidence.id, tool: evidence.tool, version: 1, arguments: .null, window: nil, sources: [],
                coverage: coverage + coverage, started: evidence.started, finished: evidence.finished, output: .null,
                body: nil, summary: "quiet")
            for _ in 0..<2 {
                journal.add(
                    .callFinished(
                        CallFinished(
                            call: CallID(from: SeededIdentifierSource()), evidence: other, cached: false,
                            step: StepReference(run: Self.step.run, path: "s1", attempt: 12),
                            cost: CallCost(answer: 12, milliseconds: 345))))
            }
        }
        var reader = EventReader()
        for entry in journal.entries {
            let direct = reader.event(of: entry)
            #expect(String(describing: direct) == String(describing: Event(entry)))
            #expect(direct.payload.canonicalBytes() == entry.payload)
        }
    }

    /// What is written otherwise, cut off or changed is left to the general way.
    @Test func isReadAsTheGeneralWayReadsItWhenDamaged() throws {
        var journal = JournalFixture(session: SessionID(from: SeededIdentifierSource()))
        journal.add(.stepStarted(StepStarted(Self.step)))
        journal.add(
            .stepFinished(StepFinished(Self.step, status: .succeeded, evidence: Self.evidence(isFull: true).id)))
        journal.add(.stepFinished(StepFinished(Self.step, status: .skipped, reason: "not needed")))
        journal.add(
            .callFinished(
                CallFinished(
                    call: CallID(from: SeededIdentifierSource()), evidence: JournalFixture.evidence(4).evidence,
                    cached: false, step: Self.step)))
        var reader = EventReader()
        for entry in journal.entries {
            let payload = entry.payload ?? []
            for index in payload.indices {
                for byte in [UInt8(ascii: "\""), UInt8(ascii: "0"), UInt8(ascii: " "), UInt8(ascii: "\\"), 0xC3] {
                    var changed = payload
                    changed[index] = byte
                    expectSame(&reader, entry, changed)
                }
                expectSame(&reader, entry, Array(payload[..<index]))
                expectSame(&reader, entry, payload + payload[index...])
            }
        }
    }

    private func expectSame(_ reader: inout EventReader, _ entry: Entry, _ payload: [UInt8]) {
        let other = Entry(
            session: entry.session, sequence: entry.sequence, time: entry.time, principal: entry.principal,
            kind: entry.kind, payload: payload, previousHash: entry.previousHash)
        #expect(String(describing: reader.event(of: other)) == String(describing: Event(other)))
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
