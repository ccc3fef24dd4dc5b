internal import Glibc
internal import Store

extension StoreError {
    /// What a failed system call on one of the database's files means.
    ///
    /// - Parameter code: the value of `errno`.
    init(systemError code: Int32, _ action: String, path: String) {
        let reason = unsafe String(cString: strerror(code))
        let message = "\(path): cannot \(action): \(reason)"
        switch code {
        case EROFS:
            self.init(
                .readOnly, message, hint: "its disk is mounted for reading only: mount it anew, or copy the database")
        case EACCES, EPERM:
            self.init(.readOnly, message, hint: "check the permissions of the file and of its folder")
        case ENOSPC, EDQUOT, EFBIG:
            self.init(.full, message, hint: "free space on its disk")
        case ELOOP:
            self.init(.inputOutput, message, hint: "a symbolic link stands where a file is needed; remove it")
        default:
            self.init(.inputOutput, message, hint: "check the disk and the path")
        }
    }
}
