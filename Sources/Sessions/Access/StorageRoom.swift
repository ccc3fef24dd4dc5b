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
    private var counting: Task<Holdings, any Error>?

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

    /// Refuses one more session when as many are open as may be.
    ///
    /// - Throws: `SessionsError` of code `limit`.
    package func checkSessions() async throws {
        guard let most = limits.sessions, try await holdings(within: Self.freshness).openSessions >= most,
            try await holdings(within: Self.patience).openSessions >= most
        else { return }
        throw SessionsError(
            .limit, "\(principal) has \(most) open sessions, as many as it may",
            hint: "close one that is done, or ask the operator for a higher limit `sessions`")
    }

    /// Refuses to keep more when as much is stored as may be.
    ///
    /// - Throws: `ToolError` of kind `budget`.
    package func checkBytes() async throws {
        guard let most = limits.bytes, try await holdings(within: Self.freshness).bytes >= most else { return }
        throw ToolError(
            .budget, "what is stored for \(principal) has reached its limit of \(most) bytes",
            hint:
                "the operator removes what is no longer needed (`casebook gc`, `casebook sessions delete`), or raises "
                + "the limit `bytes`")
    }

    /// Notes what this process has added.
    package func add(sessions: Int = 0, bytes: Int = 0) {
        known.openSessions += sessions
        let (sum, isTooMuch) = known.bytes.addingReportingOverflow(max(bytes, 0))
        known.bytes = isTooMuch ? .max : sum
    }

    /// Notes that a session was closed here, which makes room at once.
    package func sessionClosed() { counted = nil }

    /// Counts anew what was counted longer ago; whoever asks meanwhile waits for the same count.
    private func holdings(within age: Duration) async throws -> Holdings {
        let now = uptime()
        if let counted, now - counted < age { return known }
        if let counting { return try await counting.value }
        let count = Task { [store, principal] in try await store.holdings(of: principal) }
        counting = count
        defer { counting = nil }
        known = try await count.value
        counted = now
        return known
    }
}
