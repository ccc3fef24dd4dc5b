internal import Model
package import Policy
import Synchronization

/// What the calls of a run have used until now, so that a call is checked against what those beside it have cost.
package final class BudgetMeter: Sendable {
    private let state: Mutex<BudgetUse>

    /// - Parameter used: What the journal tells of the calls before.
    package init(_ used: BudgetUse) { state = Mutex(used) }

    /// What was used, with what those under way are expected to.
    package var use: BudgetUse { state.withLock { $0 } }

    /// Counts a call that is to be made, so that steps that run at once cannot pass the limit together.
    /// - Returns: What was used before it.
    package func beginCall() -> BudgetUse {
        state.withLock { use in
            defer { use.add(BudgetUse(calls: 1)) }
            return use
        }
    }

    /// Counts more for a call once `check` lets it.
    func reserve(_ wanted: BudgetUse, _ check: (BudgetUse) throws(ToolError) -> Void) throws(ToolError) {
        try state.withLock { use throws(ToolError) in
            try check(use)
            use.add(wanted)
        }
    }

    /// Counts what a call has cost instead of what was counted for it.
    func settle(_ reserved: BudgetUse, _ used: BudgetUse) {
        state.withLock { use in
            use.remove(reserved)
            use.add(used)
        }
    }
}
