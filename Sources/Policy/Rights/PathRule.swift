internal import Model

/// Judges by the text of a path whether it lies beneath a folder; no system call is made.
package enum PathRule {
    /// The absolute paths that a caller's path can mean: itself, or what lies beneath each root whose last component it
    /// begins with.
    ///
    /// - Returns: nothing for what is no path, or means none of them.
    package static func meanings(of text: String, among roots: [String]) -> [String] {
        guard let parts = PathComponents.of(text) else { return [] }
        if text.hasPrefix("/") { return [joined(parts)] }
        guard let first = parts.first else { return [] }
        return roots.compactMap { PathComponents.of($0) }.filter { $0.last == first }.map {
            joined($0 + parts.dropFirst())
        }
    }

    /// Whether an absolute path is a folder or lies in it.
    package static func isBeneath(_ path: String, _ root: String) -> Bool {
        guard let parts = PathComponents.of(path), let own = PathComponents.of(root) else { return false }
        return parts.starts(with: own)
    }

    private static func joined(_ parts: [Substring]) -> String { "/" + parts.joined(separator: "/") }
}
