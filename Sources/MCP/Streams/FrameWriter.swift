/// Writes frames as lines, each whole before the next, from whatever thread has one.
///
/// Whoever comes first writes what has gathered, as far as it goes without waiting; the rest is the writer thread's. So
/// a quiet stream costs no hop between threads, and a stalled one holds up nobody.
public final class FrameWriter: FrameSink {
    private struct State {
        var pending: [UInt8] = []
        var spare: [UInt8] = []
        /// What the writer thread has to write, and from where.
        var stalled: (bytes: [UInt8], offset: Int)?
        /// How many bytes whoever writes has taken.
        var taken = 0
        var isBusy = false
        var isBroken = false
        var isClosed = false
        var corks = 0

        var held: Int { pending.count + taken }
    }

    /// The bytes that are gathered at most before they go out: more would keep a client idle that could read already.
    private static let gathering = 4 << 10

    private let output: OutputDescriptor
    private let limit: Int
    private let state = Monitor(State())

    /// A writer.
    ///
    /// - Parameters:
    ///   - descriptor: Where to; it is not closed.
    ///   - limit: The bytes held back above which notifications are dropped and `waitForRoom` waits.
    public init(descriptor: Int32, limit: Int = 16 << 20) {
        output = OutputDescriptor(descriptor)
        self.limit = limit
        _ = SystemThread.start { [output, state] in Self.drain(output, state) }
    }

    deinit {
        state.withLock { $0.isClosed = true }
        state.signal()
    }

    /// Queues a frame, and writes it if nobody else is writing.
    @discardableResult
    public func send(_ frame: Frame) -> Bool {
        let (isTaken, mine) = state.withLock { state -> (Bool, Bool) in
            guard !state.isBroken else { return (false, false) }
            if case .notification = frame.kind, state.held > limit { return (false, false) }
            state.pending.append(contentsOf: frame.bytes)
            state.pending.append(0x0A)
            guard !state.isBusy, state.corks == 0 || state.pending.count >= Self.gathering else { return (true, false) }
            state.isBusy = true
            return (true, true)
        }
        if mine { flush() }
        return isTaken
    }

    /// Holds writing back until `uncork`, so that the answers to a batch go out together.
    func cork() { state.withLock { $0.corks += 1 } }

    /// Writes what has gathered.
    func uncork() {
        let mine = state.withLock { state in
            state.corks -= 1
            guard state.corks == 0, !state.isBusy, !state.pending.isEmpty else { return false }
            state.isBusy = true
            return true
        }
        if mine { flush() }
    }

    /// Blocks this thread while the reader is too far behind.
    func waitForRoom() {
        guard state.withLock({ $0.held > limit }) else { return }
        state.wait(until: { $0.held <= self.limit || $0.isBroken }, then: { _ in })
    }

    /// Blocks this thread until everything is written, nobody reads any more, or a reader has stalled for 5 s.
    func finish() {
        state.wait(until: { (!$0.isBusy && $0.pending.isEmpty) || $0.isBroken }, forSeconds: 5)
    }

    /// Whether nobody reads any more.
    public var isBroken: Bool { state.withLock { $0.isBroken } }

    /// Writes until nothing is left or there is no room, by the thread that has set `isBusy`.
    private func flush() {
        while var bytes = Self.take(state) {
            var offset = 0
            while offset < bytes.count {
                switch output.write(bytes, from: offset) {
                case .written(let count): offset += count
                case .full:
                    state.withLock { $0.stalled = (bytes, offset) }
                    state.signal()
                    return
                case .broken:
                    Self.giveUp(state)
                    return
                }
            }
            Self.giveBack(&bytes, state)
        }
    }

    /// The writer thread: takes over where there was no room.
    private static func drain(_ output: OutputDescriptor, _ state: Monitor<State>) {
        while true {
            let work = state.wait(until: { $0.stalled != nil || $0.isClosed }) { state in
                defer { state.stalled = nil }
                return state.stalled
            }
            guard let work else { return output.close() }
            var next: [UInt8]? = work.bytes
            var offset = work.offset
            while var bytes = next {
                while offset < bytes.count {
                    output.waitForRoom()
                    switch output.write(bytes, from: offset) {
                    case .written(let count): offset += count
                    case .full: continue
                    case .broken:
                        giveUp(state)
                        return output.close()
                    }
                }
                giveBack(&bytes, state)
                offset = 0
                next = take(state)
            }
        }
    }

    /// What is to be written next; nil, and no longer busy, when there is nothing.
    private static func take(_ state: Monitor<State>) -> [UInt8]? {
        let (bytes, isDone) = state.withLock { state -> ([UInt8]?, Bool) in
            guard !state.pending.isEmpty else {
                state.isBusy = false
                state.taken = 0
                return (nil, true)
            }
            let bytes = state.pending
            state.pending = state.spare
            state.spare = []
            state.taken = bytes.count
            return (bytes, false)
        }
        if isDone { state.signal() }
        return bytes
    }

    /// Returns a buffer for reuse, unless a large answer has made it large.
    private static func giveBack(_ bytes: inout [UInt8], _ state: Monitor<State>) {
        guard bytes.capacity <= 256 << 10 else { return bytes = [] }
        bytes.removeAll(keepingCapacity: true)
        let spare = bytes
        bytes = []
        state.withLock { $0.spare = spare }
    }

    private static func giveUp(_ state: Monitor<State>) {
        state.withLock { state in
            state.isBroken = true
            state.isBusy = false
            state.pending = []
            state.taken = 0
        }
        state.signal()
    }
}
