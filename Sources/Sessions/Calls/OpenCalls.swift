import Model
import Policy
import Synchronization

/// What the calls that are under way count for in their sessions, beside what the journals tell of those that have ended.
///
/// Without it calls at once would each be checked against the same journal, and pass a limit together.
final class OpenCalls: Sendable {
    private struct Account {
        var use = BudgetUse()
        /// Calls of which the journal tells now; a look at it that is older than the last of them has missed that one.
        var ended = 0
        /// Who looks at the journal, so that `ended` goes on counting.
        var watchers = 0
    }

    private let accounts = Mutex<[SessionID: Account]>([:])

    /// Counts more for a call once `check` lets it, which is told all that counts in the session.
    func reserve(
        _ wanted: BudgetUse, in session: Session, _ check: @Sendable (BudgetUse) throws(ToolError) -> Void
    ) async throws {
        watch(session.id, 1)
        defer { watch(session.id, -1) }
        while true {
            let ended = accounts.withLock { $0[session.id]?.ended }
            let used = await session.reading { BudgetUse(of: $0) }
            let isDone = try accounts.withLock { accounts throws(ToolError) in
                guard let account = accounts[session.id], account.ended == ended else { return false }
                var all = used
                all.add(account.use)
                try check(all)
                accounts[session.id]?.use.add(wanted)
                return true
            }
            if isDone { return }
        }
    }

    /// What a call counted for is told by the journal now, or is no use.
    func release(_ use: BudgetUse, in session: SessionID) {
        accounts.withLock { accounts in
            accounts[session]?.use.remove(use)
            accounts[session]?.ended += 1
            Self.forget(session, in: &accounts)
        }
    }

    private func watch(_ session: SessionID, _ change: Int) {
        accounts.withLock { accounts in
            accounts[session, default: Account()].watchers += change
            Self.forget(session, in: &accounts)
        }
    }

    private static func forget(_ session: SessionID, in accounts: inout [SessionID: Account]) {
        if let account = accounts[session], account.watchers == 0, account.use == BudgetUse() {
            accounts[session] = nil
        }
    }
}
