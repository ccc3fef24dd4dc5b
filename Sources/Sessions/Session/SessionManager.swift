package import Model
package import Store

/// Opens, finds and holds sessions: one `Session` for each identifier in this process.
///
/// A session whose state nobody holds any longer is let go when others were asked for since.
package actor SessionManager {
    package nonisolated let store: any SessionStore
    package nonisolated let clock: any WallClock
    package nonisolated let identifiers: any IdentifierSource
    /// Where tasks that belong to no caller's run; nil for where any task does.
    nonisolated let tasks: (any TaskExecutor)?
    private var sessions: [SessionID: Held] = [:]
    /// Those that were asked for last, the newest last; they are held for the next who asks.
    private var recent: [Session] = []
    /// The number of sessions at which those are forgotten that are gone.
    private var forgetting = 4 * SessionManager.maximumRecent
    private var server: Session?

    /// A session as long as somebody holds it.
    private struct Held {
        weak var session: Session?
    }

    /// Sessions that are held though nobody uses them.
    static let maximumRecent = 200

    /// Entries of the server's own journal that calls without a session and refusals may fill; the others are kept for
    /// tokens, deletions and imports.
    private let strayEntries: Int
    /// Entries of a page of a journal's outline.
    let outlinePage: Int

    /// - Parameters:
    ///   - tasks: Where tasks that belong to no caller's run, so that a simulation can order them.
    ///   - strayEntries: Entries of the server's own journal that are not kept for what has to be written there.
    ///   - outlinePage: Entries of a page of a journal's outline.
    package init(
        store: any SessionStore, clock: any WallClock, identifiers: any IdentifierSource,
        tasks: (any TaskExecutor)? = nil, strayEntries: Int = 15 << 20,
        outlinePage: Int = OutlinePage.size
    ) {
        self.outlinePage = outlinePage
        self.strayEntries = strayEntries
        self.tasks = tasks
        self.store = store
        self.clock = clock
        self.identifiers = identifiers
    }

    /// Makes a session; `also` adds to the first commit, such as the start of a run.
    ///
    /// A title that is too long is cut.
    package func open(
        title: String, owner: Principal, labels: [String: String] = [:], window: WindowSet,
        also: @Sendable (SessionID) -> Batch = { _ in Batch([]) }
    ) async throws -> Session {
        let id = SessionID(from: identifiers)
        let session = Session(id: id, store: store, tasks: tasks, pageSize: outlinePage)
        let now = clock.now
        var batch = also(id)
        batch.drafts =
            [
                EntryDraft(
                    .sessionOpened(SessionOpened(title: Self.cut(title), owner: owner, labels: labels)),
                    principal: owner.name,
                    time: now),
                EntryDraft(.windowSet(window), principal: owner.name, time: now),
            ] + batch.drafts
        let first = batch
        try await session.append { _ in first }
        keep(session)
        return session
    }

    private static func cut(_ title: String) -> String {
        title.count > maximumTitle ? title.prefix(maximumTitle - 1) + "…" : title
    }

    /// Holds a session that was made or asked for.
    func keep(_ session: Session) {
        if recent.last !== session {
            recent.removeAll { $0 === session }
            recent.append(session)
            if recent.count > Self.maximumRecent { recent.removeFirst() }
        }
        guard sessions[session.id]?.session !== session else { return }
        if sessions.count >= forgetting {
            sessions = sessions.filter { $0.value.session != nil }
            forgetting = max(2 * sessions.count, 4 * Self.maximumRecent)
        }
        sessions[session.id] = Held(session: session)
    }

    /// The session of that identifier, read up to its newest entry.
    ///
    /// - Parameter isBrief: Whether it is enough to know what a run needs to go on: of a long journal the outline is read,
    ///   and the rest when somebody needs it.
    /// - Throws: `SessionsError` of code `notFound`.
    package func session(_ id: SessionID, briefly isBrief: Bool = false) async throws -> Session {
        guard id != .server else { throw SessionsError.unknown(id.rawValue) }
        let session = sessions[id]?.session ?? Session(id: id, store: store, tasks: tasks, pageSize: outlinePage)
        do {
            let state = try await isBrief ? session.refreshBriefly() : session.refresh()
            guard state.head.sequence > 0 else { throw SessionsError.unknown(id.rawValue) }
        } catch let error as SessionsError where error.kind == .notFound {
            // Another process has deleted it; what is remembered of it is not told either.
            forget(id)
            throw SessionsError.unknown(id.rawValue)
        }
        // Another task may have been first while this one read; there is one of them only.
        let known = sessions[id]?.session ?? session
        keep(known)
        if known !== session { _ = try await isBrief ? known.refreshBriefly() : known.refresh() }
        return known
    }

    /// Finds a session by its identifier, a unique prefix of one, or `@last`.
    package func resolve(_ name: String) async throws -> Session { try await session(identifier(name)) }

    /// The identifier that a name means, without reading the journal, which may be damaged.
    package func identifier(_ name: String) async throws -> SessionID {
        if let id = SessionID(name) { return id }
        if name == "@last" {
            guard let newest = try await store.sessions(limit: 1, cursor: nil).sessions.first else {
                throw SessionsError(.notFound, "there is no session yet", hint: "`casebook run WORKFLOW` opens one")
            }
            return newest.id
        }
        let prefix = name.hasPrefix("ses_") ? name : "ses_" + name
        guard prefix != "ses_" else { throw SessionsError.unknown(name) }
        let fitting = try await store.sessions(withPrefix: prefix, limit: 3)
        guard let id = fitting.first else { throw SessionsError.unknown(name) }
        guard fitting.count == 1 else {
            throw SessionsError(
                .ambiguous, "`\(name)` fits several sessions", hint: "give more characters of the identifier")
        }
        return id
    }

    /// Lets a session go that was deleted.
    func forget(_ id: SessionID) {
        sessions[id] = nil
        recent.removeAll { $0.id == id }
    }

    /// The server's own journal: calls without a session and what outlives sessions.
    package func serverJournal() async throws -> Session {
        let session = server ?? Session(id: .server, store: store, tasks: tasks)
        server = session
        try await session.refresh()
        return session
    }

    /// The same for what need not be written there.
    ///
    /// - Throws: `ToolError` of kind `budget` when the rest of it is kept for what has to be.
    func strayJournal() async throws -> Session {
        let session = try await serverJournal()
        guard await session.reading({ $0.head.sequence }) < strayEntries else {
            throw ToolError(
                .budget, "the server's own journal has no room for calls without a session",
                hint: "call it in a session")
        }
        return session
    }
}

extension SessionManager {
    /// All that a report of the session needs, read at one moment; of a fork also what stands in other journals.
    package func snapshot(of session: Session) async throws -> SessionSnapshot {
        let state = try await session.refresh()
        let own = Lineage.Part(session: session.id, through: state.head)
        var entries: [Entry] = []
        for part in await session.lineage.inherited + [own] {
            try await store.read(part) { entries.append($0) }
        }
        var evidence: [EvidenceID: Evidence] = [:]
        for call in state.calls where evidence[call.evidence] == nil {
            evidence[call.evidence] = try await session.evidence(call.evidence)
        }
        return SessionSnapshot(state: state, entries: entries, evidence: evidence)
    }
}
