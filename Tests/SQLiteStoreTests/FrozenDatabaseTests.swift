import Glibc
import Model
import Store
import TestSupport
import Testing

@testable import SQLiteStore

/// Databases that cannot be written; root can write everywhere but on a disk that was made read-only.
@Suite struct FrozenDatabaseTests {
    /// A folder that can be made read-only.
    private final class Shelf: Sendable {
        let folder: TemporaryFolder
        private let isMounted: Bool

        init?() throws {
            folder = try TemporaryFolder()
            isMounted = geteuid() == 0
            guard isMounted else { return }
            guard unsafe mount("tmpfs", folder.path, "tmpfs", 0, "size=8m,mode=700") == 0 else { return nil }
        }

        deinit {
            if isMounted {
                _ = unsafe umount2(folder.path, Int32(MNT_DETACH))
            } else {
                _ = unsafe chmod(folder.path, 0o700)
            }
        }

        func freeze() -> Bool {
            guard isMounted else { return unsafe chmod(folder.path, 0o500) == 0 }
            // A process that another test starts holds every file that is open until it has become its program.
            for _ in 0..<10_000 {
                let code = unsafe mount("tmpfs", folder.path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil)
                if code == 0 || errno != EBUSY { return code == 0 }
                sched_yield()
            }
            return false
        }
    }

    /// Writes a journal with one piece of evidence; nothing is held open any more.
    private func written(to path: String, _ body: [UInt8]) async throws -> (journal: JournalFixture, key: [UInt8]) {
        var journal = JournalFixture(session: SessionID(from: SeededIdentifierSource()))
        let store = try await SQLiteStore(path: path)
        _ = try await store.append(journal.open())
        _ = try await store.append(journal.call(JournalFixture.evidence(1, body: body), number: 1))
        let key = try await store.redactionKey(of: journal.session)
        try await store.close()
        return (journal, key)
    }

    @Test func isReadWithoutATrace() async throws {
        guard let shelf = try Shelf() else { return }
        let path = shelf.folder.path("casebook.db")
        let body = Array("one\ntwo".utf8)
        var (journal, key) = try await written(to: path, body)
        // As a copy is: the database alone.
        for suffix in ["-wal", "-shm", "-lock"] { _ = unsafe unlink(path + suffix) }
        _ = unsafe rmdir(path + "-runs")
        try #require(shelf.freeze())
        #expect(await StoreHarness.kind { _ = try await SQLiteStore(path: path) } == .readOnly)
        let store = try await SQLiteStore(path: path, for: .reading)
        #expect(try await store.sessions(limit: 5, cursor: nil).sessions.map(\.id) == [journal.session])
        #expect(try await store.entries(of: journal.session, after: 0, limit: 9) == journal.entries)
        #expect(try await store.evidence(in: journal.session, at: 2) == JournalFixture.evidence(1, body: body).evidence)
        #expect(try await store.blob(Digest(of: body), range: 0..<9) == body)
        #expect(try await store.redactionKey(of: journal.session) == key)
        #expect(try await !store.isDriven(RunID(from: SeededIdentifierSource())))
        let note = journal.note()
        #expect(await StoreHarness.kind { _ = try await store.append(note) } == .readOnly)
        #expect(
            await StoreHarness.kind { _ = try await store.lease(RunID(from: SeededIdentifierSource())) } == .readOnly)
        #expect(
            await StoreHarness.kind {
                _ = try await store.redactionKey(of: SessionID(from: SeededIdentifierSource(seed: 9)))
            } == .readOnly)
        for suffix in ["-wal", "-shm", "-lock", "-runs"] { #expect(unsafe access(path + suffix, F_OK) != 0) }
        try await store.close()
        try await store.close()
        #expect(await StoreHarness.kind { _ = try await store.head(of: journal.session) } == .closed)
    }

    @Test func isRefusedWhenItsNewestEntriesStandInTheLog() async throws {
        guard let shelf = try Shelf() else { return }
        let path = shelf.folder.path("casebook.db")
        _ = try await written(to: path, [])
        try shelf.folder.write("what was not copied into the database", to: "casebook.db-wal")
        for suffix in ["-shm", "-lock"] { _ = unsafe unlink(path + suffix) }
        try #require(shelf.freeze())
        let error = await #expect(throws: StoreError.self) { _ = try await SQLiteStore(path: path, for: .reading) }
        #expect(error?.kind == .readOnly && error?.message.contains("-wal") == true)
    }

    @Test func isNotTakenForOneThatIsWritten() async throws {
        let harness = try StoreHarness()
        let writer = try await harness.open()
        var journal = harness.journal()
        _ = try await writer.append(journal.open())
        try await writer.close()
        let store = try FrozenDatabase(DatabaseLocation(harness.path, create: false), TextPacking())
        _ = try await store.read { _ in 1 }
        let again = try await harness.open()
        _ = try await again.append(journal.note())
        try await again.close()
        #expect(await StoreHarness.kind { _ = try await store.read { _ in 1 } } == .busy)
        try store.close()
    }
}
