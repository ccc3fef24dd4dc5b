package import Model

/// Finds the files that a pattern names beneath a root, within limits.
package struct FileSearch {
    /// How much is looked at before the search gives up.
    package struct Limits: Hashable, Sendable {
        package var files = 10_000
        package var entries = 200_000
        package var depth = 32

        package init() {}
    }

    /// A file that matches.
    package struct Match: Hashable, Sendable {
        /// Relative to the root.
        package let path: String
        /// What its folder says of it; nil where it was named, and no folder was read for it.
        let inode: UInt64?
    }

    package private(set) var matches: [Match] = []
    /// What could not be looked into, and what lies beyond the limits.
    package private(set) var omitted: [Omission] = []
    /// Folders that were read, and the names in them.
    private(set) var listed = (folders: 0, names: 0)
    private var seen: Set<String> = []
    private var entriesLeft: Int
    private var isFull = false
    private let limits: Limits
    private let root: FileRoot

    package init(_ pattern: FilePattern, beneath root: FileRoot, limits: Limits = Limits()) {
        self.root = root
        self.limits = limits
        entriesLeft = limits.entries
        expand("", pattern.components[...], isWhole: pattern.isWholeFolder, depth: 0)
    }

    private mutating func expand(
        _ path: String, _ rest: ArraySlice<FilePattern.Component>, isWhole: Bool, depth: Int
    ) {
        guard !isFull else { return }
        guard depth <= limits.depth else {
            omitted.append(Omission(what: path, reason: "lies deeper than \(limits.depth) folders"))
            return
        }
        guard let first = rest.first else { return walk(path, depth: depth) }
        let others = rest.dropFirst()
        switch first {
        case .literal(let name):
            let next = Self.join(path, name)
            // What stands last may be a file or a folder; the opening tells.
            if others.isEmpty, !isWhole {
                takeNamed(next, depth: depth)
            } else {
                expand(next, others, isWhole: isWhole, depth: depth + 1)
            }
        case .wildcard(let pattern):
            let isLast = others.isEmpty && !isWhole
            // What is no folder cannot hold what is wanted, and the other way round.
            let entries = list(path) { FilePattern.matches($0.bytes, pattern) && ($0.kind == .folder) != isLast }
            for entry in entries where FilePattern.matches(entry.name, pattern) {
                let next = Self.join(path, entry.name)
                if isLast {
                    if entry.kind != .folder { take(next, entry.inode) }
                } else if entry.kind == .folder {
                    expand(next, others, isWhole: isWhole, depth: depth + 1)
                }
            }
        case .anyFolders:
            if !others.isEmpty { expand(path, others, isWhole: isWhole, depth: depth) }
            let entries = list(path) { !$0.isHidden && ($0.kind == .folder || others.isEmpty) }
            for entry in entries where !entry.name.hasPrefix(".") {
                let next = Self.join(path, entry.name)
                if entry.kind == .folder {
                    expand(next, rest, isWhole: isWhole, depth: depth + 1)
                } else if others.isEmpty {
                    take(next, entry.inode)
                }
            }
        }
    }

    /// Takes everything beneath a folder but what is hidden; links to folders are not followed, so there is no cycle.
    private mutating func walk(_ path: String, depth: Int) {
        guard !isFull else { return }
        guard depth <= limits.depth else {
            omitted.append(Omission(what: path, reason: "lies deeper than \(limits.depth) folders"))
            return
        }
        for entry in list(path, missing: { !$0.isHidden }) where !entry.name.hasPrefix(".") {
            let next = Self.join(path, entry.name)
            if entry.kind == .folder { walk(next, depth: depth + 1) } else { take(next, entry.inode) }
        }
    }

    private mutating func takeNamed(_ path: String, depth: Int) {
        let isFolder = (try? root.entries(of: path, limit: 0)) != nil
        if isFolder { walk(path, depth: depth + 1) } else { take(path, nil) }
    }

    private mutating func take(_ path: String, _ inode: UInt64?) {
        guard !isFull, seen.insert(path).inserted else { return }
        guard matches.count < limits.files else {
            isFull = true
            omitted.append(Omission(what: "further files", reason: "more than \(limits.files) files match"))
            return
        }
        matches.append(Match(path: path, inode: inode))
    }

    /// - Parameter missing: Which of the names that are not UTF-8 are missed.
    private mutating func list(_ path: String, missing: (NamelessEntry) -> Bool) -> [FolderListing.Entry] {
        guard !isFull else { return [] }
        do throws(FileFault) {
            let listing = try root.entries(of: path, limit: entriesLeft)
            let names = listing.entries.count + listing.nameless.count
            entriesLeft -= names
            listed = (listed.folders + 1, listed.names + names)
            omitted += NamelessEntry.omissions(listing.nameless.filter(missing), in: path)
            if listing.isCut {
                isFull = true
                omitted.append(
                    Omission(what: path.isEmpty ? "." : path, reason: "more than \(limits.entries) names were seen"))
            }
            return listing.entries
        } catch {
            omitted.append(error.omission(of: path.isEmpty ? "." : path))
            return []
        }
    }

    private static func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : path + "/" + name }
}
