import Glibc

/// Reads the files that the user names on the command line.
enum TextFile {
    /// The text of a file; nil when there is none.
    ///
    /// - Parameter isPrivate: Whether it has to be this user's own and nobody else may read it; what is looked at is what
    ///   is read.
    /// - Throws: `CommandError` when it cannot be read, is no regular file, or is not UTF-8; of code `configuration` for one
    ///   that is not private and has to be.
    static func read(
        _ path: String, limit: Int, code: CommandError.Code, isPrivate: Bool = false
    ) throws(CommandError) -> String? {
        // Without O_NONBLOCK a FIFO would hold the program for ever.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (isPrivate ? O_NOFOLLOW : 0))
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            if isPrivate, errno == ELOOP { throw isShared(path) }
            throw CommandError(code, "\(path) cannot be read: \(reason)", hint: "check its permissions")
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw CommandError(code, "\(path) is not a file", hint: "name a regular file")
        }
        if isPrivate, status.st_mode & 0o077 != 0 || status.st_uid != geteuid() { throw isShared(path) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= limit {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw CommandError(code, "\(path) cannot be read: \(reason)", hint: "check its permissions")
            }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        guard bytes.count <= limit else {
            throw CommandError(code, "\(path) is too large", hint: "at most \(limit) bytes are read")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandError(code, "\(path) is not UTF-8 text", hint: "is it the file that was meant?")
        }
        return text
    }

    private static var reason: String { unsafe String(cString: strerror(errno)) }

    private static func isShared(_ path: String) -> CommandError {
        CommandError(
            .configuration, "\(path) is not a file that its owner alone can read",
            hint: "who else could read or write it knows what it says; remove it, and have a new one made")
    }
}
