internal import Model
internal import Scanning
internal import Tooling

/// The files of a source as they stood at one moment, in reading order.
///
/// All are opened before the first is read. Where one is not what was found under its name, as when logs are rotated
/// meanwhile, they are looked for once more, so that none is missed or read twice.
struct LogSet {
    /// A file that was opened, or could not be, or will be.
    enum Entry {
        case opened(ReadableFile)
        case failed(String, FileFault)
        case found(FoundFile)

        var name: String {
            switch self {
            case .opened(let file): file.name
            case .failed(let name, _): name
            case .found(let file): file.name
            }
        }

        func open() throws(FileFault) -> ReadableFile {
            switch self {
            case .opened(let file): file
            case .failed(_, let fault): throw fault
            case .found(let file): try file.open()
            }
        }
    }

    /// So many are held open at a time.
    private static let mostOpened = 128

    private(set) var entries: [Entry] = []
    private(set) var omitted: [Omission] = []

    /// - Parameter look: What was seen of the source before; it is looked for where nobody did.
    init(_ source: Source, after look: SourceLook? = nil) {
        let listing = look?.found as? FileAccess.Listing ?? FileAccess.files(of: source)
        let found = listing.files
        omitted = listing.omitted
        guard found.count <= Self.mostOpened else {
            entries = found.map { .found($0) }
            return
        }
        entries = found.map { Self.opened($0) }
        guard !listing.isOfOneMoment || zip(found, entries).contains(where: { !$1.isStill($0) }) else { return }
        let known = Set(entries.compactMap(\.identity))
        // Files that came, or that were not where they had been, since the list was made.
        for file in FileAccess.files(of: source).files {
            let entry = Self.opened(file)
            guard let identity = entry.identity, !known.contains(identity) else { continue }
            entries.append(entry)
        }
        let gone = entries.contains { if case .failed(_, .notFound) = $0 { true } else { false } }
        if gone, entries.count > found.count {
            entries.removeAll { if case .failed(_, .notFound) = $0 { true } else { false } }
        }
    }

    private static func opened(_ file: FoundFile) -> Entry {
        do throws(FileFault) { return .opened(try file.open()) } catch { return .failed(file.name, error) }
    }
}

extension LogSet.Entry {
    fileprivate func isStill(_ found: FoundFile) -> Bool {
        if case .opened(let file) = self { return found.isStill(file) }
        return false
    }

    fileprivate var identity: FileIdentity? {
        if case .opened(let file) = self { return file.identity }
        return nil
    }
}
