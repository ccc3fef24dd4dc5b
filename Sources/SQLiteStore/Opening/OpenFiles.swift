internal import Store

/// The files that were opened, to notice when others stand in their place.
///
/// Whoever writes on after a database was removed or replaced writes into a file that nobody will ever read.
struct OpenFiles: Sendable {
    private let files: [(path: String, identity: FileIdentity)]
    private let path: String
    private let logPath: String

    /// Takes down what is there now; to be called while the store's lock is held.
    init(_ location: DatabaseLocation) throws {
        path = location.path
        logPath = location.walPath
        files = try [location.path, location.walPath, location.sharedMemoryPath].map { path in
            guard let identity = FileIdentity(path: path) else {
                // A disk that failed at this moment has left the database without a log, which SQLite does not tell.
                throw StoreError(
                    .inputOutput, "\(path) could not be made, or is gone",
                    hint: "check the disk and the permissions of its folder, and try again")
            }
            return (path, identity)
        }
    }

    /// - Returns: the bytes of the log's file.
    /// - Throws: `StoreError` of code `replaced`.
    @discardableResult
    func check() throws -> Int {
        var size = 0
        for file in files {
            guard let status = FileStatus(file.path), FileIdentity(status) == file.identity else {
                throw Self.replaced(file.path)
            }
            if file.path == logPath { size = status.size }
            // Somebody has emptied it in its place; a database is never empty once it was opened.
            if file.path == path, status.size == 0 { throw Self.replaced(file.path) }
        }
        return size
    }

    private static func replaced(_ path: String) -> StoreError {
        StoreError(
            .replaced, "\(path) was removed or replaced while it was in use; nothing was written",
            hint: "put the file back, or end this process and start it again")
    }
}
