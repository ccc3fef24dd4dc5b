import Glibc
import Synchronization

/// One of the two streams that the process writes to, as it is shared by everything in it.
final class Stream: Sendable {
    static let output = Stream(STDOUT_FILENO)
    static let errors = Stream(STDERR_FILENO)

    private let descriptor: Int32
    private let firstFault = Mutex<Int32>(0)

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Why something that was written did not arrive, in words; nil when all of it did.
    var fault: String? {
        let code = firstFault.withLock { $0 }
        return code == 0 ? nil : unsafe String(cString: strerror(code))
    }

    /// Writes a text as a whole; after a failure nothing more is written, so that no hole comes into being.
    func write(_ text: String) {
        firstFault.withLock { fault in
            var rest = Array(text.utf8)[...]
            while fault == 0, !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
                guard count < 0 else {
                    rest = rest.dropFirst(count)
                    continue
                }
                switch errno {
                case EINTR: continue
                case EAGAIN:
                    // Somebody who shares the pipe has set it not to block, and nobody reads fast enough.
                    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = unsafe poll(&request, 1, -1)
                default: fault = errno
                }
            }
        }
    }
}
