package import JSON
package import Model
package import Policy
package import Store
package import Workflows

/// A wish to run a tool.
package struct CallRequest: Sendable {
    package let tool: String
    /// The major version that is wanted; nil for whichever there is.
    package let version: Int?
    package let arguments: JSONValue
    package let cache: CacheMode
    package let timeout: Duration
    package let step: StepReference?

    /// How long a call may take when nobody says.
    package static let standardTimeout = Duration.seconds(60)

    package init(
        tool: String, version: Int? = nil, arguments: JSONValue, cache: CacheMode = .use,
        timeout: Duration = standardTimeout, step: StepReference? = nil
    ) {
        self.tool = tool
        self.version = version
        self.arguments = arguments
        self.cache = cache
        self.timeout = timeout
        self.step = step
    }
}

/// Who calls, and on whose account.
package struct CallScope: Sendable {
    /// The session that keeps the result; nil for a call that is complete in itself.
    package let session: Session?
    package let principal: Principal
    package let rights: Rights
    /// What the run allows that the call belongs to.
    package let budget: Budget
    /// Used by that run before the call.
    package let used: BudgetUse
    /// Tells what calls beside this one have cost meanwhile; nil where there are none.
    package let meter: BudgetMeter?
    /// Ends the call before its time; nil where only its task's cancellation does.
    package let cancellation: CallCancellation?
    /// What may be kept for the principal; nil without a limit.
    package let room: StorageRoom?

    package init(
        session: Session?, principal: Principal, rights: Rights, budget: Budget = Budget(),
        used: BudgetUse = BudgetUse(), meter: BudgetMeter? = nil, cancellation: CallCancellation? = nil,
        room: StorageRoom? = nil
    ) {
        self.room = room
        self.meter = meter
        self.session = session
        self.principal = principal
        self.rights = rights
        self.budget = budget
        self.used = used
        self.cancellation = cancellation
    }
}

/// What a call ended in: what is to be journalled, and what the caller is told.
package struct CallOutcome: Sendable {
    /// `call.finished` or `call.failed`.
    package let event: Event
    /// New evidence that goes into the same commit; nil when earlier evidence was used or there is none.
    package let record: EvidenceRecord?
    package let result: Result<Evidence, ToolError>
    package let isCached: Bool
    /// What the call counts for until the event is folded; it has to be held till then.
    let account: CallAccount
}
