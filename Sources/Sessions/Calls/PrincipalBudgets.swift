import Model
import Policy
import Synchronization

/// What the calls of each principal have cost within an hour, as this process has seen it.
///
/// It is held in memory: who looks for what was used over all time finds it in the journals.
final class PrincipalBudgets: Sendable {
    private let budget: Budget
    private let uptime: @Sendable () -> Duration
    private let state = Mutex(State())

    private struct State {
        var uses: [String: HourlyUse] = [:]
        /// Counted for calls that are under way.
        var open: [String: BudgetUse] = [:]

        mutating func use(of principal: String, at now: Duration) -> BudgetUse {
            var use = uses[principal]?.use(at: now) ?? BudgetUse()
            if let open = open[principal] { use.add(open) }
            return use
        }
    }

    /// Beyond so many those are forgotten who have used nothing lately.
    private static let most = 1000

    /// - Parameter uptime: A clock that only runs forward.
    init(_ budget: Budget, uptime: @escaping @Sendable () -> Duration) {
        self.budget = budget
        self.uptime = uptime
    }

    private var isUnlimited: Bool { budget == Budget() }

    /// Counts one more call, or refuses it.
    /// - Throws: `ToolError` of kind `budget`.
    func begin(_ principal: String, readsSources: Bool) throws(ToolError) {
        guard !isUnlimited else { return }
        let now = uptime()
        try state.withLock { state throws(ToolError) in
            try budget.check(state.use(of: principal, at: now), of: .principal, readsSources: readsSources)
            add(BudgetUse(calls: 1), of: principal, at: now, to: &state)
        }
    }

    /// Counts more for a call that is under way once `check` lets it.
    func reserve(
        _ wanted: BudgetUse, for principal: String, _ check: (Budget, BudgetUse) throws(ToolError) -> Void
    ) throws(ToolError) {
        guard !isUnlimited else { return }
        let now = uptime()
        try state.withLock { state throws(ToolError) in
            try check(budget, state.use(of: principal, at: now))
            state.open[principal, default: BudgetUse()].add(wanted)
        }
    }

    /// Counts what a call has cost instead of what was counted for it.
    func settle(_ reserved: BudgetUse, _ used: BudgetUse, of principal: String) {
        guard !isUnlimited else { return }
        let now = uptime()
        state.withLock { state in
            state.open[principal]?.remove(reserved)
            if state.open[principal] == BudgetUse() { state.open[principal] = nil }
            add(used, of: principal, at: now, to: &state)
        }
    }

    private func add(_ used: BudgetUse, of principal: String, at now: Duration, to state: inout State) {
        if state.uses[principal] == nil, state.uses.count >= Self.most {
            for name in state.uses.keys where state.uses[name]?.isOver(at: now) == true { state.uses[name] = nil }
        }
        state.uses[principal, default: HourlyUse(budget)].add(used, at: now)
    }
}
