internal import Dispatch
internal import Store

extension SQLiteStore {
    /// Writes the whole database, as it is at this moment, into one file that can be opened as a database.
    ///
    /// Others go on writing meanwhile. The file is for its owner alone; it is there as a whole, checked and on the disk, or
    /// not at all.
    /// - Parameter isReplacing: Whether a file that is there gives way.
    /// - Throws: `StoreError`, of code `exists` when a file is there.
    package func backup(to path: String, replacing isReplacing: Bool) async throws {
        let source = try backupSource()
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        try Backup(
                            of: source.location, to: path, replacing: isReplacing, isFrozen: source.isFrozen
                        ).make(checking: source.check)
                    })
            }
        }
    }
}
