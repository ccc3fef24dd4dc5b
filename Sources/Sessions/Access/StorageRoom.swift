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

    /// How long a count is good for.
    private static let freshness = Duration.seconds(60)

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
        guard let most = limits.sessions else { return }
        // A session that was closed meanwhile, here or elsewhere, makes room at once.
        if try await holdings().openSessions >= most { counted = nil }
        guard try await holdings().openSessions >= most else { return }
        throw SessionsError(
            .limit, "\(principal) has \(most) open sessions, as many as it may",
            hint: "close one that is done, or ask the operator for a higher limit `sessions`")
    }

    /// Refuses to keep more when as much is stored as may be.
    ///
    /// - Throws: `ToolError` of kind `budget`.
    package func checkBytes() async throws {
        guard let most = limits.bytes, try await holdings().bytes >= most else { return }
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

    private func holdings() async throws -> Holdings {
        let now = uptime()
        if let counted, now - counted < Self.freshness { return known }
        // Callers that come meanwhile go by what is known.
        counted = now
        do {
            known = try await store.holdings(of: principal)
        } catch {
            counted = nil
            throw error
        }
        return known
    }
}
