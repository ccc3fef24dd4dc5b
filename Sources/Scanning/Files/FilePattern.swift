/// A relative path with `*`, `?` and `**`, as a source names its files.
///
/// `*` and `?` stay within one component and match no leading dot; `**` stands for any number of folders. An empty
/// pattern and a trailing slash mean everything beneath.
package struct FilePattern: Hashable, Sendable {
    enum Component: Hashable, Sendable {
        case literal(String)
        case wildcard([UInt8])
        case anyFolders
    }

    let components: [Component]
    /// True when all files beneath what the components name are meant.
    let isWholeFolder: Bool

    package init(_ text: String) {
        isWholeFolder = text.isEmpty || text.hasSuffix("/")
        components = text.split(separator: "/").filter { $0 != "." }.map { part in
            if part == "**" { return .anyFolders }
            if part.utf8.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }) {
                return .wildcard(Array(part.utf8))
            }
            return .literal(String(part))
        }
    }

    /// Whether a name matches one component; linear but for the last `*`, to which alone it comes back.
    static func matches(_ name: String, _ pattern: [UInt8]) -> Bool { matches(Array(name.utf8), pattern) }

    /// Whether a name, which need not be UTF-8, matches one component.
    static func matches(_ text: [UInt8], _ pattern: [UInt8]) -> Bool {
        if text.first == UInt8(ascii: "."), pattern.first != UInt8(ascii: ".") { return false }
        var position = 0
        var index = 0
        var star: (pattern: Int, text: Int)?
        while position < text.count {
            if index < pattern.count, pattern[index] == UInt8(ascii: "*") {
                star = (index, position)
                index += 1
            } else if index < pattern.count, pattern[index] == text[position] || pattern[index] == UInt8(ascii: "?") {
                index += 1
                position += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                index = last.pattern + 1
                position = last.text + 1
            } else {
                return false
            }
        }
        return pattern[index...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
