internal import Glibc

/// What a folder holds, ordered by name.
package struct FolderListing: Sendable {
    /// What an entry is; a link is not followed for this.
    package enum Kind: String, Hashable, Sendable {
        case file, folder, link, other
    }

    /// One name in a folder.
    package struct Entry: Hashable, Sendable {
        package let name: String
        package let kind: Kind
    }

    package let entries: [Entry]
    /// True when there were more than the limit.
    package let isCut: Bool

    /// Reads the open folder; names that are not UTF-8 are left out, since no path could name them.
    init(_ descriptor: FileDescriptor, limit: Int) throws(FileFault) {
        let copy = fcntl(descriptor.number, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw FileFault(errno: errno) }
        guard let stream = unsafe fdopendir(copy) else {
            let code = errno
            close(copy)
            throw FileFault(errno: code)
        }
        defer { unsafe closedir(stream) }
        var found: [Entry] = []
        var isCut = false
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(validatingCString: $0) }
            }
            guard let name, name != ".", name != ".." else { continue }
            guard found.count < limit else {
                isCut = true
                break
            }
            found.append(Entry(name: name, kind: Self.kind(unsafe entry.pointee.d_type, name, in: descriptor)))
        }
        entries = found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        self.isCut = isCut
    }

    private static func kind(_ type: UInt8, _ name: String, in folder: FileDescriptor) -> Kind {
        switch Int(type) {
        case Int(DT_REG): return .file
        case Int(DT_DIR): return .folder
        case Int(DT_LNK): return .link
        case Int(DT_UNKNOWN): break
        default: return .other
        }
        // Some file systems do not tell the kind with the name.
        var status = stat()
        guard unsafe fstatat(folder.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return .other }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        case S_IFLNK: return .link
        default: return .other
        }
    }
}
