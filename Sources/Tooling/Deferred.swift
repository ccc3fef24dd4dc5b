import Synchronization

/// A value that is made when it is first asked for: a program that starts needs little of what its tools say of themselves.
final class Deferred<Value: Sendable>: Sendable {
    private let state: Mutex<State>

    private enum State: Sendable {
        case pending(@Sendable () -> Value)
        case made(Value)
    }

    /// - Parameter make: must not ask for this value itself, which ends the program.
    init(_ make: @escaping @Sendable () -> Value) { state = Mutex(.pending(make)) }

    /// Whoever asks while it is made waits for it.
    var value: Value {
        state.withLock { state in
            switch state {
            case .made(let value): return value
            case .pending(let make):
                let value = make()
                state = .made(value)
                return value
            }
        }
    }
}
