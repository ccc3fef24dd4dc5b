import Synchronization

/// Gathers the answers of a batch into one array (JSON-RPC 2.0, section 6); what else is sent goes on at once.
final class BatchSink: FrameSink {
    private struct State {
        var remaining: Int
        var answers: [[UInt8]] = []
    }

    private let state: Mutex<State>
    private let sink: any FrameSink

    init(expecting count: Int, into sink: any FrameSink) {
        state = Mutex(State(remaining: count))
        self.sink = sink
    }

    func send(_ frame: Frame) -> Bool {
        guard case .response = frame.kind else { return sink.send(frame) }
        return settle(frame.bytes)
    }

    func abandon() { _ = settle(nil) }

    private func settle(_ answer: [UInt8]?) -> Bool {
        let answers = state.withLock { state -> [[UInt8]]? in
            if let answer { state.answers.append(answer) }
            state.remaining -= 1
            return state.remaining == 0 ? state.answers : nil
        }
        guard let answers else { return true }
        guard !answers.isEmpty else {
            sink.abandon()
            return true
        }
        let bytes = [UInt8(ascii: "[")] + answers.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
        return sink.send(Frame(bytes: bytes, kind: .response(errorCode: nil)))
    }
}
