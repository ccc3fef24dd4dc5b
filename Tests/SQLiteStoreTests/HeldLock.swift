import Foundation
import Synchronization

@testable import SQLiteStore

/// A lock that another thread holds until it is told to let go.
final class HeldLock: Sendable {
    private let end = DispatchSemaphore(value: 0)
    private let held = Mutex(false)

    var isHeld: Bool { held.withLock { $0 } }

    init(_ lock: FileLock, taken: @escaping @Sendable () -> Void) {
        Thread.detachNewThread { [self] in
            try? lock.hold {
                held.withLock { $0 = true }
                taken()
                end.wait()
            }
            held.withLock { $0 = false }
            taken()
        }
    }

    func release() { end.signal() }
}
