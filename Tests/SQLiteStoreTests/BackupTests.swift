import Foundation
import GRDB
import Glibc
import Model
import Store
import TestSupport
import Testing

@testable import SQLiteStore

@Suite struct BackupTests {
    private let harness: StoreHarness
    private let path: String

    init() throws {
        harness = try StoreHarness()
        path = harness.folder.path("it's a copy.db")
    }

    @Test func holdsWhatWasAcknowledgedWhileOthersWrite() async throws {
        let store = try await harness.open()
        var journal = harness.journal()
        let body = Array(repeating: UInt8(ascii: "x"), count: 3 << 20)
        _ = try await store.append(journal.open(title: "The pool"))
        _ = try await store.append(journal.call(JournalFixture.evidence(1, body: body), number: 1))
        for turn in 0..<200 { _ = try await store.append(journal.note("acknowledged \(turn)")) }
        let acknowledged = journal
        try await withThrowingTaskGroup(of: Void.self) { [path] group in
            group.addTask { try await store.backup(to: path, replacing: false) }
            group.addTask {
                var journal = acknowledged
                for turn in 0..<200 { _ = try await store.append(journal.note("meanwhile \(turn)")) }
            }
            try await group.waitForAll()
        }
        #expect(harness.mode(of: path) == 0o600)
        let names = try harness.folder.names()
        #expect(!names.contains { $0.hasPrefix(".casebook-") }, "\(names)")
        let copy = try await SQLiteStore(path: path, create: false)
        let found = try await copy.entries(of: acknowledged.session, after: 0, limit: 1000)
        #expect(found.starts(with: acknowledged.entries))
        #expect(try await copy.blob(Digest(of: body), range: 0..<body.count) == body)
        #expect(try await copy.search("acknowledged", limit: 300, cursor: nil).hits.count == 200)
        var later = JournalFixture(session: SessionID(from: SeededIdentifierSource(seed: 7)))
        #expect(try await copy.append(later.open()) == .appended)
        try await copy.close()
        try await store.close()
    }

    @Test func clearsUpAfterBackupsThatWereEndedInTheMiddle() async throws {
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        let names = [
            ".casebook-backup-abc123", ".casebook-backup-locked", ".casebook-backup-mine.db", ".casebook-abcdef",
        ]
        for name in names { try harness.folder.write("half a copy", to: name) }
        let locked = unsafe open(harness.folder.path(names[1]), O_RDONLY | O_CLOEXEC)
        #expect(flock(locked, LOCK_EX | LOCK_NB) == 0)
        try await store.backup(to: path, replacing: false)
        let left = try harness.folder.names().filter { $0.hasPrefix(".casebook-") }
        #expect(left.sorted() == [names[1], names[2], names[3]].sorted())
        close(locked)
        try await store.backup(to: path, replacing: true)
        let rest = try harness.folder.names().filter { $0.hasPrefix(".casebook-") }
        #expect(rest.sorted() == [names[2], names[3]].sorted())
        try await store.close()
    }

    @Test func replacesOnlyWhatItIsToldTo() async throws {
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        try harness.folder.write("precious", to: "it's a copy.db")
        #expect(await StoreHarness.kind { try await store.backup(to: path, replacing: false) } == .exists)
        #expect(try harness.folder.read("it's a copy.db") == Array("precious".utf8))
        try await store.backup(to: path, replacing: true)
        #expect(harness.mode(of: path) == 0o600)
        // Neither the database itself, by whatever name, nor one that is in use.
        _ = unsafe link(harness.path, harness.folder.path("alias.db"))
        for name in ["casebook.db", "alias.db", "casebook.db-wal", "casebook.db-lock"] {
            let target = harness.folder.path(name)
            #expect(
                await StoreHarness.kind { try await store.backup(to: target, replacing: true) } == .exists, "\(name)")
        }
        let copy = try await SQLiteStore(path: path, create: false)
        #expect(await StoreHarness.kind { try await store.backup(to: path, replacing: true) } == .exists)
        try await copy.close()
        for target in ["", harness.folder.path("none/x.db"), harness.folder.path + "/"] {
            #expect(await StoreHarness.kind { try await store.backup(to: target, replacing: true) } == .inputOutput)
        }
        #expect(await StoreHarness.kind { try await store.backup(to: harness.folder.path, replacing: true) } == .exists)
        try await store.close()
    }

    @Test func saysThatTheDatabaseIsWhatIsDamaged() async throws {
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        for turn in 0..<200 {
            _ = try await store.append(journal.note((0..<40).map { "\(turn * $0 * 7919)" }.joined(separator: " ")))
        }
        try await store.wipe()
        let file = try FileHandle(forUpdating: URL(filePath: harness.path))
        try file.seek(toOffset: 4096 * 8)
        try file.write(contentsOf: Data(repeating: 0xFF, count: 4096 * 8))
        try file.close()
        let error = await #expect(throws: StoreError.self) { try await store.backup(to: path, replacing: false) }
        #expect(error?.kind == .corrupt && error?.message.hasPrefix(harness.path + ":") == true, "\(error as Any)")
        #expect(FileStatus(path) == nil)
        try? await store.close()
    }
}
