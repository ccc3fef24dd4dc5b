import Foundation
import GRDB
import JSON
import Model
import Store
import TestSupport
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
        #expect(group.followers.map(\.kind) == [.stepFinished, .stepStarted, .callFailed])
        #expect(group.followers.map(\.delay) == [0, 200, 70_000])
    }

    @Test func refusesWhatIsCutOffOrGoesOn() throws {
        let text = group.text
        for count in 0..<text.count {
            #expect(throws: DatabaseError.self) { try EntryGroup(Array(text.prefix(count)), followers: 3) }
        }
        #expect(throws: DatabaseError.self) { try EntryGroup(text + [0], followers: 3) }
        for count in [-1, 0, 2, 4, .max] {
            #expect(throws: DatabaseError.self) { try EntryGroup(text, followers: count) }
        }
        let endless: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]
        #expect(throws: DatabaseError.self) { try EntryGroup(endless, followers: 0) }
    }

    /// Whoever reads a row adds it to a time.
    @Test(arguments: [1 << 55, 1 << 56 - 1, 1 << 56, .max]) func noDelayIsTooLongForATime(_ delay: Int) throws {
        var text: [UInt8] = [0, 0, 1]
        text.append(number: delay)
        text.append(counted: [])
        let read = try? EntryGroup(text, followers: 1).followers.map(\.delay)
        #expect(read == (delay < 1 << 56 ? [delay] : nil))
        for delay in read ?? [] {
            let latest = Timestamp(nanoseconds: .max).milliseconds
            #expect(!latest.addingReportingOverflow(Int64(delay)).overflow)
        }
    }

    @Test func whatAChangedByteLeavesIsItselfOrRefused() {
        let text = group.text
        for index in text.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = text
                changed[index] = byte
                guard let read = try? EntryGroup(changed, followers: 3) else { continue }
                // A number may be written with more bytes than it needs; what it says is the same.
                let again = try? EntryGroup(read.text, followers: 3)
                #expect(again == read)
            }
        }
    }

    @Test func takesNoCountThatNoRowHas() throws {
        #expect(try EntryGroup.followers(nil) == nil)
        #expect(try EntryGroup.followers(64) == 64)
        for count in [Int64.min, -1, 0, 65, .max] {
            #expect(throws: DatabaseError.self) { try EntryGroup.followers(count) }
        }
    }

    /// What a damaged or forged row says ends in an error, in every way that leads to it.
    @Test(arguments: [Int64.min, -1, 0, 2, 65, .max])
    func aForgedRowIsToldAsDamaged(_ followers: Int64) async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        let steps = ["a", "b"].map { path in
            Event.stepStarted(
                StepStarted(StepReference(run: RunID(from: SeededIdentifierSource()), path: path, attempt: 1)))
        }
        _ = try await store.append(journal.append(steps))
        let count = try await store.read { try Int.fetchOne($0, sql: "SELECT followers FROM entry WHERE id & 7 = 2") }
        #expect(count == 1, "both stand in one row")
        try harness.execute("UPDATE entry SET followers = \(followers) WHERE id & 7 = 2")
        #expect(
            await StoreHarness.kind { _ = try await store.entries(of: journal.session, after: 0, limit: 9) } == .corrupt
        )
        #expect(
            await StoreHarness.kind { _ = try await store.entries(of: journal.session, after: 3, limit: 9) } == .corrupt
        )
        #expect((try? await store.append(journal.scrub([3: [.payload]]))) != .appended)
        try await store.close()
    }
}
