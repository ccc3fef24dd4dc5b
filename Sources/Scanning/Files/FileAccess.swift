package import Model

/// The one way to the files of sources.
package enum FileAccess {
    /// The most files that are held open at a time.
    package static let maximumOpen = 256

    /// What a source was seen to hold.
    package struct Listing: Sendable {
        /// In reading order, rotated sets oldest first.
        package let files: [FoundFile]
        /// What could not be listed.
        package let omitted: [Omission]
        /// Whether it was seen at one moment, so that a file that was given another name meanwhile can be neither missing
        /// nor there twice.
        package let isOfOneMoment: Bool
    }

    /// So many names are told by one system call, whose folder nobody changes meanwhile; glibc asks for 32 KiB at a
    /// time, and a name takes 280 bytes at the most.
    private static let namesOfOneCall = 100

    /// Looks for the files of a source.
    package static func files(of source: Source, limits: FileSearch.Limits = FileSearch.Limits()) -> Listing {
        var found: [FoundFile] = []
        var omitted: [Omission] = []
        var seen: Set<String> = []
        var listed = (folders: 0, names: 0)
        let showsRoot = Set(source.files.map(\.root)).count > 1
        for selection in source.files {
            let root: FileRoot
            do throws(FileFault) { root = try FileRoot(path: selection.root) } catch {
                omitted.append(error.omission(of: lastComponent(of: selection.root)))
                continue
            }
            let search = FileSearch(FilePattern(selection.pattern), beneath: root, limits: limits)
            omitted += search.omitted
            listed = (listed.folders + search.listed.folders, listed.names + search.listed.names)
            if search.matches.isEmpty, search.omitted.isEmpty {
                let what = selection.pattern.isEmpty ? lastComponent(of: selection.root) : selection.pattern
                omitted.append(Omission(what: what, reason: "no file matches"))
            }
            for match in search.matches where seen.insert(selection.root + "/" + match.path).inserted {
                let name = showsRoot ? lastComponent(of: selection.root) + "/" + match.path : match.path
                found.append(FoundFile(name: name, path: match.path, root: root, inode: match.inode))
            }
        }
        let ordered = found.map { (RotationOrder($0.name), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
        return Listing(
            files: ordered, omitted: omitted,
            isOfOneMoment: listed.folders <= 1 && listed.names <= namesOfOneCall)
    }

    /// Opens the files of a source that has few; one that cannot be opened is an omission, a second name of one file is
    /// passed over.
    /// - Throws: `ToolError` when not one file could be opened.
    package static func openFiles(
        of source: Source
    ) throws(ToolError) -> (files: [ReadableFile], omitted: [Omission]) {
        let listing = files(of: source)
        var (found, omitted) = (listing.files, listing.omitted)
        if found.count > maximumOpen {
            let reason = "at most \(maximumOpen) files are read at a time"
            omitted.append(Omission(what: "further files", reason: reason, count: found.count - maximumOpen))
            found.removeLast(found.count - maximumOpen)
        }
        var opened: [ReadableFile] = []
        var identities: Set<FileIdentity> = []
        for file in found {
            do throws(FileFault) {
                let readable = try file.open()
                if identities.insert(readable.identity).inserted { opened.append(readable) }
            } catch {
                omitted.append(error.omission(of: file.name))
            }
        }
        guard opened.isEmpty, let first = omitted.first else { return (opened, omitted) }
        throw ToolError(
            .communication, "no file of source \(source.name) can be read: \(first.what) \(first.reason)",
            hint: "`casebook doctor` checks the sources")
    }

    static func lastComponent(of path: String) -> String {
        path.split(separator: "/").last.map { String($0) } ?? path
    }
}
