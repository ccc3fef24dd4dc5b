/// The numbers of Terraform's own summary line.
///
/// The rules are those of Terraform's human output (`internal/command/jsonformat/plan.go`): a move alone and a deleted
/// data source count for nothing, a replacement counts as an addition and a destruction.
package struct PlanCounts: Hashable, Sendable {
    package private(set) var imports = 0
    package private(set) var add = 0
    package private(set) var change = 0
    package private(set) var destroy = 0
    package private(set) var forget = 0
    package private(set) var moved = 0
    package private(set) var deposed = 0
    /// What Terraform lists one by one.
    package private(set) var shown = 0

    package init() {}

    mutating func count(_ change: ResourceChange) {
        if change.previousAddress != nil { moved += 1 }
        if change.deposed != nil { deposed += 1 }
        guard change.isShown else { return }
        shown += 1
        if change.isImported { imports += 1 }
        if change.action.adds { add += 1 }
        if change.action.destroys { destroy += 1 }
        if change.action.kind == .update { self.change += 1 }
        if change.action.words.contains("forget") { forget += 1 }
    }

    /// `Plan: 1 to add, 2 to change, 0 to destroy.` as Terraform prints it; nil when it prints no such line.
    package func line(actionInvocations: Int = 0) -> String? {
        guard shown > 0 || actionInvocations > 0 else { return nil }
        let imported = imports > 0 ? "\(imports) to import, " : ""
        let invoked = actionInvocations > 0 ? " Actions: \(actionInvocations) to invoke." : ""
        return "Plan: \(imported)\(add) to add, \(change) to change, \(destroy) to destroy.\(invoked)"
    }
}
