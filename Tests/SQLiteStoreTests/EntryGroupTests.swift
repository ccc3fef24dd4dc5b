import Foundation
import GRDB
import JSON
import Model
import Testing

@testable import SQLiteStore

/// Entries in the row of another.
@Suite struct EntryGroupTests {
    private let group: EntryGroup

    init() throws {
        let texts = [Array(#"{"call":"x"}"#.utf8), Array("record".utf8)]
        var text: [UInt8] = []
        for part in texts { text.append(counted: part) }
        for (kind, delay) in [(1, 0), (0, 200), (2, 70_000)] as [(UInt8, Int)] {
            text.append(kind)
            text.append(number: delay)
            text.append(counted: Array(#"{"step":\#(delay)}"#.utf8))
        }
        group = try EntryGroup(text, followers: 3)
        #expect(group.text == text)
    }

    @Test func tellsWhatItHolds() {
        #expect(group.payload == Array(#"{"call":"x"}"#.utf8))
        #expect(group.record == Array("record".utf8))
        #expect(group.followers.map(\.kind) == ["step.finished", "step.started", "call.failed"])
        #expect(group.followers.map(\.delay) == [0, 200, 70_000])
    }

    @Test func refusesEveryOtherText() throws {
        let text = group.text
        for count in 0..<text.count {
            #expect(throws: DatabaseError.self) { try EntryGroup(Array(text.prefix(count)), followers: 3) }
        }
        #expect(throws: DatabaseError.self) { try EntryGroup(text + [0], followers: 3) }
        #expect(throws: DatabaseError.self) { try EntryGroup(text, followers: 2) }
        #expect(throws: DatabaseError.self) {
            try EntryGroup([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], followers: 0)
        }
        // Whatever the bytes are, reading them ends.
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<5000 {
            var changed = text
            changed[Int.random(in: 0..<text.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            _ = try? EntryGroup(changed, followers: 3)
        }
    }
}
