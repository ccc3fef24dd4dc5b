internal import JSON
package import Policy

/// Counts what a plan does and keeps the changes that matter most, within a limit.
package struct PlanCollector: PlanVisitor {
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
    package private(set) var drift: [ResourceChange] = []
    package private(set) var driftCount = 0
    package private(set) var outputs: [OutputChange] = []
    package private(set) var changedOutputs = 0
    package private(set) var failedChecks: [FailedCheck] = []

    /// - Parameter limit: how many changes of each kind of action are kept.
    package init(limit: Int) { self.limit = limit }

    package mutating func visit(change: ResourceChange) {
        order += 1
        actions[change.action.name, default: 0] += 1
        counts.count(change)
        guard change.isShown else { return }
        if modules[change.module] != nil || modules.count < Self.maximumGroups {
            modules[change.module, default: Tally()].count(change.action.kind)
        }
        if types[change.type] != nil || types.count < Self.maximumGroups {
            types[change.type, default: Tally()].count(change.action.kind)
        }
        guard kept[change.action.kind, default: []].count < limit else { return }
        kept[change.action.kind, default: []].append((order, change))
    }

    package mutating func visit(drift change: ResourceChange) {
        guard change.action.kind != .noOp || change.previousAddress != nil else { return }
        driftCount += 1
        if drift.count < limit { drift.append(change) }
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

    /// Hides unmarked copies of what a mark hid elsewhere in the plan, and what looks like a secret.
    package mutating func hide(_ secrets: SecretSet, _ redactor: Redactor) {
        func hide(_ value: JSONValue?, _ path: String) -> JSONValue? {
            guard let value else { return nil }
            // Names tell of secrets too, so a value goes to the redactor under its own.
            var receipt = RedactionReceipt()
            let name = path.split(separator: ".").last.map { String($0) } ?? path
            let redacted = redactor.redact(.object([name: secrets.scrub(value)]), &receipt)
            return redacted[name] ?? .string(AttributeChange.sensitiveText)
        }
        func hide(_ change: inout ResourceChange) {
            for index in change.attributes.indices {
                let path = change.attributes[index].path
                change.attributes[index].before = hide(change.attributes[index].before, path)
                change.attributes[index].after = hide(change.attributes[index].after, path)
            }
            for index in change.siblings.indices {
                let value = hide(change.siblings[index].value, change.siblings[index].path)
                change.siblings[index].value = value ?? .null
            }
        }
        for kind in kept.keys {
            for index in (kept[kind] ?? []).indices { hide(&kept[kind, default: []][index].change) }
        }
        for index in drift.indices { hide(&drift[index]) }
        for index in outputs.indices {
            outputs[index].before = hide(outputs[index].before, outputs[index].name)
            outputs[index].after = hide(outputs[index].after, outputs[index].name)
        }
        for index in failedChecks.indices {
            failedChecks[index].messages = failedChecks[index].messages.map {
                secrets.hides($0) ? AttributeChange.sensitiveText : redactor.redact($0)
            }
        }
    }
}
