import Model
import Policy
import Synchronization

/// What the calls of each principal have cost within an hour, as this process has seen it.
///
/// It is held in memory: who looks for what was used over all time finds it in the journals.
final class PrincipalBudgets: Sendable {
    private let budget: Budget
    private let uptime: @Sendable () -> Duration
    private let uses = Mutex<[String: HourlyUse]>([:])

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
    func begin(_ principal: String) throws(ToolError) {
        guard !isUnlimited else { return }
        try check(principal) { use throws(ToolError) in try budget.check(use, of: .principal) }
        add(BudgetUse(calls: 1), of: principal)
    }

    /// Refuses a call that would read more than is left.
    func check(_ principal: String, expecting bytes: Int) throws(ToolError) {
        guard budget.bytes != nil else { return }
        try check(principal) { use throws(ToolError) in try budget.check(use, expecting: bytes, of: .principal) }
    }

    /// Refuses an answer that is larger than what is left.
    func check(_ principal: String, answering size: Int) throws(ToolError) {
        guard budget.answer != nil else { return }
        try check(principal) { use throws(ToolError) in try budget.check(use, answering: size, of: .principal) }
    }

    /// Adds what a call has cost.
    func add(_ used: BudgetUse, of principal: String) {
        guard !isUnlimited else { return }
        let now = uptime()
        uses.withLock { uses in
            if uses[principal] == nil, uses.count >= Self.most {
                for name in uses.keys where uses[name]?.isOver(at: now) == true { uses[name] = nil }
            }
            uses[principal, default: HourlyUse(budget)].add(used, at: now)
        }
    }

    private func check(_ principal: String, _ body: (BudgetUse) throws(ToolError) -> Void) throws(ToolError) {
        let now = uptime()
        try body(uses.withLock { $0[principal]?.use(at: now) ?? BudgetUse() })
    }
}
