import Glibc

/// Ends a thread's wait for input from another thread: a pipe that nobody writes to before.
final class WakeSignal: Sendable {
    private let ends: (read: Int32, write: Int32)

    init?() {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        self.ends = (ends[0], ends[1])
    }

    deinit {
        close(ends.read)
        close(ends.write)
    }

    /// Ends the wait, now or when it begins.
    func wake() {
        var byte: UInt8 = 1
        _ = unsafe write(ends.write, &byte, 1)
    }

    /// Blocks this thread until a descriptor has something to read or has ended; false after `wake()`.
    func wait(for descriptor: Int32) -> Bool {
        var requests = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: ends.read, events: Int16(POLLIN), revents: 0),
        ]
        while unsafe poll(&requests, 2, -1) < 0 {
            guard errno == EINTR else { return false }
        }
        return requests[1].revents == 0
    }
}
