internal import Glibc
internal import Store

extension DatabaseLocation {
    /// Refuses a database that others than its owner can reach: they could have read it, or put other files beside it.
    ///
    /// Links beside the database are left to whoever opens them: in a private folder the owner alone can have made one.
    /// - Throws: `StoreError` of code `exposed`, with what would mend it.
    func requirePrivacy() throws {
        try Self.requirePrivacy(ofFolder: Self.split(path).folder)
        for file in [path, walPath, sharedMemoryPath, lockPath] { try Self.requirePrivacy(of: file, mode: "600") }
        try Self.requirePrivacy(of: runsPath, mode: "700")
    }

    /// The same of a folder alone, before anything is made in it.
    static func requirePrivacy(ofFolder folder: String) throws {
        // A link stands for what it leads to.
        guard let status = FileStatus(folder), status.mode & S_IFMT == S_IFDIR else { return }
        let orElse = ", or name a file in a folder of its own with --database"
        try require(status, of: folder, mode: "700", orElse: orElse)
    }

    private static func requirePrivacy(of path: String, mode: String) throws {
        guard let status = FileStatus(path, followsLink: false), !status.isSymbolicLink else { return }
        try require(status, of: path, mode: mode)
    }

    /// - Parameters:
    ///   - mode: what `chmod` is to give it.
    ///   - orElse: what would help as well.
    private static func require(_ status: FileStatus, of path: String, mode: String, orElse: String = "") throws {
        let user = geteuid()
        // Root can reach whatever is anybody's, and leaves it to them.
        guard status.owner == user || user == 0 else {
            throw StoreError(
                .exposed, "\(path) belongs to another user, who could change it",
                hint: "work as user \(status.owner)\(orElse)")
        }
        guard status.mode & 0o077 == 0 else {
            let rights = String(status.mode & 0o777, radix: 8)
            throw StoreError(
                .exposed, "\(path) is open to others than its owner (mode \(rights))",
                hint: "`chmod \(mode) \(path)` if nobody else has been at it\(orElse)")
        }
    }
}
