import Model
import Policy
import Synchronization

/// What the calls of each principal have cost within an hour: what this process has seen, and what the journals told of
/// the hour before its first call.
///
/// What other processes use meanwhile it does not see.
final class PrincipalBudgets: Sendable {
    private let budget: Budget
    private let uptime: @Sendable () -> Duration
    private let past: RecentUse
    private let tasks: (any TaskExecutor)?
    private let state = Mutex(State())

    private struct State {
        /// Reads what was used before.
        var recall: Task<Void, any Error>?
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

    /// - Parameters:
    ///   - uptime: A clock that only runs forward.
    ///   - past: Tells what was used before.
    ///   - tasks: Where tasks that belong to no caller's run; nil for where any task does.
    init(
        _ budget: Budget, uptime: @escaping @Sendable () -> Duration, past: RecentUse, tasks: (any TaskExecutor)?
    ) {
        self.budget = budget
        self.uptime = uptime
        self.past = past
        self.tasks = tasks
    }

    private var isUnlimited: Bool { budget == Budget() }

    /// Counts one more call, or refuses it.
    /// - Throws: `ToolError` of kind `budget`, and what the store throws.
    func begin(_ principal: String, readsSources: Bool) async throws {
        guard !isUnlimited else { return }
        try await recall()
        let now = uptime()
        try state.withLock { state throws(ToolError) in
            try budget.check(state.use(of: principal, at: now), of: .principal, readsSources: readsSources)
            add(BudgetUse(calls: 1), of: principal, at: now, to: &state)
        }
    }

    /// Takes in, once, what the hour before has used; a reading that failed is tried again by the next call.
    private func recall() async throws {
        let reading = state.withLock { state in
            if let known = state.recall { return known }
            let task = Task(executorPreference: tasks) { try await self.readPast() }
            state.recall = task
            return task
        }
        do { try await reading.value } catch {
            state.withLock { if $0.recall == reading { $0.recall = nil } }
            throw error
        }
    }

    private func readPast() async throws {
        let uses = try await past.uses(within: .seconds(3600))
        let now = uptime()
        state.withLock { state in
            for use in uses { add(use.use, of: use.principal, at: now - use.age, to: &state) }
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
