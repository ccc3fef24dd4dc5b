/// Which file it is, whatever it is called.
struct FileIdentity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64

    init(_ status: FileStatus) {
        device = status.device
        inode = status.inode
    }

    /// The file at a path; nil when there is none or it cannot be asked.
    init?(path: String) {
        guard let status = FileStatus(path) else { return nil }
        self.init(status)
    }
}
