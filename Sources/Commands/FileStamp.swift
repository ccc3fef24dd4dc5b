import LogTools
import Model
import Scanning
import Tooling

/// Stamps a source by its files: name, size, time of the last change and identity of each.
struct FileStamp: SourceStamping {
    func look(at source: Source) -> SourceLook? {
        guard !source.files.isEmpty else { return nil }
        let listing = FileAccess.files(of: source)
        let most = source.kind == .logs ? LogExtent.wholeSize : .max
        var (lines, size) = (listing.omitted.map { "\($0.what) \($0.reason)" }, 0)
        for file in listing.files {
            guard let opened = try? file.open() else {
                lines.append("\(file.name) unread")
                continue
            }
            lines.append("\(file.name) \(opened.size) \(opened.modified.nanoseconds) \(opened.identity.description)")
            if opened.size <= most { size += opened.size }
        }
        return SourceLook(stamp: lines.joined(separator: "\n"), size: size, found: listing)
    }
}
