internal import Glibc

/// Which file a path or a descriptor leads to, whatever it is called.
struct FileIdentity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64

    private init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }

    /// The file at a path; nil when there is none or it cannot be asked.
    init?(path: String) {
        guard let status = FileStatus.of(path) else { return nil }
        self.init(status)
    }

    /// The file behind a descriptor.
    init?(descriptor: Int32) {
        guard let status = FileStatus.of(descriptor: descriptor) else { return nil }
        self.init(status)
    }
}

/// What the system knows of a file.
enum FileStatus {
    /// Follows symbolic links.
    static func of(_ path: String) -> stat? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status : nil
    }

    static func of(descriptor: Int32) -> stat? {
        var status = stat()
        return unsafe fstat(descriptor, &status) == 0 ? status : nil
    }

    /// Describes a symbolic link itself.
    static func ofLink(_ path: String) -> stat? {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status : nil
    }
}

extension stat {
    var isRegularFile: Bool { st_mode & S_IFMT == S_IFREG }
    var isSymbolicLink: Bool { st_mode & S_IFMT == S_IFLNK }
}
