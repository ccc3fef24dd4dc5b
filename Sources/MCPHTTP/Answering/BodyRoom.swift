#if HTTP
internal import Synchronization

/// The bytes that bodies may take together while they are being read.
final class BodyRoom: Sendable {
    private let free: Mutex<Int>

    init(bytes: Int) { free = Mutex(bytes) }

    /// Takes room; false when there is not so much left.
    func take(_ bytes: Int) -> Bool {
        free.withLock { free in
            guard bytes <= free else { return false }
            free -= bytes
            return true
        }
    }

    func give(_ bytes: Int) { free.withLock { $0 += bytes } }
}
#endif
