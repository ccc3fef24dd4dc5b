/// A file that was found beneath a root and not opened yet; thousands of them may be held at a time.
package struct FoundFile: Sendable {
    /// How it is shown.
    package let name: String
    private let path: String
    private let root: FileRoot
    /// What the folder that it was found in says of it; nil where it was named.
    private let inode: UInt64?

    init(name: String, path: String, root: FileRoot, inode: UInt64? = nil) {
        self.name = name
        self.path = path
        self.root = root
        self.inode = inode
    }

    /// Opens it; done once, all further reading goes through the result.
    package func open() throws(FileFault) -> ReadableFile { try root.open(path, named: name) }

    /// Whether what was opened is what stood there under its name when it was found.
    package func isStill(_ file: ReadableFile) -> Bool { inode == nil || inode == file.identity.inode }
}

/// The place of a file in a rotated set: `app.log.2.gz` comes before `app.log.1`, and that before `app.log`.
struct RotationOrder: Comparable {
    let base: String
    let age: Int
    let name: String

    init(_ name: String) {
        self.name = name
        var parts = name.split(separator: ".", omittingEmptySubsequences: false)
        if let last = parts.last, ["gz", "xz", "zst", "bz2"].contains(last) { parts.removeLast() }
        if parts.count > 1, let last = parts.last, last.utf8.count <= 6, let number = Int(last), number >= 0 {
            parts.removeLast()
            age = number
        } else {
            age = -1
        }
        base = parts.joined(separator: ".")
    }

    static func < (left: Self, right: Self) -> Bool {
        if left.base != right.base { return left.base.utf8.lexicographicallyPrecedes(right.base.utf8) }
        if left.age != right.age { return left.age > right.age }
        return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
}
