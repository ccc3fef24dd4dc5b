import MCP
import Model
import Store

/// Tells of new journal entries, this process's and those of others, to whoever watches.
///
/// Those who watch are counted: nobody makes room for another, and whoever comes when there is none is told so.
actor HeadWatcher {
    private struct Watched {
        var sequence: Int
        /// By how many each is watched.
        var places: [String: Int]
    }

    /// What is looked at at most.
    struct Capacity {
        /// Each costs a look at every turn.
        var sessions = 256
        /// Resources, of all sessions together.
        var places = 4096
    }

    /// The time between two looks.
    private static let interval = Duration.milliseconds(250)

    private let store: any SessionStore
    private let capacity: Capacity
    private let pause: @Sendable (Duration) async throws -> Void
    private var watched: [SessionID: Watched] = [:]
    private var places = 0

    init(
        store: any SessionStore, capacity: Capacity = Capacity(),
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.store = store
        self.capacity = capacity
        self.pause = pause
    }

    /// Begins to look at a session, of which the watcher knows the entries up to a sequence; `release` ends it.
    ///
    /// - Returns: false when there is no room.
    func watch(_ uri: String, of session: SessionID, from sequence: Int) -> Bool {
        guard watched[session] != nil || watched.count < capacity.sessions else { return false }
        var known = watched[session] ?? Watched(sequence: sequence, places: [:])
        let count = known.places[uri] ?? 0
        guard count > 0 || places < capacity.places else { return false }
        if count == 0 { places += 1 }
        known.places[uri] = count + 1
        watched[session] = known
        return true
    }

    /// One who watched a resource does so no more.
    func release(_ uri: String, of session: SessionID) {
        guard var known = watched[session], let count = known.places[uri] else { return }
        known.places[uri] = count > 1 ? count - 1 : nil
        if count == 1 { places -= 1 }
        watched[session] = known.places.isEmpty ? nil : known
    }

    /// The sessions that are looked at.
    var sessions: Set<SessionID> { Set(watched.keys) }

    /// Looks until its task is cancelled.
    func run(_ publish: @escaping @Sendable (ServerEvent) -> Void) async {
        while (try? await pause(Self.interval)) != nil { await look(publish) }
    }

    private func look(_ publish: @Sendable (ServerEvent) -> Void) async {
        for session in watched.keys {
            // A look that fails is made again at the next turn.
            guard let head = try? await store.head(of: session), let known = watched[session],
                head.sequence > known.sequence
            else { continue }
            watched[session]?.sequence = head.sequence
            for uri in known.places.keys.sorted() { publish(.resourceUpdated(uri)) }
        }
    }
}
