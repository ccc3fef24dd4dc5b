import Glibc

/// What is piped into the program.
enum StandardInput {
    /// All of it as text, without the last line break.
    /// - Throws: `CommandError`: of code `inputOutput` when it cannot be read, of code `usage` for what is too long or
    ///   no text.
    static func read(from descriptor: Int32 = STDIN_FILENO, limit: Int) throws(CommandError) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 {
                try waitOrFail(errno, descriptor)
                continue
            }
            guard count > 0 else { break }
            bytes += buffer[..<count]
            guard bytes.count <= limit else {
                throw CommandError(.usage, "the standard input is larger than \(limit) bytes")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandError(.usage, "the standard input is not UTF-8 text")
        }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    /// Waits where reading can go on later; half of an input must not be taken for the whole.
    private static func waitOrFail(_ code: Int32, _ descriptor: Int32) throws(CommandError) {
        switch code {
        case EINTR: return
        case EAGAIN:
            // Somebody who shares the pipe has set it not to block.
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            _ = unsafe poll(&request, 1, -1)
        default:
            throw CommandError(
                .inputOutput, "the standard input cannot be read: \(unsafe String(cString: strerror(code)))",
                hint: "pipe a text into it, or give the value as an argument")
        }
    }
}
