import Glibc

/// A descriptor to write to without ever waiting, whatever is behind it.
struct OutputDescriptor: Sendable {
    private enum Kind {
        /// A pipe, by a description of our own that does not block.
        case pipe
        /// A socket, written to with a flag.
        case socket
        /// A file or terminal, which takes everything.
        case other
    }

    /// `F_SETPIPE_SZ`, which the C headers hide from Swift.
    private static let setPipeSize: Int32 = 1031

    let descriptor: Int32
    private let kind: Kind

    /// What became of a write.
    enum Outcome {
        case written(Int)
        case full
        case broken
    }

    init(_ descriptor: Int32) {
        var status = stat()
        let mode = unsafe fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
        switch mode {
        case S_IFIFO:
            // Not O_NONBLOCK on the descriptor itself: other processes may share its description.
            let own = unsafe open("/proc/self/fd/\(descriptor)", O_WRONLY | O_NONBLOCK | O_CLOEXEC)
            self.descriptor = own >= 0 ? own : descriptor
            kind = own >= 0 ? .pipe : .other
            // A wider pipe means fewer wake-ups on both sides; a refusal does no harm.
            if own >= 0 { _ = fcntl(own, Self.setPipeSize, 1 << 20) }
        case S_IFSOCK:
            self.descriptor = descriptor
            kind = .socket
        default:
            self.descriptor = descriptor
            kind = .other
        }
    }

    /// Writes what fits.
    func write(_ bytes: [UInt8], from start: Int) -> Outcome {
        while true {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[start...])
                guard kind == .socket else { return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count) }
                let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
                return unsafe send(descriptor, rest.baseAddress, rest.count, flags)
            }
            if count >= 0 { return .written(count) }
            switch errno {
            case EINTR: continue
            case EAGAIN, EWOULDBLOCK: return .full
            default: return .broken
            }
        }
    }

    /// Blocks this thread until there is room, or nobody reads any more.
    func waitForRoom() {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&request, 1, -1)
    }

    /// Closes a description of our own.
    func close() {
        if kind == .pipe { _ = Glibc.close(descriptor) }
    }
}
