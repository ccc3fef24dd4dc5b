import Model
import Policy
import Synchronization

/// What the calls that are under way count for in their session, beside what its journal tells of those that have ended.
///
/// Without it calls at once would each be checked against the same journal, and pass a limit together. The session takes
/// a call out as it takes in the entry that tells of it, so that each counts once at every moment.
final class OpenCalls: Sendable {
    private let uses = Mutex<[CallID: BudgetUse]>([:])

    /// What all of them count for.
    var use: BudgetUse { uses.withLock { $0.values.reduce(into: BudgetUse()) { $0.add($1) } } }

    func add(_ wanted: BudgetUse, for call: CallID) {
        uses.withLock { $0[call, default: BudgetUse()].add(wanted) }
    }

    /// The journal tells of the call now, or never will.
    func end(_ call: CallID) { uses.withLock { $0[call] = nil } }

    /// The same of all calls that an event tells of.
    func end(toldBy event: Event) {
        switch event {
        case .callFinished(let call): end(call.call)
        case .callFailed(let call): end(call.call)
        default: break
        }
    }

    /// The same of all that a journal tells of.
    func end(toldBy state: SessionState) {
        uses.withLock { uses in
            guard !uses.isEmpty else { return }
            for call in state.calls { uses[call.call] = nil }
            for call in state.failedCalls { uses[call.call] = nil }
        }
    }
}

extension Session {
    /// Counts more for a call that is under way once `check` lets it, which is told all that counts in the session.
    func reserve(
        _ wanted: BudgetUse, for call: CallID, _ check: @Sendable (BudgetUse) throws(ToolError) -> Void
    ) throws(ToolError) {
        var all = BudgetUse(of: current)
        all.add(open.use)
        try check(all)
        open.add(wanted, for: call)
    }
}
