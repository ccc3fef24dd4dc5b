import Model
package import Policy
package import Store

/// How much may be kept for a principal, and how much is.
///
/// It is counted in the store, so that it outlives processes, but no more often than once in a while; what this process
/// adds meanwhile is added to it.
package actor StorageRoom {
    private let store: any SessionStore
    private let principal: String
    private let limits: PrincipalLimits
    private let uptime: @Sendable () -> Duration
    private var known = Holdings()
    private var counted: Duration?
    private var counting: Task<Void, any Error>?
    /// What was added since the last count began, which may have seen it or not.
    private var added = Holdings()
    /// Sessions that are being opened.
    private var opening = 0

    /// How long a count is good for.
    private static let freshness = Duration.seconds(60)

    /// The same before a session is refused: one that was closed elsewhere makes room then.
    private static let patience = Duration.seconds(10)

    /// - Parameter uptime: A clock that only runs forward.
    package init(
        _ store: any SessionStore, of principal: String, _ limits: PrincipalLimits,
        uptime: @escaping @Sendable () -> Duration
    ) {
        self.store = store
        self.principal = principal
        self.limits = limits
        self.uptime = uptime
    }

    /// Opens a session, unless as many are open as may be; those that are being opened count.
    ///
    /// - Throws: `SessionsError` of code `limit`; `ToolError` of kind `budget` when as much is stored as may be.
    package nonisolated func opening(_ open: () async throws -> Session) async throws -> Session {
        try await begin()
        do {
            let session = try await open()
            await end(isOpen: true)
            return session
        } catch {
            await end(isOpen: false)
            throw error
        }
    }

    private func begin() async throws {
        try await checkBytes()
        let most = limits.sessions ?? .max
        for age in [Self.freshness, Self.patience] {
            if limits.sessions != nil { try await count(unlessWithin: age) }
            // Nothing is waited for between the look and the place that is taken.
            guard known.openSessions + opening >= most else {
                opening += 1
                return
            }
        }
        throw SessionsError(
            .limit, "\(principal) has \(most) open sessions, as many as it may",
            hint: "close one that is done, or ask the operator for a higher limit `sessions`")
    }

    private func end(isOpen: Bool) {
        opening -= 1
        if isOpen { add(Holdings(openSessions: 1)) }
    }

    /// Refuses to keep more when as much is stored as may be.
    ///
    /// - Throws: `ToolError` of kind `budget`.
    package func checkBytes() async throws {
        guard let most = limits.bytes else { return }
        try await count(unlessWithin: Self.freshness)
        guard known.bytes >= most else { return }
        throw ToolError(
            .budget, "what is stored for \(principal) has reached its limit of \(most) bytes",
            hint:
                "the operator removes what is no longer needed (`casebook gc`, `casebook sessions delete`), or raises "
                + "the limit `bytes`")
    }

    /// Notes bytes that this process has added.
    package func add(bytes: Int) { add(Holdings(bytes: max(bytes, 0))) }

    /// Notes that a session of the principal was closed here, which makes room at once.
    package func sessionClosed() { add(Holdings(openSessions: -1)) }

    private func add(_ more: Holdings) {
        known.add(more)
        added.add(more)
    }

    /// Counts anew what was counted longer ago; whoever asks meanwhile waits for the same count.
    private func count(unlessWithin age: Duration) async throws {
        if let counted, uptime() - counted < age { return }
        let count = counting ?? Task { try await countAnew() }
        counting = count
        try await count.value
    }

    private func countAnew() async throws {
        defer { counting = nil }
        let now = uptime()
        added = Holdings()
        var found = try await store.holdings(of: principal, beyond: known.stray)
        found.add(added)
        known = found
        counted = now
    }
}

extension Holdings {
    fileprivate mutating func add(_ more: Holdings) {
        openSessions += more.openSessions
        let (sum, isTooMuch) = bytes.addingReportingOverflow(more.bytes)
        bytes = isTooMuch ? .max : sum
    }
}

extension StorageRoom? {
    /// Opens a session; without a room as many as anybody wants.
    package func opening(_ open: () async throws -> Session) async throws -> Session {
        guard let self else { return try await open() }
        return try await self.opening(open)
    }
}
