import MCP
import Model
import Store

/// Tells of new journal entries, this process's and those of others, to whoever watches.
actor HeadWatcher {
    private struct Watched {
        var sequence: Int
        var uris: Set<String>
    }

    /// Sessions that are looked at; the one that was asked for first makes room.
    private static let capacity = 64

    /// Resources of one session that are told of.
    private static let places = 64

    /// The time between two looks.
    private static let interval = Duration.milliseconds(250)

    private let store: any SessionStore
    private let pause: @Sendable (Duration) async throws -> Void
    private var watched: [SessionID: Watched] = [:]
    private var order: [SessionID] = []

    init(store: any SessionStore, pause: @escaping @Sendable (Duration) async throws -> Void) {
        self.store = store
        self.pause = pause
    }

    /// Begins to look at a session, of which the watcher knows the entries up to a sequence.
    func watch(_ uri: String, of session: SessionID, from sequence: Int) {
        if watched[session] == nil {
            order.append(session)
            if order.count > Self.capacity { watched[order.removeFirst()] = nil }
        }
        var known = watched[session] ?? Watched(sequence: sequence, uris: [])
        if known.uris.count < Self.places { known.uris.insert(uri) }
        watched[session] = known
    }

    /// The sessions that are looked at.
    var sessions: Set<SessionID> { Set(order) }

    /// Looks at a session no more.
    func forget(_ session: SessionID) {
        watched[session] = nil
        order.removeAll { $0 == session }
    }

    /// Looks until its task is cancelled.
    func run(_ publish: @escaping @Sendable (ServerEvent) -> Void) async {
        while (try? await pause(Self.interval)) != nil { await look(publish) }
    }

    private func look(_ publish: @Sendable (ServerEvent) -> Void) async {
        for session in order {
            // A look that fails is made again at the next turn.
            guard let head = try? await store.head(of: session), let known = watched[session],
                head.sequence > known.sequence
            else { continue }
            watched[session]?.sequence = head.sequence
            for uri in known.uris.sorted() { publish(.resourceUpdated(uri)) }
        }
    }
}
