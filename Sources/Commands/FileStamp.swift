import LogTools
import Model
import Scanning
import Tooling

/// Stamps a source by its files: name, size, time of the last change and identity of each.
struct FileStamp: SourceStamping {
    func stamp(of source: Source) -> String? {
        guard !source.files.isEmpty else { return nil }
        let listing = FileAccess.files(of: source)
        var lines = listing.omitted.map { "\($0.what) \($0.reason)" }
        for file in listing.files {
            guard let opened = try? file.open() else {
                lines.append("\(file.name) unread")
                continue
            }
            lines.append("\(file.name) \(opened.size) \(opened.modified.nanoseconds) \(opened.identity.description)")
        }
        return lines.joined(separator: "\n")
    }

    func size(of source: Source) -> Int? {
        guard !source.files.isEmpty else { return nil }
        let most = source.kind == .logs ? LogExtent.wholeSize : .max
        return FileAccess.files(of: source).files.reduce(0) { sum, file in
            let size = (try? file.open().size) ?? 0
            return size <= most ? sum + size : sum
        }
    }
}
