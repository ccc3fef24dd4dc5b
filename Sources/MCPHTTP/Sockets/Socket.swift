#if HTTP
internal import NIOCore
internal import Synchronization

/// One connection of a client, as what answers its requests sees it.
final class Socket: Sendable {
    private struct State {
        var isGone = false
        var subject: String?
        var onGone: (@Sendable () -> Void)?
    }

    let number: Int
    private let channel: any Channel
    private let state = Mutex(State())

    init(_ number: Int, _ channel: any Channel) {
        self.number = number
        self.channel = channel
    }

    /// Whose request is being answered; nil between requests.
    var subject: String? { state.withLock { $0.subject } }

    /// Whether the client has closed its side.
    var isGone: Bool { state.withLock { $0.isGone } }

    /// Notes whose request is being answered.
    func begin(for subject: String) { state.withLock { $0.subject = subject } }

    /// What is to happen when the client goes before it is answered; at once if it is gone already.
    func onGone(_ action: @escaping @Sendable () -> Void) {
        let isGone = state.withLock { state in
            if !state.isGone { state.onGone = action }
            return state.isGone
        }
        if isGone { action() }
    }

    /// Notes that the request has been answered.
    func end() {
        state.withLock { state in
            state.subject = nil
            state.onGone = nil
        }
    }

    /// Tells that the client has closed its side.
    ///
    /// A client that will still read could do so too; none does, and what runs for one that went would run in vain.
    func leave() {
        let action = state.withLock { state in
            state.isGone = true
            defer { state.onGone = nil }
            return state.onGone
        }
        action?()
    }

    /// Closes the connection, and lets what runs for it end at once: TLS waits for the client's farewell.
    func close() {
        leave()
        channel.close(promise: nil)
    }
}
#endif
