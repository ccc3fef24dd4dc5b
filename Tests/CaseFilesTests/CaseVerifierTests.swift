import CaseFiles
import JSON
import Model
import TestSupport
import Testing

@Suite struct CaseVerifierTests {
    private func report(_ draft: CaseDraft, withheld: [Int: WithheldParts] = [:]) async throws -> CaseReport {
        try await CaseReport.of(try draft.bytes(.key(try CaseDraft.key(7)), withheld: withheld))
    }

    @Test func saysWhoseSignatureItIs() async throws {
        let (key, other) = (try CaseDraft.key(7), try CaseDraft.key(8))
        let signed = try CaseDraft.sample().bytes(.key(key))
        #expect(try await CaseReport.of(signed).signature == .unknown(key.publicKey))
        #expect(try await CaseReport.of(signed, key: key.publicKey).signature == .known(key.publicKey))
        let foreign = try await CaseReport.of(signed, key: other.publicKey)
        #expect(foreign.signature == .foreign(key.publicKey))
        #expect(foreign.first?.subject == .signature)
        let unsigned = try CaseDraft.sample().bytes(.nobody)
        #expect(try await CaseReport.of(unsigned).isSound)
        #expect(try await !CaseReport.of(unsigned, key: key.publicKey).isSound)
    }

    @Test func namesTheFirstThatDoesNotHold() async throws {
        var items = try CaseDraft.sample().items(.nobody)
        for (index, item) in items.enumerated() {
            guard case .entry(let entry) = item, [3, 6].contains(entry.entry.sequence) else { continue }
            let known = entry.entry
            let forged = Entry(
                session: known.session, sequence: known.sequence, time: known.time, principal: "local:eve",
                kind: known.kind, payload: known.payload, previousHash: known.previousHash)
            items[index] = .entry(CaseEntry(forged, hash: entry.hash, payloadHash: entry.payloadHash))
        }
        let report = try await CaseReport.of(try CaseDraft.bytes(of: items))
        #expect(report.first?.sequence == 3)
        #expect(report.counts.count(of: .entry, .broken) == 2)
        #expect(report.counts.count(of: .entry, .holds) == 6)
    }

    /// "No errors" is proven by what was seen whole alone, however true the quote is.
    @Test(arguments: [
        ("There were no errors", CoverageValue.truncated, Verdict.cited, false),
        ("There were no errors", .partial, .cited, false), ("There were no errors", .sourceDown, .cited, false),
        ("There were no errors", .emptyComplete, .cited, true), ("There were no errors", .truncated, .miscited, true),
        // A count of nothing says the same, whatever is said of it.
        ("There were errors", .truncated, .cited, false), ("There were errors", .emptyComplete, .cited, true),
    ]) func looksAtWhatAbsenceRestsOn(
        _ statement: String, _ seen: CoverageValue, _ verdict: Verdict, _ isAccepted: Bool
    ) async throws {
        var draft = CaseDraft.sample()
        let evidence = draft.addCall(9, output: ["count": 0], seen: seen)
        draft.addFinding(
            9, [Citation(evidence: evidence, place: .pointer("/count"), quote: "0")], verdict: verdict,
            statement: statement)
        let report = try await report(draft)
        // The quote stands: nothing is broken, whatever the rules of the time were.
        #expect(report.isSound, "\(report.faults)")
        #expect(report.counts.count(of: .citations, .judgedOtherwise) == (isAccepted ? 0 : 1))
        let reason = report.faults.first { $0.verdict == .judgedOtherwise }?.reason
        #expect(isAccepted || reason?.contains("app was seen as \(seen.rawValue) only") == true)
    }

    /// What was altered is broken, also where the rules have something to say against it.
    @Test func anAlteredQuoteIsBrokenWhateverItClaims() async throws {
        var draft = CaseDraft.sample()
        let evidence = draft.addCall(9, output: ["count": 0, "other": 1], seen: .truncated)
        let quotes = [("/count", "0"), ("/other", "2")]
        draft.addFinding(
            9, quotes.map { Citation(evidence: evidence, place: .pointer($0.0), quote: $0.1) },
            statement: "There were no errors")
        #expect(try await report(draft).first?.reason == "a quote is not where it says")
    }

    /// What is no counter of what was found may be 0; and the bytes of an image are no lines.
    @Test func looksAtWhatIsQuoted() async throws {
        for (member, otherwise) in [("value", 0), ("count", 1)] {
            var draft = CaseDraft.sample()
            let evidence = draft.addCall(9, output: ["points": [["value": 0, "count": 0]]], seen: .truncated)
            draft.addFinding(9, [Citation(evidence: evidence, place: .pointer("/points/0/\(member)"), quote: "0")])
            let report = try await report(draft)
            #expect(report.isSound && report.counts.count(of: .citations, .judgedOtherwise) == otherwise, "\(member)")
        }
        for (media, isSound) in [("text/plain", true), ("image/png", false)] {
            var draft = CaseDraft.sample()
            let evidence = draft.addCall(9, output: ["media": .string(media)], body: Array("a\n".utf8))
            draft.addFinding(9, [Citation(evidence: evidence, place: .lines(1...1), quote: "a")])
            #expect(try await report(draft).isSound == isSound, "\(media)")
        }
    }

    /// A payload that is gone is removed when a later entry says so, and broken when nothing does.
    @Test func tellsRemovedFromBroken() async throws {
        var draft = CaseDraft.sample()
        draft.journals[0].rows[4].payload = nil
        let broken = try await report(draft)
        #expect(broken.first?.sequence == 5)
        #expect(broken.first?.subject == .entry)
        draft.add(.unknown(kind: "entry.scrubbed", payload: ["items": [["sequence": 5, "parts": ["payload"]]]]))
        let removed = try await report(draft)
        #expect(removed.isSound, "\(removed.faults)")
        #expect(removed.faults.map(\.verdict) == [.removed])
        #expect(removed.faults.first?.by?.hasPrefix("entry 9 of") == true)
        let withheld = try await report(
            {
                var d = CaseDraft.sample(); d.journals[0].rows[4].payload = nil; return d
            }(),
            withheld: [5: .payload])
        #expect(withheld.isSound)
        #expect(withheld.counts.count(of: .entry, .removed) == 1)
    }

    @Test func tellsOfBodiesAndEvidenceThatAreGone() async throws {
        var draft = CaseDraft.sample()
        let body = try #require(draft.journals[0].rows[1].body)
        draft.journals[0].rows[1].body = nil
        draft.journals[0].rows[3].body = nil
        let broken = try await report(draft)
        #expect(broken.first?.subject == .body)
        #expect(broken.counts.count(of: .citations, .broken) == 1)
        draft.add(
            .unknown(
                kind: "body.removed",
                payload: [
                    "bodies": .array(
                        [2, 4].map { ["sequence": $0, "sha256": .string(Digest(of: body).hex), "length": 1] })
                ]))
        let removed = try await report(draft)
        #expect(removed.isSound, "\(removed.faults)")
        #expect(removed.counts.count(of: .citations, .removed) == 1)

        var other = CaseDraft.sample()
        other.journals[0].rows[1].evidence = nil
        other.journals[0].rows[3].body = nil
        #expect(try await report(other).first?.subject == .evidence)
        other.add(.unknown(kind: "entry.scrubbed", payload: ["items": [["sequence": 2, "parts": ["evidence"]]]]))
        #expect(try await report(other).counts.count(of: .evidence, .removed) == 1)
    }

    @Test func looksCitationsUp() async throws {
        for (quote, verdict, holds) in [
            ("connection refused", Verdict.cited, true), ("connection…", .cited, true), ("refused", .cited, false),
            ("refused", .miscited, true),
        ] {
            var draft = CaseDraft.sample()
            let evidence = try #require(draft.journals[0].rows[1].evidence)
            draft.addFinding(
                9, [Citation(evidence: evidence.id, place: .pointer("/text"), quote: quote)], verdict: verdict)
            #expect(try await report(draft).isSound == holds, "\(quote)")
        }
        var draft = CaseDraft.sample()
        draft.addFinding(9, [])
        #expect(try await report(draft).first?.subject == .citations)
        draft = .sample()
        let unknown = EvidenceID(from: SeededIdentifierSource(seed: 99))
        draft.addFinding(9, [Citation(evidence: unknown, place: .pointer(""), quote: "x")])
        #expect(try await report(draft).first?.subject == .citations)
    }

    @Test func followsALineage() async throws {
        let parent = CaseDraft.sample()
        let items = try parent.items(.nobody)
        guard case .header(let header) = items[0] else { throw TestFailure("no header") }
        let head = try #require(header.head.journals.first?.head)
        func fork(_ payload: JSONValue) -> CaseDraft {
            var draft = parent
            draft.journals.append((CaseDraft.session(2), []))
            draft.add(.unknown(kind: "session.forked", payload: payload))
            draft.add(.noteAdded(NoteAdded(text: "Elsewhere", author: CaseDraft.principal)))
            return draft
        }
        let link: JSONValue = [
            "parent": .string(CaseDraft.session(1).rawValue), "sequence": JSONValue(head.sequence),
            "hash": .string(head.hash.hex),
        ]
        #expect(try await report(fork(link)).isSound)
        let wrong: JSONValue = [
            "parent": .string(CaseDraft.session(1).rawValue), "sequence": JSONValue(head.sequence - 1),
            "hash": .string(head.hash.hex),
        ]
        #expect(try await report(fork(wrong)).first?.subject == .journal)
        var alone = fork(link)
        alone.journals.removeFirst()
        #expect(try await report(alone).first?.subject == .journal)
    }

    /// A long body stands in pieces, and is cited without being held.
    @Test func readsBodiesInPieces() async throws {
        let body = Array((1...150_000).map { "line \($0) of a log\n" }.joined().utf8)
        var draft = CaseDraft(journals: [(CaseDraft.session(1), [])])
        let id = draft.addCall(1, output: ["n": 1], body: body)
        draft.addFinding(1, [Citation(evidence: id, place: .lines(149_999...149_999), quote: "line 149999 of a log")])
        var items = try draft.items(.nobody)
        let index = try #require(items.firstIndex { if case .blob = $0 { true } else { false } })
        let pieces = stride(from: 0, to: body.count, by: 1 << 20).map { start in
            CaseItem.blob(
                CaseBlob(
                    sha256: Digest(of: body), length: body.count,
                    piece: Array(body[start..<min(start + 1 << 20, body.count)])))
        }
        items.replaceSubrange(index...index, with: pieces)
        let report = try await CaseReport.of(try CaseDraft.bytes(of: items))
        #expect(report.isSound, "\(report.faults)")
        #expect(pieces.count == 3)
        items.swapAt(index, index + 1)
        #expect(try await !CaseReport.of(try CaseDraft.bytes(of: items)).isSound)
    }
}
