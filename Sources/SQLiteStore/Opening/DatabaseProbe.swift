internal import CSQLite
internal import Glibc
internal import Store

/// A look at a file before anything is done to it.
///
/// The file is opened as immutable: no lock is taken, no journal is rolled back and nothing appears beside it, so a
/// database of another program stays exactly as it is. SQLite does the reading because a descriptor of our own would,
/// on being closed, drop the POSIX locks of other connections in this process.
enum DatabaseProbe {
    /// Refuses what was certainly not made by this program, or by a newer version of it.
    ///
    /// - Returns: whether it is of this version and its log is in use, so that opening it writes nothing.
    /// - Throws: `StoreError` of code `notADatabase` or `newerVersion`, or what hindered the reading.
    static func check(_ location: DatabaseLocation) throws -> Bool {
        guard let status = FileStatus(location.path), status.size > 0 else { return false }
        // A process that was cut off while it made the database has left its journal; SQLite undoes that work.
        if FileStatus(location.path + "-journal") != nil { return false }
        let isLogged = (FileStatus(location.walPath)?.size ?? 0) > 0
        do {
            let version = try version(location)
            return version == Schema.version && isLogged
        } catch let error as StoreError where error.kind == .corrupt && isLogged {
            // A process or a power cut that ended while the log was copied into the file has left a part of the copy,
            // and another process may be at it now. The log has all of it; SQLite reads both together.
            return false
        }
    }

    private static func version(_ location: DatabaseLocation) throws -> Int {
        var connection: OpaquePointer?
        defer { unsafe sqlite3_close_v2(connection) }
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX
        try require(unsafe sqlite3_open_v2(location.immutableURI, &connection, flags, nil), location)
        let identifier = try unsafe number("PRAGMA application_id", connection, location)
        let version = try unsafe number("PRAGMA user_version", connection, location)
        let isOurs = identifier == Schema.applicationID
        let tables = isOurs ? 1 : try unsafe number("SELECT count(*) FROM sqlite_schema", connection, location)
        try Schema.check(applicationID: identifier, version: version, isEmpty: tables == 0, path: location.path)
        return version
    }

    private static func number(
        _ sql: String, _ connection: OpaquePointer?, _ location: DatabaseLocation
    ) throws -> Int {
        var statement: OpaquePointer?
        defer { unsafe sqlite3_finalize(statement) }
        try require(unsafe sqlite3_prepare_v2(connection, sql, -1, &statement, nil), location)
        let result = unsafe sqlite3_step(statement)
        guard result == SQLITE_ROW else {
            try require(result, location)
            return 0
        }
        return Int(unsafe sqlite3_column_int64(statement, 0))
    }

    private static func require(_ result: Int32, _ location: DatabaseLocation) throws {
        switch result & 0xff {
        case SQLITE_OK, SQLITE_DONE: return
        case SQLITE_NOTADB: throw Schema.notADatabase(location.path)
        case SQLITE_CORRUPT:
            throw StoreError(
                .corrupt, "\(location.path) is damaged, or was cut off",
                hint: "keep a copy of it and its -wal as they are, and restore a backup")
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH:
            throw StoreError(
                .readOnly, "\(location.path) cannot be opened",
                hint: "check the permissions of the file and of its folder")
        default:
            let reason = unsafe String(cString: sqlite3_errstr(result))
            throw StoreError(.inputOutput, "\(location.path) cannot be read: \(reason)")
        }
    }
}
