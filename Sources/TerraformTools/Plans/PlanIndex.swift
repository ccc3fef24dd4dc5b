/// What two plans are compared by: a print of each change, so that a plan of any size takes little memory.
struct PlanIndex: PlanVisitor, Sendable {
    struct Entry: Hashable {
        let action: PlanAction
        let reason: String?
        /// Differs when anything does that the plan would change.
        let print: Int
    }

    private static let maximumChanges = 200_000

    private(set) var counts = PlanCounts()
    private(set) var entries: [String: Entry] = [:]
    /// Shown changes beyond the limit.
    private(set) var omitted = 0

    var itemCount: Int { counts.shown }

    mutating func count(_ head: ChangeHead, in list: PlanList) -> Bool {
        guard list == .planned else { return false }
        counts.count(head)
        guard head.isShown else { return false }
        guard entries.count < Self.maximumChanges else {
            omitted += 1
            return false
        }
        return true
    }

    mutating func visit(_ change: ResourceChange, in list: PlanList) {
        var hasher = Hasher()
        hasher.combine(change.action)
        hasher.combine(change.previousAddress)
        hasher.combine(change.isImported)
        hasher.combine(change.attributes)
        hasher.combine(change.omittedAttributes)
        entries[change.head.key] = Entry(
            action: change.action, reason: change.reason, print: hasher.finalize())
    }

    mutating func hide(by concealer: Concealer) {}
}
