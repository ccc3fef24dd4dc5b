import GRDB
import Glibc
import Model
import Store
import TestSupport
import Testing

@testable import SQLiteStore

@Suite struct OpeningTests {
    @Test func schemaIsTheDefinition() async throws {
        #expect(Schema.definition.contains("CREATE TABLE session"))
        let harness = try StoreHarness()
        let store = try await harness.open()
        let opened = try await store.read { try Self.objects($0) }
        let defined = try DatabaseQueue().inDatabase { database in
            try database.execute(sql: Schema.definition)
            return try Self.objects(database)
        }
        let migrated = try DatabaseQueue().inDatabase { database in
            TextPacking().attach(to: database)
            try Schema.migrate(database, from: 0)
            return try Self.objects(database)
        }
        #expect(opened.count > 9)
        #expect(opened == defined)
        #expect(migrated == defined)
        try await store.close()
    }

    private static func objects(_ database: Database) throws -> [String] {
        let sql =
            "SELECT type || '|' || name || '|' || tbl_name || '|' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name"
        return try String.fetchAll(database, sql: sql)
    }

    @Test func refusesANewerVersion() async throws {
        let harness = try StoreHarness()
        try await harness.open().close()
        try harness.execute("PRAGMA user_version = 99")
        let before = try harness.folder.read("casebook.db")
        #expect(await StoreHarness.kind { _ = try await harness.open() } == .newerVersion)
        #expect(try harness.folder.read("casebook.db") == before)
    }

    @Test func refusesANewerVersionThatStandsInTheLogAlone() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        let reader = try DatabasePool(path: harness.path)
        try await reader.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
        #expect(await StoreHarness.kind { _ = try await harness.open() } == .newerVersion)
        try reader.close()
        try await store.close()
    }

    @Test(arguments: ["hello", "SQLite format 3", String(repeating: "{},", count: 5000)])
    func refusesOtherFiles(_ text: String) async throws {
        let harness = try StoreHarness()
        try harness.folder.write(text, to: "casebook.db")
        #expect(await StoreHarness.kind { _ = try await harness.open() } == .notADatabase)
        #expect(try harness.folder.read("casebook.db") == Array(text.utf8))
    }

    @Test(arguments: ["DELETE", "WAL"])
    func refusesDatabasesOfOtherPrograms(_ mode: String) async throws {
        let harness = try StoreHarness()
        try harness.execute("PRAGMA journal_mode = \(mode); CREATE TABLE bookmarks (url TEXT)")
        let before = try harness.folder.read("casebook.db")
        #expect(await StoreHarness.kind { _ = try await harness.open() } == .notADatabase)
        #expect(try harness.folder.read("casebook.db") == before)
        for suffix in ["-wal", "-shm", "-lock", "-runs"] {
            #expect(harness.mode(of: harness.path + suffix) == nil, "\(suffix)")
        }
    }

    @Test func takesAnEmptyFile() async throws {
        let harness = try StoreHarness()
        try harness.folder.write("", to: "casebook.db")
        #expect(unsafe chmod(harness.path, 0o600) == 0)
        let store = try await harness.open()
        #expect(try await store.sessions(limit: 1, cursor: nil).sessions.isEmpty)
        try await store.close()
    }

    @Test func takesWhatACrashLeftOfACreation() async throws {
        let harness = try StoreHarness()
        // The pages were written in part and the rollback journal of the empty file is still there.
        let made = try StoreHarness()
        try await made.open().close()
        try harness.folder.write(Array(try made.folder.read("casebook.db").prefix(20_000)), to: "casebook.db")
        let magic: [UInt8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]
        let fields: [UInt8] = [0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0x20, 0]
        let header = magic + fields
        try harness.folder.write(
            header + [UInt8](repeating: 0, count: 512 - header.count), to: "casebook.db-journal")
        #expect(unsafe chmod(harness.path, 0o600) == 0)
        let store = try await harness.open()
        var journal = harness.journal()
        #expect(try await store.append(journal.open()) == .appended)
        try await store.close()
    }

    @Test func takesWhatACrashLeftOfACheckpoint() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        for _ in 0..<50 { _ = try await store.append(journal.note(String(repeating: "x", count: 4000))) }
        let before = try harness.folder.read("casebook.db")
        let log = try harness.folder.read("casebook.db-wal")
        try await store.close()
        let after = try harness.folder.read("casebook.db")
        #expect(after.count > before.count && !log.isEmpty)
        // The first page was copied out of the log, which says how many there are, and nothing else.
        try harness.folder.write(Array(after.prefix(8192)) + before.dropFirst(8192), to: "casebook.db")
        try harness.folder.write(log, to: "casebook.db-wal")
        let again = try await harness.open()
        #expect(try await again.entries(of: journal.session, after: 0, limit: 100) == journal.entries)
        #expect(try await again.append(journal.note()) == .appended)
        try await again.close()
    }

    @Test func refusesATruncatedFile() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        for _ in 0..<50 { _ = try await store.append(journal.note(String(repeating: "x", count: 4000))) }
        try await store.close()
        let whole = try harness.folder.read("casebook.db")
        for size in [50, 100, 700, 8192, 20_000, whole.count - 8192] {
            try harness.folder.write(Array(whole.prefix(size)), to: "casebook.db")
            let kind = await StoreHarness.kind {
                let store = try await harness.open()
                let found = try await store.entries(of: journal.session, after: 0, limit: 100)
                guard found == journal.entries else { throw StoreError(.corrupt, "entries are missing") }
            }
            #expect(kind == .corrupt || kind == .notADatabase, "\(size)")
        }
    }

    @Test func refusesFoldersAndMissingFiles() async throws {
        let harness = try StoreHarness()
        let folder = harness.folder.path
        #expect(await StoreHarness.kind { _ = try await SQLiteStore(path: folder) } == .notADatabase)
        #expect(await StoreHarness.kind { _ = try await SQLiteStore(path: folder + "/") } == .notADatabase)
        #expect(await StoreHarness.kind { _ = try await SQLiteStore(path: "") } == .inputOutput)
        #expect(await StoreHarness.kind { _ = try await SQLiteStore(path: "a\0b") } == .inputOutput)
        #expect(
            await StoreHarness.kind { _ = try await SQLiteStore(path: harness.path, create: false) } == .notADatabase)
        #expect(harness.mode(of: harness.path) == nil)
        try harness.folder.write("x", to: "file")
        let below = harness.folder.path("file/casebook.db")
        #expect(await StoreHarness.kind { _ = try await SQLiteStore(path: below) } == .inputOutput)
    }

    @Test(.enabled(if: geteuid() != 0, "root can write everywhere"))
    func refusesAFolderThatCannotBeWritten() async throws {
        let harness = try StoreHarness()
        try harness.folder.write("", to: "locked/x")
        _ = unsafe chmod(harness.folder.path("locked"), 0o500)
        let path = harness.folder.path("locked/casebook.db")
        #expect(await StoreHarness.kind { _ = try await SQLiteStore(path: path) } == .readOnly)
        _ = unsafe chmod(harness.folder.path("locked"), 0o700)
    }

    @Test(arguments: [
        ("", 0o644), ("", 0o660), ("-wal", 0o604), ("-shm", 0o640), ("-lock", 0o666), ("-runs", 0o711), ("/", 0o755),
        ("/", 0o777), ("/", 0o701),
    ])
    func refusesWhatOthersCanReach(_ suffix: String, _ mode: UInt32) async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        let lease = try await store.lease(RunID(from: SeededIdentifierSource()))
        let path = suffix == "/" ? harness.folder.path : harness.path + suffix
        let before = try #require(harness.mode(of: path))
        #expect(unsafe chmod(path, mode) == 0)
        let error = await #expect(throws: StoreError.self) { try await harness.open() }
        #expect(error?.kind == .exposed)
        #expect(error?.message.contains(path) == true && error?.hint?.contains("chmod") == true)
        #expect(unsafe chmod(path, before) == 0)
        await lease?.release()
        try await store.close()
        try await harness.open().close()
    }

    @Test func makesNothingInAFolderOfOthers() async throws {
        let harness = try StoreHarness()
        #expect(unsafe chmod(harness.folder.path, 0o777) == 0)
        #expect(await StoreHarness.kind { _ = try await harness.open() } == .exposed)
        #expect(try harness.folder.names().isEmpty)
        // One that it makes itself is private.
        try await SQLiteStore(path: harness.folder.path("own/casebook.db")).close()
    }

    @Test("A folder that serves others as well is not to be closed", arguments: [0o777, 0o1777, 0o755] as [UInt32])
    func closesNoFolderOfOthers(_ mode: UInt32) async throws {
        let harness = try StoreHarness()
        if mode & 0o1000 == 0 { try await SQLiteStore(path: harness.folder.path("other/casebook.db")).close() }
        #expect(unsafe chmod(harness.folder.path, mode) == 0)
        let error = await #expect(throws: StoreError.self) { try await harness.open() }
        #expect(error?.kind == .exposed && error?.message.contains(harness.folder.path) == true)
        #expect(error?.hint?.contains("chmod") == false && error?.hint?.contains("--database") == true)
        #expect(unsafe chmod(harness.folder.path, 0o700) == 0)
    }

    @Test func quotesTheFolderForAShell() async throws {
        let harness = try StoreHarness()
        let folder = harness.folder.path("it's mine")
        let path = folder + "/casebook.db"
        try await SQLiteStore(path: path).close()
        #expect(unsafe chmod(folder, 0o755) == 0)
        let error = await #expect(throws: StoreError.self) { _ = try await SQLiteStore(path: path) }
        #expect(error?.hint?.contains("/it'\\''s mine'` if") == true)
        #expect(unsafe chmod(folder, 0o700) == 0)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
    func rootServesTheOwner() async throws {
        let harness = try StoreHarness()
        try await harness.open().close()
        #expect(unsafe chown(harness.path, 65_534, 65_534) == 0)
        try await harness.open().close()
    }

    @Test func followsNoLinkInPlaceOfTheLock() async throws {
        let harness = try StoreHarness()
        try harness.folder.write("precious", to: "victim")
        _ = unsafe symlink(harness.folder.path("victim"), harness.path + "-lock")
        #expect(await StoreHarness.kind { _ = try await harness.open() } == .inputOutput)
        #expect(try harness.folder.read("victim") == Array("precious".utf8))
    }

    @Test func meetsAtOneLockByAnyName() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        _ = unsafe symlink(harness.path, harness.folder.path("alias.db"))
        let alias = try await SQLiteStore(path: harness.folder.path("alias.db"))
        var journal = harness.journal()
        _ = try await alias.append(journal.open())
        #expect(try await store.head(of: journal.session) == journal.head)
        #expect(harness.mode(of: harness.folder.path("alias.db-lock")) == nil)
        try await alias.close()
        try await store.close()
    }

    @Test func opensInManyTasksAtOnce() async throws {
        let harness = try StoreHarness()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<6 {
                let start = harness.journal(UInt64(50 + number))
                group.addTask {
                    let store = try await harness.open()
                    var journal = start
                    _ = try await store.append(journal.open())
                    try await store.close()
                }
            }
            try await group.waitForAll()
        }
        let store = try await harness.open()
        #expect(try await store.sessions(limit: 10, cursor: nil).sessions.count == 6)
        try await store.close()
    }
}
