/// What the text of a path says, before any system call sees it.
package enum PathComponents {
    /// The components without `.` and `..`; nil when `..` leads above the beginning, and for what holds a NUL.
    package static func of(_ text: String) -> [Substring]? {
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
