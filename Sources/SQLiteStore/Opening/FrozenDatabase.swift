internal import GRDB
internal import Glibc
internal import Store

/// A database that can only be read, such as a copy on a read-only disk; nothing is written, not even beside it.
///
/// SQLite is told that the file never changes, so it takes no lock: the file is looked at after each reading, and what was
/// read while somebody wrote to it is given to nobody.
struct FrozenDatabase: Sendable {
    /// What tells that a file was written to.
    private struct Stamp: Equatable {
        let identity: FileIdentity?
        let size: Int
        let seconds: Int
        let nanoseconds: Int

        init(_ path: String) {
            var status = stat()
            let isThere = unsafe stat(path, &status) == 0
            identity = FileIdentity(path: path)
            size = isThere ? Int(status.st_size) : 0
            seconds = isThere ? status.st_mtim.tv_sec : 0
            nanoseconds = isThere ? status.st_mtim.tv_nsec : 0
        }
    }

    let location: DatabaseLocation
    private let queue: DatabaseQueue
    private let stamp: Stamp

    /// Blocks its thread.
    ///
    /// - Throws: `StoreError` of code `readOnly` when the newest entries stand in a log that would have to be taken in.
    init(_ location: DatabaseLocation, _ texts: TextPacking) throws {
        stamp = Stamp(location.path)
        try Self.requireWhole(location)
        _ = try DatabaseProbe.check(location)
        var configuration = Configuration()
        configuration.label = "casebook.store"
        configuration.readonly = true
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            texts.attach(to: database)
        }
        queue = try DatabaseQueue(path: location.immutableURI, configuration: configuration)
        self.location = location
        let version = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
        guard version == Schema.version else {
            throw StoreError(
                .readOnly,
                "\(location.path) was written by an older version of Casebook, and cannot be brought up to date",
                hint: "copy it to a folder that you may write to")
        }
    }

    /// - Throws: `StoreError` of code `busy` when the database was written to meanwhile.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        let result: Result<Value, any Error>
        do { result = .success(try await queue.read(body)) } catch { result = .failure(error) }
        try requireUnchanged()
        return try result.get()
    }

    /// - Throws: `StoreError` of code `busy` when the database was written to since it was opened.
    func requireUnchanged() throws {
        guard Stamp(location.path) == stamp else {
            throw StoreError(.busy, "\(location.path) was written to while it was read", hint: "try again")
        }
    }

    func close() throws { try queue.close() }

    private static func requireWhole(_ location: DatabaseLocation) throws {
        for path in [location.walPath, location.path + "-journal"] {
            guard let status = FileStatus(path), status.size > 0 else { continue }
            throw StoreError(
                .readOnly, "\(location.path) cannot be written, and its newest entries stand in \(path)",
                hint: "copy both to a folder that you may write to, or end the process that has it open")
        }
    }
}
