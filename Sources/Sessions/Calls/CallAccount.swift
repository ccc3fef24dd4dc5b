import Model
import Policy
import Synchronization

/// What one call counts for: in its session, in its run and for its principal.
///
/// While it is under way it counts for what it is expected to read and to tell, and for what it has cost when it ends. In
/// the session it counts so until the session has taken in the entry that tells of it; whoever commits that entry holds
/// the account till then.
final class CallAccount: Sendable {
    private struct State {
        /// Counted in the run and for the principal, until it ends.
        var inRun = BudgetUse()
        var ofPrincipal = BudgetUse()
        /// Whether the tool was begun, and what it has read; nil until that is known.
        var isBegun = false
        var read: BudgetUse?
    }

    private let call: CallID
    private let executor: ToolExecutor
    private let scope: CallScope
    private let seconds: @Sendable () -> Double
    private let state = Mutex(State())

    init(_ call: CallID, _ scope: CallScope, of executor: ToolExecutor) {
        self.call = call
        self.scope = scope
        self.executor = executor
        seconds = executor.timer.stopwatch()
    }

    deinit { close() }

    /// The session's budget, where it has one.
    private var limited: (session: Session, budget: Budget)? {
        executor.budgets.session == Budget() ? nil : scope.session.map { ($0, executor.budgets.session) }
    }

    /// Counts the call, or refuses it where a limit is reached.
    ///
    /// - Parameter readsSources: False for what asks evidence alone, which no limit of bytes or rows holds up.
    func begin(readsSources: Bool) async throws {
        try checkRun(readsSources: readsSources)
        if let (session, budget) = limited {
            try await session.reserve(BudgetUse(calls: 1), for: call) { use throws(ToolError) in
                try budget.check(use, of: .session, readsSources: readsSources)
            }
        }
        try await executor.principals.begin(scope.principal.name, readsSources: readsSources)
    }

    /// Refuses the call when its run has used up what it may; calls that began later do not count against this one, but
    /// what they have cost already does.
    func checkRun(readsSources: Bool) throws(ToolError) {
        var use = scope.meter?.use ?? scope.used
        use.calls = scope.used.calls
        try scope.budget.check(use, of: .run, readsSources: readsSources)
    }

    /// Refuses a call that would read more than is left, as far as that can be told beforehand.
    func expect(bytes: Int) async throws {
        if bytes > 0 {
            try await reserve(BudgetUse(bytes: bytes)) { budget, use, subject throws(ToolError) in
                try budget.check(use, expecting: bytes, of: subject)
            }
        }
        state.withLock { $0.isBegun = true }
    }

    /// Refuses to tell an answer that is larger than what is left for answers.
    func answer(bytes: Int) async throws {
        try await reserve(BudgetUse(answer: bytes)) { budget, use, subject throws(ToolError) in
            try budget.check(use, answering: bytes, of: subject)
        }
    }

    private func reserve(
        _ wanted: BudgetUse, _ check: @escaping @Sendable (Budget, BudgetUse, Budget.Subject) throws(ToolError) -> Void
    ) async throws {
        if let meter = scope.meter {
            try meter.reserve(wanted) { use throws(ToolError) in try check(scope.budget, use, .run) }
            state.withLock { $0.inRun.add(wanted) }
        } else {
            try check(scope.budget, scope.used, .run)
        }
        try executor.principals.reserve(wanted, for: scope.principal.name) { budget, use throws(ToolError) in
            try check(budget, use, .principal)
        }
        state.withLock { $0.ofPrincipal.add(wanted) }
        guard let (session, budget) = limited else { return }
        try await session.reserve(wanted, for: call) { use throws(ToolError) in
            try check(budget, use, .session)
        }
    }

    /// Notes what the tool has read, whatever comes of it.
    func note(read: BudgetUse) { state.withLock { $0.read = read } }

    /// What a call has cost that comes to nothing; nil for one whose tool was not begun.
    ///
    /// One that ended before it could tell what it has read counts for what it would have read at least.
    func lost() -> FailedCost? {
        let (isBegun, read, expected) = state.withLock { ($0.isBegun, $0.read, $0.ofPrincipal.bytes) }
        guard isBegun else { return nil }
        return FailedCost(
            milliseconds: BudgetUse(seconds: seconds()).milliseconds, bytes: read?.bytes ?? expected,
            rows: read?.rows ?? 0)
    }

    /// What an answer has cost.
    func cost(answer: Int) -> BudgetUse {
        var used = state.withLock { $0.read } ?? BudgetUse()
        used.add(BudgetUse(seconds: seconds(), answer: answer))
        return used
    }

    /// Counts what the call has cost for its run and its principal instead of what it was expected to.
    func settle(_ used: BudgetUse) {
        let (inRun, ofPrincipal) = state.withLock { state in
            defer { (state.inRun, state.ofPrincipal) = (BudgetUse(), BudgetUse()) }
            return (state.inRun, state.ofPrincipal)
        }
        scope.meter?.settle(inRun, used)
        executor.principals.settle(ofPrincipal, used, of: scope.principal.name)
    }

    /// Ends what is counted in the session, whose journal tells of the call now if it ever does.
    func close() { scope.session?.open.end(call) }
}
