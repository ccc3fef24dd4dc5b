internal import Synchronization

/// Two of a kind, each used by one thread at a time: whoever finds the first in use takes the second, and hardly anybody
/// waits.
///
/// A long journal is read on two threads, and runs that are driven side by side write on two.
final class Pair<Subject: ~Copyable>: Sendable {
    private let first: Mutex<Subject>
    private let second: Mutex<Subject>

    init(_ make: () -> sending Subject) {
        first = Mutex(make())
        second = Mutex(make())
    }

    func withOne<Value>(_ body: (inout sending Subject) -> sending Value) -> sending Value {
        // Nil when the first is in use; what it gives may be a nil of its own.
        if let value = first.withLockIfAvailable(body) { return value }
        return second.withLock(body)
    }
}
