/// Judges by the text of a path whether it lies beneath a folder; no system call is made.
package enum PathRule {
    /// The absolute paths that a caller's path can mean: itself, or what lies beneath each root whose last component it
    /// begins with.
    ///
    /// - Returns: nothing for what is no path, or means none of them.
    package static func meanings(of text: String, among roots: [String]) -> [String] {
        guard let parts = components(of: text) else { return [] }
        if text.hasPrefix("/") { return [joined(parts)] }
        guard let first = parts.first else { return [] }
        return roots.compactMap { components(of: $0) }.filter { $0.last == first }.map {
            joined($0 + parts.dropFirst())
        }
    }

    /// Whether an absolute path is a folder or lies in it.
    package static func isBeneath(_ path: String, _ root: String) -> Bool {
        guard let parts = components(of: path), let own = components(of: root) else { return false }
        return parts.starts(with: own)
    }

    private static func joined(_ parts: [Substring]) -> String { "/" + parts.joined(separator: "/") }

    /// Without `.` and `..`; nil when `..` leads above the beginning.
    private static func components(of text: String) -> [Substring]? {
        guard !text.utf8.contains(0) else { return nil }
        var components: [Substring] = []
        for part in text.split(separator: "/") where part != "." {
            guard part == ".." else {
                components.append(part)
                continue
            }
            guard components.popLast() != nil else { return nil }
        }
        return components
    }
}
