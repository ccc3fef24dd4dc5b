import JSON
import Model
import TestSupport
import Testing

@Suite struct EntryTests {
    private let session = SessionID(from: SeededIdentifierSource(seed: 1))
    private let time = Timestamp(milliseconds: 1_772_366_400_123)

    @Test func headerIsCanonical() {
        let draft = EntryDraft(
            .unknown(kind: "test.\u{e9}\"", payload: ["b": 1, "a": "x"]), principal: "local:ada", time: time)
        let entry = Entry(draft, session: session, after: .empty)
        #expect(String(decoding: entry.payload ?? [], as: UTF8.self) == #"{"a":"x","b":1}"#)
        let header =
            #"{"kind":"test.é\"","payloadHash":"\#(Digest(of: Array(#"{"a":"x","b":1}"#.utf8)))","#
            + #""previousHash":"\#(String(repeating: "0", count: 64))","principal":"local:ada","sequence":1,"#
            + #""session":"\#(session)","time":"2026-03-01T12:00:00.123Z","v":1}"#
        #expect(String(decoding: entry.header, as: UTF8.self) == header)
        #expect(entry.hash == Digest(of: Array(header.utf8)))
    }

    @Test func formNeverChanges() throws {
        let fixed = try #require(SessionID("ses_0123456789abcdefghjkmnpqrs"))
        let entry = Entry(
            session: fixed, sequence: 7, time: time, principal: "p", kind: "k", payload: Array("{}".utf8),
            previousHash: Digest(of: []))
        #expect(entry.payloadHash.hex == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
        #expect(entry.hash.hex == "5e3816ef45e28144563e9d083e8e1df5f9ad2e265de3c65d7916ca6eb2773518")
    }

    @Test func chains() {
        var journal = JournalFixture(session: session)
        _ = journal.open()
        for _ in 0..<5 { _ = journal.note() }
        var previous = JournalHead.empty
        for entry in journal.entries {
            #expect(entry.sequence == previous.sequence + 1)
            #expect(entry.previousHash == previous.hash)
            previous = entry.head
        }
        #expect(Set(journal.entries.map(\.hash)).count == 6)
    }

    @Test func keepsItsHashWhenScrubbed() {
        var journal = JournalFixture(session: session)
        let entry = journal.add(.unknown(kind: "k", payload: "a secret"))
        let scrubbed = Entry(
            session: session, sequence: 1, time: entry.time, principal: entry.principal, kind: "k", payload: nil,
            payloadHash: entry.payloadHash, previousHash: .zero)
        #expect(scrubbed.hash == entry.hash)
        #expect(scrubbed != entry)
        guard case .unknown("k", .null) = Event(scrubbed) else {
            Issue.record("a scrubbed payload has no content")
            return
        }
    }

    @Test func isTheSameByWhatItSaysAndWhereItWasMade() {
        var journal = JournalFixture(session: session)
        let entry = journal.add(.unknown(kind: "k", payload: 1))
        let again = Entry(
            session: session, sequence: 1, time: entry.time, principal: entry.principal, kind: "k",
            payload: entry.payload, previousHash: .zero)
        #expect(again == entry)
        #expect(again.hashValue == entry.hashValue)
        #expect(entry.imported.hash == entry.hash)
        #expect(entry.imported != entry)
        #expect(entry.imported == again.imported)
        #expect(journal.add(.unknown(kind: "k", payload: 1)) != entry)
        #expect("\(entry.imported)".contains("imported"))
    }

    @Test func timesAreWholeMilliseconds() {
        let fine = Timestamp(nanoseconds: 1_772_366_400_123_456_789)
        let draft = EntryDraft(.unknown(kind: "k", payload: 1), principal: "p", time: fine)
        #expect(Entry(draft, session: session, after: .empty).time == time)
    }

    @Test(arguments: ["", "00", String(repeating: "g", count: 64), String(repeating: "A", count: 64)])
    func refusesDigests(_ text: String) { #expect(Digest(hex: text) == nil) }

    @Test func digestsAreHexadecimal() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        #expect(Digest(of: []).hex == empty)
        #expect(Digest(hex: empty) == Digest(of: []))
        #expect(Digest(bytes: [1, 2]) == nil)
    }
}
