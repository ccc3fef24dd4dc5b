internal import CSQLite
internal import Glibc
internal import Store

/// A copy of a database in use, made by `VACUUM INTO` from one state of it.
///
/// It reads as any reader does: it takes no lock of the store's, and nobody waits for it. The log cannot be begun anew
/// until it has ended.
struct Backup {
    /// What the names of copies begin with that are not finished.
    private static let prefix = ".casebook-backup-"

    private let source: DatabaseLocation
    private let folder: String
    private let path: String
    private let isReplacing: Bool
    private let isFrozen: Bool

    /// - Parameter isFrozen: Whether the database cannot be written, and is read as a file that nobody writes.
    /// - Throws: `StoreError` when nothing can be written there.
    init(of source: DatabaseLocation, to path: String, replacing isReplacing: Bool, isFrozen: Bool = false) throws {
        guard !path.isEmpty, !path.utf8.contains(0), path.utf8.last != UInt8(ascii: "/") else {
            throw StoreError(.inputOutput, "the backup's path names no file", hint: "name a file")
        }
        let slash = path.lastIndex(of: "/")
        let parent = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard let resolved = unsafe realpath(parent, nil) else {
            throw StoreError(systemError: errno, "reach the folder", path: parent)
        }
        defer { unsafe free(resolved) }
        self.source = source
        self.isReplacing = isReplacing
        self.isFrozen = isFrozen
        folder = unsafe String(cString: resolved)
        self.path =
            (folder == "/" ? "" : folder) + "/"
            + String(path[(slash.map { path.index(after: $0) } ?? path.startIndex)...])
        try checkTarget()
    }

    private func checkTarget() throws {
        for suffix in ["-wal", "-journal", "-shm"] where FileStatus(path + suffix, followsLink: false) != nil {
            throw StoreError(
                .exists, "\(path)\(suffix) belongs to a database that is or was in use there",
                hint: "name another file")
        }
        guard let status = FileStatus(path, followsLink: false) else { return }
        // Beside it stands the key that case files are signed with.
        let own = [source.path, source.walPath, source.sharedMemoryPath, source.lockPath, source.path + "-key"]
        guard status.isRegularFile, !own.compactMap(FileIdentity.init(path:)).contains(FileIdentity(path: path)) else {
            throw StoreError(.exists, "\(path) cannot be replaced by a backup", hint: "name another file")
        }
        guard isReplacing else { throw Self.exists(path) }
    }

    private static func exists(_ path: String) -> StoreError {
        StoreError(.exists, "\(path) is there already", hint: "name another file, or replace it with --force")
    }

    /// Makes the copy.
    ///
    /// - Parameter check: Whether the files are still those that are meant; asked before and after they are read.
    func make(checking check: () throws -> Void) throws {
        try check()
        removeLeftovers()
        let temporary = try makeTemporary()
        // Closed last: a descriptor of the same file that is closed takes SQLite's locks with it.
        defer { close(temporary.descriptor) }
        let path = temporary.path
        do {
            try copy(to: path)
            try check()
            try Self.sync(path, O_RDWR)
            try Self.verify(path)
            try publish(path)
        } catch {
            _ = unsafe unlink(path)
            throw error
        }
    }

    /// An empty file beside the one that is meant, since only there it can take its place in one step; locked for as long
    /// as this process is at it.
    private func makeTemporary() throws -> (path: String, descriptor: Int32) {
        for _ in 0..<100 {
            var template = Array("\(folder)/\(Self.prefix)XXXXXX".utf8CString)
            let descriptor = unsafe mkstemp(&template)
            guard descriptor >= 0 else { throw StoreError(systemError: errno, "write into it", path: folder) }
            let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            // Where files cannot be locked nobody takes them for left over.
            let isTaken = flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
            // Before it was locked another backup may have taken it for left over.
            if !isTaken, let status = FileStatus(descriptor: descriptor),
                FileIdentity(path: path) == FileIdentity(status)
            {
                return (path, descriptor)
            }
            close(descriptor)
        }
        throw StoreError(.busy, "other backups into \(folder) take this one's file away", hint: "try again")
    }

    /// Removes what backups into this folder have left that were ended in the middle: files of their name that no
    /// process has locked.
    private func removeLeftovers() {
        guard let stream = unsafe opendir(folder) else { return }
        defer { unsafe closedir(stream) }
        while let entry = unsafe readdir(stream) {
            let bytes = unsafe withUnsafeBytes(of: entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
            let name = String(decoding: bytes, as: UTF8.self)
            guard name.hasPrefix(Self.prefix), name.utf8.count == Self.prefix.utf8.count + 6 else { continue }
            let path = "\(folder)/\(name)"
            let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            guard let status = FileStatus(descriptor: descriptor), status.isRegularFile, status.owner == geteuid(),
                flock(descriptor, LOCK_EX | LOCK_NB) == 0
            else { continue }
            _ = unsafe unlink(path)
        }
    }

    private func copy(to temporary: String) throws {
        var connection: OpaquePointer?
        defer { unsafe sqlite3_close_v2(connection) }
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
        let name = isFrozen ? source.immutableURI : source.path
        try Self.require(unsafe sqlite3_open_v2(name, &connection, flags, nil), source.path)
        try Self.require(unsafe casebook_sqlite3_no_checkpoint_on_close(connection), source.path)
        _ = unsafe sqlite3_busy_timeout(connection, OpenDatabase.busyTimeout)
        let quoted = temporary.replacing("'", with: "''")
        let result = unsafe sqlite3_exec(connection, "VACUUM INTO '\(quoted)'", nil, nil, nil)
        // What does not hold together is what is copied.
        try Self.require(result, result & 0xff == SQLITE_CORRUPT ? source.path : path)
    }

    private static func verify(_ path: String) throws {
        var connection: OpaquePointer?
        defer { unsafe sqlite3_close_v2(connection) }
        try require(unsafe sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil), path)
        var statement: OpaquePointer?
        defer { unsafe sqlite3_finalize(statement) }
        try require(unsafe sqlite3_prepare_v2(connection, "PRAGMA integrity_check(1)", -1, &statement, nil), path)
        guard unsafe sqlite3_step(statement) == SQLITE_ROW, let text = unsafe sqlite3_column_text(statement, 0),
            unsafe String(cString: text) == "ok"
        else {
            throw StoreError(
                .corrupt, "the copy does not hold together, and was thrown away",
                hint: "the database may be damaged: keep it as it is, and restore an earlier backup")
        }
    }

    private func publish(_ temporary: String) throws {
        // A second name does not replace what is there, as renaming does.
        let isDone = unsafe isReplacing ? rename(temporary, path) == 0 : link(temporary, path) == 0
        let code = errno
        guard isDone else {
            throw code == EEXIST ? Self.exists(path) : StoreError(systemError: code, "make it", path: path)
        }
        if !isReplacing { _ = unsafe unlink(temporary) }
        try? Self.sync(folder, O_RDONLY | O_DIRECTORY)
    }

    private static func sync(_ path: String, _ flags: Int32) throws {
        let descriptor = unsafe open(path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError(systemError: errno, "open it", path: path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StoreError(systemError: errno, "write it to the disk", path: path) }
    }

    private static func require(_ result: Int32, _ path: String) throws {
        guard result != SQLITE_OK else { return }
        let reason = unsafe String(cString: sqlite3_errstr(result))
        switch result & 0xff {
        case SQLITE_FULL: throw StoreError(.full, "\(path): \(reason)", hint: "free space on its disk")
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            throw StoreError(
                .corrupt, "\(path): \(reason)", hint: "keep a copy of the database as it is, and restore a backup")
        default:
            throw StoreError(.inputOutput, "\(path): the backup cannot be written: \(reason)", hint: "check the disk")
        }
    }
}
