import Glibc

/// Reads a file that may be no text, or the standard input.
enum AttachedFile {
    /// - Throws: `CommandError` of code `inputOutput` when it cannot be read, `usage` when it is too large.
    static func read(_ path: String, limit: Int) throws(CommandError) -> [UInt8] {
        guard path != "-" else { return try bytes(of: STDIN_FILENO, named: "the standard input", limit) }
        // Without O_NONBLOCK a FIFO would hold the program for ever.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw CommandError(
                .inputOutput, "\(path) cannot be read: \(unsafe String(cString: strerror(errno)))",
                hint: "name a file, or - for the standard input")
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw CommandError(.inputOutput, "\(path) is not a file", hint: "name a regular file")
        }
        return try bytes(of: descriptor, named: path, limit)
    }

    private static func bytes(of descriptor: Int32, named name: String, _ limit: Int) throws(CommandError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN {
                // Somebody who shares the pipe has set it not to block.
                var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = unsafe poll(&request, 1, -1)
                continue
            }
            guard count >= 0 else {
                throw CommandError(
                    .inputOutput, "\(name) cannot be read: \(unsafe String(cString: strerror(errno)))",
                    hint: "name a file, or - for the standard input")
            }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= limit else {
                throw CommandError(
                    .usage, "\(name) is larger than \(limit) bytes", hint: "attach the part that matters")
            }
        }
    }
}
