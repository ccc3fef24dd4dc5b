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
        /// The file's number in its file system, as the folder tells it: a link's own.
        let inode: UInt64
    }

    package let entries: [Entry]
    /// Names that are not UTF-8: no path can name them, so nothing beneath them can be read.
    package let nameless: [NamelessEntry]
    /// True when there were more than the limit.
    package let isCut: Bool

    /// Reads the open folder.
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
        var nameless: [NamelessEntry] = []
        var isCut = false
        while let entry = unsafe readdir(stream) {
            let bytes = unsafe withUnsafeBytes(of: entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
            guard bytes != Array(".".utf8), bytes != Array("..".utf8) else { continue }
            guard found.count + nameless.count < limit else {
                isCut = true
                break
            }
            let kind = Self.kind(unsafe entry.pointee.d_type, bytes, in: descriptor)
            if let name = String(validating: bytes, as: UTF8.self) {
                found.append(Entry(name: name, kind: kind, inode: UInt64(unsafe entry.pointee.d_ino)))
            } else {
                nameless.append(NamelessEntry(bytes: bytes, kind: kind))
            }
        }
        entries = found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        self.nameless = nameless.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        self.isCut = isCut
    }

    private static func kind(_ type: UInt8, _ name: [UInt8], in folder: FileDescriptor) -> Kind {
        switch Int(type) {
        case Int(DT_REG): return .file
        case Int(DT_DIR): return .folder
        case Int(DT_LNK): return .link
        case Int(DT_UNKNOWN): break
        default: return .other
        }
        // Some file systems do not tell the kind with the name.
        var status = stat()
        let path = (name + [0]).map { CChar(bitPattern: $0) }
        guard unsafe fstatat(folder.number, path, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return .other }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        case S_IFLNK: return .link
        default: return .other
        }
    }
}
