internal import Glibc
internal import Store

extension DatabaseLocation {
    /// Refuses a database that others than its owner can reach: they could have read it, or put other files beside it.
    ///
    /// Links beside the database are left to whoever opens them: in a private folder the owner alone can have made one.
    /// - Throws: `StoreError` of code `exposed`, with what would mend it.
    func requirePrivacy() throws {
        let (folder, name) = Self.split(path)
        try Self.requirePrivacy(ofFolder: folder, for: name)
        for file in [path, walPath, sharedMemoryPath, lockPath] { try Self.requirePrivacy(of: file, mode: "600") }
        try Self.requirePrivacy(of: runsPath, mode: "700")
    }

    /// The same of a folder alone, before the database of that name is made in it.
    static func requirePrivacy(ofFolder folder: String, for name: String) throws {
        // A link stands for what it leads to.
        guard let status = FileStatus(folder), status.mode & S_IFMT == S_IFDIR else { return }
        let path = resolved(folder)
        // To close a folder that others use as well would take it from them.
        let isOpen = status.mode & 0o077 != 0
        let mayClose = isOpen && status.owner == geteuid() && status.mode & sticky == 0 && isOwn(path, of: name)
        try require(status, of: path, mode: mayClose ? "700" : nil, orElse: elsewhere)
    }

    private static func requirePrivacy(of path: String, mode: String) throws {
        guard let status = FileStatus(path, followsLink: false), !status.isSymbolicLink else { return }
        try require(status, of: path, mode: mode)
    }

    /// - Parameters:
    ///   - mode: what `chmod` is to give it; nil where it had better stay as it is.
    ///   - orElse: what would help as well.
    private static func require(_ status: FileStatus, of path: String, mode: String?, orElse: String? = nil) throws {
        let user = geteuid()
        // Root can reach whatever is anybody's, and leaves it to them.
        guard status.owner == user || user == 0 else {
            // Nobody should work as root for this.
            let other = status.owner == 0 ? nil : "work as user \(status.owner)"
            throw StoreError(
                .exposed, "\(path) belongs to another user, who could change it",
                hint: joined(other, other == nil ? elsewhere : orElse))
        }
        guard status.mode & 0o077 == 0 else {
            let rights = String(status.mode & 0o777, radix: 8)
            let closing = mode.map { "`chmod \($0) \(quoted(path))` if nobody else has been at it" }
            throw StoreError(
                .exposed, "\(path) is open to others than its owner (mode \(rights))", hint: joined(closing, orElse))
        }
    }

    private static let elsewhere = "name a file in a folder of its own with --database; a new one is made closed"

    private static let sticky: mode_t = 0o1000

    private static func joined(_ hint: String?, _ other: String?) -> String {
        [hint, other].compactMap { $0 }.joined(separator: ", or ")
    }

    /// Whether a folder serves the database alone: it holds nothing else, or is where it stands unless told otherwise.
    private static func isOwn(_ folder: String, of name: String) -> Bool {
        if folder.hasSuffix("/.local/state/casebook") { return true }
        guard let stream = unsafe opendir(folder) else { return false }
        defer { unsafe closedir(stream) }
        while let entry = unsafe readdir(stream) {
            let bytes = unsafe withUnsafeBytes(of: entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
            let other = String(decoding: bytes, as: UTF8.self)
            guard [".", "..", name].contains(other) || other.hasPrefix(name + "-") else { return false }
        }
        return true
    }

    /// The path as it is from everywhere; as it was named where that cannot be found out.
    private static func resolved(_ folder: String) -> String {
        guard let path = unsafe realpath(folder, nil) else { return folder }
        defer { unsafe free(path) }
        return unsafe String(cString: path)
    }

    /// The path as a shell takes it for one word.
    private static func quoted(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: ","):
                true
            default: false
            }
        }
        guard !isPlain else { return path }
        let parts = path.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.joined(separator: "'\\''") + "'"
    }
}
