internal import Store

/// The files that were opened, to notice when others stand in their place.
///
/// Whoever writes on after a database was removed or replaced writes into a file that nobody will ever read.
struct OpenFiles: Sendable {
    private let files: [(path: String, identity: FileIdentity)]

    /// Takes down what is there now; to be called while the store's lock is held.
    init(_ location: DatabaseLocation) throws {
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

    /// - Throws: `StoreError` of code `replaced`.
    func check() throws {
        for file in files where FileIdentity(path: file.path) != file.identity { throw Self.replaced(file.path) }
    }

    private static func replaced(_ path: String) -> StoreError {
        StoreError(
            .replaced, "\(path) was removed or replaced while it was in use; nothing was written",
            hint: "put the file back, or end this process and start it again")
    }
}
