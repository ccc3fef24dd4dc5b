package import Model
package import Store

/// Which sessions a principal may know of: its own, and those that were shared with it.
///
/// To it all others are as if they were not there.
package actor SessionAccess {
    /// What is known of a session: what the principal is in it, and up to which entry that was looked at.
    private struct Known {
        /// For good: nobody takes a session from its owner.
        var isOwner = false
        var isMember = false
        var through = 0

        var isOpen: Bool { isOwner || isMember }
    }

    private nonisolated let store: any SessionStore
    private nonisolated let manager: SessionManager
    private nonisolated let name: String
    /// Whether every session is open to it.
    private nonisolated let seesAll: Bool
    private var known: [SessionID: Known] = [:]
    /// Where pages go on that end at another's session, by names that tell nothing of it; the newest last.
    private var places: [(name: String, cursor: String)] = []

    /// Sessions that are remembered.
    private static let capacity = 20_000

    /// Places that are remembered; whoever comes back to an older one begins anew.
    private static let maximumPlaces = 256

    /// Pages of the store's list that are looked through for one page of the principal's.
    private static let patience = 10

    package init(_ manager: SessionManager, of principal: Principal, seesAll: Bool) {
        self.manager = manager
        store = manager.store
        name = principal.name
        self.seesAll = seesAll
    }

    /// Whether the principal may know of a session.
    package func isOpen(_ session: SessionID) async throws -> Bool {
        if seesAll { return true }
        guard session != .server, let head = try await store.head(of: session) else { return false }
        var state = known[session] ?? Known()
        while !state.isOwner, state.through < head.sequence {
            let page = try await store.entries(of: session, after: state.through, limit: 2000)
            guard let last = page.last else { break }
            for entry in page { take(entry, into: &state) }
            state.through = last.sequence
        }
        if known.count >= Self.capacity { known = [:] }
        known[session] = state
        return state.isOpen
    }

    /// Whether an entry makes the principal owner or member, or ends that; what was written elsewhere does neither.
    private nonisolated func take(_ entry: Entry, into known: inout Known) {
        guard !entry.isImported else { return }
        switch entry.kind {
        case SessionOpened.kind where entry.payload == nil: known.isOwner = entry.principal == name
        case SessionOpened.kind, SessionForked.kind, SessionShared.kind, SessionUnshared.kind: break
        default: return
        }
        switch Event(entry) {
        case .sessionOpened(let opened): known.isOwner = opened.owner.name == name
        case .sessionForked(let forked): known.isOwner = forked.owner.name == name
        case .sessionShared(let shared): if shared.member == name { known.isMember = true }
        case .sessionUnshared(let unshared): if unshared.member == name { known.isMember = false }
        default: break
        }
    }

    /// The session of that identifier.
    ///
    /// - Throws: `SessionsError` of code `notFound`, in the same words whether it is another's or is not there.
    package nonisolated func session(_ id: SessionID) async throws -> Session {
        guard try await isOpen(id) else { throw SessionsError.unknown(id.rawValue) }
        return try await manager.session(id)
    }

    /// The session of an identifier, a unique beginning of one, or `@last`, among those that are open.
    package nonisolated func resolve(_ text: String) async throws -> Session {
        if seesAll { return try await manager.resolve(text) }
        if let id = SessionID(text) { return try await session(id) }
        if text == "@last", let newest = try await sessions(limit: 1, cursor: nil).sessions.first {
            return try await session(newest.id)
        }
        let fitting = try await sessions(withPrefix: text.hasPrefix("ses_") ? text : "ses_" + text, limit: 2)
        guard let id = fitting.first, text != "", text != "ses_" else { throw SessionsError.unknown(text) }
        guard fitting.count == 1 else {
            throw SessionsError(
                .ambiguous, "`\(text)` fits several sessions", hint: "give more characters of the identifier")
        }
        return try await session(id)
    }

    /// Open sessions, the newest updated first; a page may be short, or empty, and have a next one nevertheless.
    package nonisolated func sessions(limit: Int, cursor: String?) async throws -> SessionPage {
        guard !seesAll else { return try await store.sessions(limit: limit, cursor: cursor) }
        var open: [SessionSummary] = []
        var next: String?
        if let cursor { next = try await place(cursor) }
        for _ in 0..<Self.patience {
            let page = try await store.sessions(limit: max(limit, 100), cursor: next)
            for summary in page.sessions where try await isOpen(summary.id) {
                open.append(summary)
                if open.count == limit {
                    return SessionPage(sessions: open, nextCursor: await hide(SessionCursor(after: summary).text))
                }
            }
            next = page.nextCursor
            guard next != nil else { break }
        }
        guard let next else { return SessionPage(sessions: open, nextCursor: nil) }
        return SessionPage(sessions: open, nextCursor: await hide(next))
    }

    /// A name for a place in the store's list, whose own words would tell of the session that stands there.
    private func hide(_ cursor: String) -> String {
        if places.count >= Self.maximumPlaces { places.removeFirst() }
        let name = WaitID(from: manager.identifiers).rawValue
        places.append((name, cursor))
        return name
    }

    /// - Throws: `StoreError` of code `badCursor` for a name that was not given here, or too long ago.
    private func place(_ name: String) throws -> String {
        guard let place = places.last(where: { $0.name == name }) else {
            throw StoreError(.badCursor, "that is not a cursor of a list of sessions", hint: "begin without a cursor")
        }
        return place.cursor
    }

    /// Open sessions whose identifiers begin so.
    package nonisolated func sessions(withPrefix prefix: String, limit: Int) async throws -> [SessionID] {
        guard !seesAll else { return try await store.sessions(withPrefix: prefix, limit: limit) }
        var open: [SessionID] = []
        for id in try await store.sessions(withPrefix: prefix, limit: 1000) where open.count < limit {
            if try await isOpen(id) { open.append(id) }
        }
        return open
    }
}
