/// Counts what a plan does and keeps the changes that matter most, within a limit.
package struct PlanCollector: PlanVisitor, Sendable {
    /// How often something happens to the objects of a module or of a type.
    package struct Tally: Hashable, Sendable {
        package var create = 0
        package var update = 0
        package var replace = 0
        package var delete = 0
        package var other = 0

        mutating func count(_ kind: PlanAction.Kind) {
            switch kind {
            case .create: create += 1
            case .update: update += 1
            case .replace: replace += 1
            case .delete: delete += 1
            default: other += 1
            }
        }

        static func + (left: Tally, right: Tally) -> Tally {
            var sum = left
            sum.create += right.create
            sum.update += right.update
            sum.replace += right.replace
            sum.delete += right.delete
            sum.other += right.other
            return sum
        }

        var total: Int { create + update + replace + delete + other }
    }

    private static let maximumGroups = 10_000

    /// How many changes of each kind are kept.
    private let limit: Int
    private var kept: [PlanAction.Kind: [(order: Int, change: ResourceChange)]] = [:]
    private var order = 0

    /// Entries of `resource_changes`, by Terraform's words joined with `+`.
    package private(set) var actions: [String: Int] = [:]
    package private(set) var counts = PlanCounts()
    package private(set) var modules: [String: Tally] = [:]
    package private(set) var types: [String: Tally] = [:]
    /// Changes that are put off, by Terraform's reason.
    package private(set) var deferred: [String: Int] = [:]
    package private(set) var drift: [ResourceChange] = []
    package private(set) var driftCount = 0
    package private(set) var changedDrift = 0
    package private(set) var outputs: [OutputChange] = []
    package private(set) var changedOutputs = 0
    package private(set) var failedChecks: [FailedCheck] = []

    /// - Parameter limit: how many changes of each kind of action are kept.
    package init(limit: Int) { self.limit = limit }

    package var itemCount: Int { counts.shown + changedOutputs + driftCount }

    package mutating func count(_ head: ChangeHead, in list: PlanList) -> Bool {
        switch list {
        case .planned: return countPlanned(head)
        case .deferred:
            deferred[head.reason ?? "unknown", default: 0] += 1
            return false
        case .drift:
            guard head.action.kind != .noOp || head.previousAddress != nil else { return false }
            driftCount += 1
            // An object that was only moved is what it was.
            if head.action.kind != .noOp { changedDrift += 1 }
            return drift.count < limit
        }
    }

    private mutating func countPlanned(_ head: ChangeHead) -> Bool {
        order += 1
        actions[head.action.name, default: 0] += 1
        counts.count(head)
        guard head.isShown else { return false }
        if modules[head.module] != nil || modules.count < Self.maximumGroups {
            modules[head.module, default: Tally()].count(head.action.kind)
        }
        if types[head.type] != nil || types.count < Self.maximumGroups {
            types[head.type, default: Tally()].count(head.action.kind)
        }
        return kept[head.action.kind, default: []].count < limit
    }

    package mutating func visit(_ change: ResourceChange, in list: PlanList) {
        switch list {
        case .planned: kept[change.action.kind, default: []].append((order, change))
        case .drift: drift.append(change)
        case .deferred: break
        }
    }

    package mutating func visit(output: OutputChange) {
        guard output.action.kind != .noOp else { return }
        changedOutputs += 1
        if outputs.count < limit { outputs.append(output) }
    }

    package mutating func visit(check: FailedCheck) {
        if failedChecks.count < limit { failedChecks.append(check) }
    }

    /// The kept changes: deletions and replacements first, then updates, then the rest, each in the plan's order.
    package var changes: [ResourceChange] {
        let order: [PlanAction.Kind] = [.delete, .replace, .update, .create, .forget, .other, .read, .noOp]
        return order.flatMap { (kept[$0] ?? []).map(\.change) }
    }

    /// The kept changes in the plan's order.
    package var changesInOrder: [ResourceChange] {
        kept.values.joined().sorted { $0.order < $1.order }.map(\.change)
    }

    package mutating func hide(by concealer: Concealer) {
        for kind in kept.keys {
            for index in (kept[kind] ?? []).indices { concealer.hide(&kept[kind, default: []][index].change) }
        }
        for index in drift.indices { concealer.hide(&drift[index]) }
        for index in outputs.indices { concealer.hide(&outputs[index]) }
        for index in failedChecks.indices { concealer.hide(&failedChecks[index]) }
        modules = concealer.hidden(modules)
        types = concealer.hidden(types)
    }
}
