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

/// The place of a file in a rotated set: `app.log.2.gz` comes before `app.log.1`, and that before `app.log`; likewise
/// `app.log-20261121.gz` before `app.log-20261122`, or with other signs in the date, and that before `app.log`.
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
            base = parts.joined(separator: ".")
            return
        }
        let rest = parts.joined(separator: ".")
        (base, age) = Self.dated(rest) ?? (rest, -1)
    }

    /// The name before a date at its end, and an age that is the greater the longer ago the date is.
    private static func dated(_ name: String) -> (base: String, age: Int)? {
        // A day, an hour or a second, their parts joined by dashes or underscores or not at all.
        for length in [19, 15, 14, 13, 11, 10, 8] {
            let date = name.utf8.suffix(length)
            let before = name.utf8.dropLast(length).last
            let digits = date.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
            guard date.count == length, let before, "-._".utf8.contains(before), [8, 10, 14].contains(digits.count),
                digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
                let number = Int(String(decoding: digits, as: UTF8.self))
            else { continue }
            let day = number / [8: 1, 10: 100, 14: 1_000_000][digits.count, default: 1]
            guard 1990...2100 ~= day / 10_000, 1...12 ~= day / 100 % 100, 1...31 ~= day % 100 else { continue }
            let second = number * [8: 1_000_000, 10: 10_000, 14: 1][digits.count, default: 1]
            return (String(decoding: name.utf8.dropLast(length + 1), as: UTF8.self), 100_000_000_000_000 - second)
        }
        return nil
    }

    static func < (left: Self, right: Self) -> Bool {
        if left.base != right.base { return left.base.utf8.lexicographicallyPrecedes(right.base.utf8) }
        if left.age != right.age { return left.age > right.age }
        return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
}
