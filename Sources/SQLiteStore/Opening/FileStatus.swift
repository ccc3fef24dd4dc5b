internal import CFiles
internal import Glibc

/// What the system knows of a file, but for its times: to ask for them makes the next commit slower.
struct FileStatus: Sendable {
    let device: UInt64
    let inode: UInt64
    /// Bytes.
    let size: Int
    let mode: mode_t
    let owner: uid_t
    let group: gid_t

    /// Nil when there is none or it cannot be asked.
    ///
    /// - Parameter followsLink: whether a symbolic link stands for what it leads to.
    init?(_ path: String, followsLink: Bool = true) {
        // An empty path would ask for a descriptor.
        guard !path.isEmpty else { return nil }
        self.init(descriptor: -1, path: path, followsLink: followsLink)
    }

    init?(descriptor: Int32) { self.init(descriptor: descriptor, path: "", followsLink: false) }

    private init?(descriptor: Int32, path: String, followsLink: Bool) {
        var status = cfiles_status()
        guard unsafe cfiles_status(descriptor, path, followsLink ? 1 : 0, &status) == 0 else { return nil }
        device = status.device
        inode = status.inode
        size = Int(status.size)
        mode = status.mode
        owner = status.owner
        group = status.group
    }

    var isRegularFile: Bool { mode & S_IFMT == S_IFREG }
    var isSymbolicLink: Bool { mode & S_IFMT == S_IFLNK }
}
