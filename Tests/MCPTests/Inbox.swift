import JSON
import MCP
import Synchronization

/// A sink for tests: frames wait here until they are asked for.
final class Inbox: FrameSink {
    private struct State {
        var frames: [JSONValue] = []
        var waiting: [CheckedContinuation<JSONValue, Never>] = []
        var isStalled = false
    }

    private let state = Mutex(State())

    func send(_ frame: Frame) -> Bool {
        guard let value = try? JSONValue(parsing: frame.bytes) else { return false }
        let (isTaken, reader) = state.withLock { state -> (Bool, CheckedContinuation<JSONValue, Never>?) in
            if case .notification = frame.kind, state.isStalled { return (false, nil) }
            guard state.waiting.isEmpty else { return (true, state.waiting.removeFirst()) }
            state.frames.append(value)
            return (true, nil)
        }
        reader?.resume(returning: value)
        return isTaken
    }

    /// The next frame, whenever it comes.
    func next() async -> JSONValue {
        await withCheckedContinuation { continuation in
            let frame = state.withLock { state -> JSONValue? in
                guard state.frames.isEmpty else { return state.frames.removeFirst() }
                state.waiting.append(continuation)
                return nil
            }
            if let frame { continuation.resume(returning: frame) }
        }
    }

    /// Whether nothing waits.
    var isEmpty: Bool { state.withLock { $0.frames.isEmpty } }

    /// Refuses notifications from now on, as a reader does that has stopped reading.
    func stall() { state.withLock { $0.isStalled = true } }
}
