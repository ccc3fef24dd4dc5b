import Model
import Store
import TestSupport
import Testing

@testable import Sessions

@Suite struct OwnKeysTests {
    private static let keys = (0..<3).map { Digest(of: [UInt8($0)]) }

    private static func record(_ number: UInt64) -> EvidenceRecord {
        JournalFixture.evidence(number, key: "k\(number)")
    }

    @Test func knowsWhatASessionOfItsOwnLacks() throws {
        var keys = OwnKeys()
        #expect(!keys.lack(Self.keys[0]), "nothing is known of a session that was there before")
        var journal = JournalFixture(session: .server)
        keys.begin(journal.open().entries, [], after: .empty)
        #expect(keys.lack(Self.keys[0]))
        let record = Self.record(1)
        let key = try #require(record.key)
        #expect(keys.lack(key))
        let call = journal.call(record, number: 1)
        keys.begin(call.entries, [record], after: JournalHead(sequence: 1, hash: .zero))
        #expect(!keys.lack(key) && keys.lack(Self.keys[0]))
        // A reader was quicker than the store's answer.
        for entry in call.entries { keys.see(entry) }
        #expect(keys.lack(Self.keys[0]))
    }

    @Test func knowsNothingOnceOthersHaveRecordedEvidence() {
        var keys = OwnKeys()
        var journal = JournalFixture(session: .server)
        let opened = journal.open()
        keys.begin(opened.entries, [], after: .empty)
        for entry in journal.note().entries { keys.see(entry) }
        #expect(keys.lack(Self.keys[0]))
        for entry in journal.call(Self.record(2), number: 2).entries { keys.see(entry) }
        #expect(!keys.lack(Self.keys[0]))
    }
}
