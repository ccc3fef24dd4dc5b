internal import Glibc
internal import Synchronization

/// A terminal without a screen (a pseudo-terminal), for one program that a test starts.
package final class Terminal: Sendable {
    /// The end that a person would type on and look at.
    let person: Int32
    private let ends: Mutex<Int32>

    // <asm-generic/ioctls.h>: TIOCSPTLCK and TIOCGPTPEER, which Glibc hides from Swift.
    private static let setLock: UInt = 0x4004_5431
    private static let openPeer: UInt = 0x5441

    /// Makes a terminal of a size.
    package init(columns: Int = 80, rows: Int = 24) throws {
        person = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var lock: Int32 = 0
        guard person >= 0, unsafe ioctl(person, Self.setLock, &lock) == 0 else {
            throw TestFailure("no terminal can be made")
        }
        let other = ioctl(person, Self.openPeer, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard other >= 0 else { throw TestFailure("the terminal cannot be opened") }
        ends = Mutex(other)
        resize(columns: columns, rows: rows)
    }

    deinit {
        handOver()
        close(person)
    }

    /// The end that the program has as its streams.
    var program: Int32 { ends.withLock { $0 } }

    /// Gives the program's end up, which the started program has now; the terminal ends with it.
    func handOver() {
        ends.withLock { descriptor in
            if descriptor >= 0 { close(descriptor) }
            descriptor = -1
        }
    }

    /// Tells the size that the program can ask for.
    package func resize(columns: Int, rows: Int) {
        var size = winsize()
        size.ws_col = UInt16(clamping: columns)
        size.ws_row = UInt16(clamping: rows)
        _ = unsafe ioctl(person, UInt(TIOCSWINSZ), &size)
    }
}
