package import Policy
import Synchronization

/// What the calls of a run have used until now, so that a call is checked against what those beside it have cost.
package final class BudgetMeter: Sendable {
    private let state: Mutex<BudgetUse>

    /// - Parameter used: What the journal tells of the calls before.
    package init(_ used: BudgetUse) { state = Mutex(used) }

    package var use: BudgetUse { state.withLock { $0 } }

    /// Counts a call that is to be made, so that steps that run at once cannot pass the limit together.
    /// - Returns: What was used before it.
    package func beginCall() -> BudgetUse {
        state.withLock { use in
            defer { use.add(BudgetUse(calls: 1)) }
            return use
        }
    }

    /// Adds the time and the bytes that a call has cost.
    package func add(_ used: BudgetUse) { state.withLock { $0.add(used) } }
}
