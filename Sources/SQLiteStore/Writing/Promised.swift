internal import Dispatch
internal import Synchronization

/// What one thread makes while another is on the way to where it is needed.
final class Promised<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    private let isMade = DispatchSemaphore(value: 0)

    init() {}

    /// Makes it; to be called once, whatever becomes of it.
    func make(_ body: () throws -> Value) {
        let made = Result(catching: body)
        result.withLock { $0 = made }
        isMade.signal()
    }

    /// Waits for it, one thread at a time.
    ///
    /// - Throws: what making it has thrown.
    func value() throws -> Value {
        while true {
            if let made = result.withLock({ $0 }) { return try made.get() }
            isMade.wait()
        }
    }
}
