#if HTTP
internal import NIOCore
internal import Synchronization

/// The open connections, of which there is a bound.
///
/// Whoever opens many and says nothing on them must not keep others out. So when there is no room, the oldest one goes
/// whose client has not proved who it is, then the oldest that is between two requests; one that is answered stays.
final class SocketTable: Sendable {
    private struct State {
        var sockets: [Int: Socket] = [:]
        /// Those that have proved nothing yet.
        var strangers: Set<Int> = []
        /// Those between two requests.
        var idle: Set<Int> = []
        var next = 0

        mutating func forget(_ number: Int) {
            sockets[number] = nil
            strangers.remove(number)
            idle.remove(number)
        }
    }

    let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int) { self.capacity = max(capacity, 1) }

    var count: Int { state.withLock { $0.sockets.count } }

    /// Takes a connection in; nil when all others are busy.
    func admit(_ channel: any Channel) -> Socket? {
        let (socket, evicted) = state.withLock { state -> (Socket?, Socket?) in
            var evicted: Socket?
            if state.sockets.count >= capacity {
                guard let oldest = state.strangers.min() ?? state.idle.min() else { return (nil, nil) }
                evicted = state.sockets[oldest]
                state.forget(oldest)
            }
            let socket = Socket(state.next, channel)
            state.sockets[state.next] = socket
            state.strangers.insert(state.next)
            state.next += 1
            return (socket, evicted)
        }
        evicted?.close()
        return socket
    }

    /// Notes that a request is being answered.
    func begin(_ socket: Socket, for subject: String) {
        socket.begin(for: subject)
        state.withLock { state in
            state.strangers.remove(socket.number)
            state.idle.remove(socket.number)
        }
    }

    /// Notes that the request has been answered.
    func end(_ socket: Socket) {
        socket.end()
        state.withLock { state in
            guard state.sockets[socket.number] != nil else { return }
            state.idle.insert(socket.number)
        }
    }

    /// Forgets a connection that is closed.
    func remove(_ socket: Socket) { state.withLock { $0.forget(socket.number) } }

    /// Closes those that answer a caller.
    func close(of subject: String) {
        for socket in all where socket.subject == subject { socket.close() }
    }

    func closeAll() {
        for socket in all { socket.close() }
    }

    private var all: [Socket] { state.withLock { Array($0.sockets.values) } }
}
#endif
