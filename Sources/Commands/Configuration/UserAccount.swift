import Glibc

/// What the system knows of the user who runs the process.
enum UserAccount {
    /// The user's own folder; nil when the account has none.
    static var folder: String? {
        var account = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16 << 10)
        guard unsafe getpwuid_r(getuid(), &account, &buffer, buffer.count, &found) == 0, unsafe found != nil,
            let folder = unsafe account.pw_dir
        else { return nil }
        let path = unsafe String(cString: folder)
        return path.hasPrefix("/") ? path : nil
    }
}
