internal import Foundation
internal import Glibc
internal import Synchronization

/// Gathers what comes out of a pipe, and wakes those who wait for it.
final class ByteCollector: Sendable {
    /// What has come so far.
    struct Content: Sendable {
        fileprivate(set) var bytes: [UInt8] = []
        fileprivate(set) var isAtEnd = false
        private var position = 0

        /// The next line without its end: nil when it is not complete yet, `.some(nil)` when there is no more.
        mutating func takeLine() -> [UInt8]?? {
            if let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { position = end + 1 }
                return .some(Array(bytes[position..<end]))
            }
            guard isAtEnd else { return nil }
            guard position < bytes.count else { return .some(nil) }
            defer { position = bytes.count }
            return .some(Array(bytes[position...]))
        }
    }

    /// How far the content had come when somebody looked.
    private struct Mark: Equatable {
        let count: Int
        let isAtEnd: Bool

        init(_ content: Content) {
            count = content.bytes.count
            isAtEnd = content.isAtEnd
        }
    }

    private struct State {
        var content = Content()
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    var all: [UInt8] { state.withLock { $0.content.bytes } }

    var isAtEnd: Bool { state.withLock { $0.content.isAtEnd } }

    /// Reads a descriptor to its end on a thread of its own, and closes it.
    func collect(from descriptor: Int32) {
        Thread.detachNewThread { [self] in
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = unsafe read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                change { $0.bytes += buffer[0..<count] }
            }
            close(descriptor)
            change { $0.isAtEnd = true }
        }
    }

    /// Takes bytes as the whole content.
    func finish(with bytes: [UInt8]) {
        change { content in
            content.bytes = bytes
            content.isAtEnd = true
        }
    }

    /// Waits until `take` gives something; nil when the time is over first.
    func wait<Value: Sendable>(
        _ timeout: Duration, until take: @Sendable (inout Content) -> Value?
    ) async -> Value? {
        let deadline = ContinuousClock.now + timeout
        while true {
            // Seen and looked through at one moment, so that nothing can come in between unnoticed.
            let (value, seen) = state.withLock { state in (take(&state.content), Mark(state.content)) }
            if let value { return value }
            guard ContinuousClock.now < deadline else { return nil }
            await pause(after: seen, until: deadline)
        }
    }

    private func change(_ work: (inout Content) -> Void) {
        let woken = state.withLock { state in
            work(&state.content)
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in woken { waiter.resume() }
    }

    /// Sleeps until there is more than was seen, or the time is over.
    private func pause(after seen: Mark, until deadline: ContinuousClock.Instant) async {
        let number = state.withLock { state in
            defer { state.next += 1 }
            return state.next
        }
        let alarm = Task {
            try? await Task.sleep(until: deadline, clock: .continuous)
            wake(number)
        }
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isStale = state.withLock { state in
                guard Mark(state.content) == seen, ContinuousClock.now < deadline else { return true }
                state.waiters[number] = continuation
                return false
            }
            if isStale { continuation.resume() }
        }
        alarm.cancel()
    }

    private func wake(_ number: Int) {
        state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
    }
}
