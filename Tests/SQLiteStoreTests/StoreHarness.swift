import GRDB
import Glibc
import Model
import Store
import TestSupport

@testable import SQLiteStore

/// A database in a folder of its own.
struct StoreHarness {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("casebook.db")
    }

    func open(lockTimeout: Duration = .seconds(10)) async throws -> SQLiteStore {
        try await SQLiteStore(path: path, lockTimeout: lockTimeout)
    }

    func journal(_ number: UInt64 = 1) -> JournalFixture {
        JournalFixture(session: SessionID(from: SeededIdentifierSource(seed: number)))
    }

    /// Makes the file for its owner alone, unless it is there: others are refused, and what SQLite makes is everybody's.
    func makeFile() throws {
        let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw TestFailure("\(path) cannot be made") }
        close(descriptor)
    }

    /// Runs SQL on the file behind the store's back.
    func execute(_ sql: String) throws {
        try makeFile()
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// The permission bits of a file.
    func mode(of path: String) -> UInt32? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return status.st_mode & 0o777
    }

    static func kind(_ work: () async throws -> Void) async -> StoreError.Code? {
        do {
            try await work()
            return nil
        } catch {
            return (error as? StoreError)?.kind
        }
    }
}
