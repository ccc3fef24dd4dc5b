/// The numbers of Terraform's own summary line.
///
/// The rules are those of the human output of Terraform and OpenTofu (`internal/command/jsonformat/plan.go` of each): a
/// move alone and a deleted data source count for nothing, a replacement counts as an addition and a destruction.
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

    mutating func count(_ head: ChangeHead) {
        if head.previousAddress != nil { moved += 1 }
        if head.deposed != nil { deposed += 1 }
        guard head.isShown else { return }
        shown += 1
        if head.isImported { imports += 1 }
        if head.action.adds { add += 1 }
        if head.action.destroys { destroy += 1 }
        if head.action.kind == .update { change += 1 }
        if head.action.words.contains("forget") { forget += 1 }
    }

    /// `Plan: 1 to add, 2 to change, 0 to destroy.` as Terraform prints it; nil when it prints no such line.
    ///
    /// - Parameter countsForgotten: Whether what is forgotten is added, as by OpenTofu from version 1.10 on.
    package func line(actionInvocations: Int = 0, countsForgotten: Bool = false) -> String? {
        guard shown > 0 || actionInvocations > 0 else { return nil }
        let imported = imports > 0 ? "\(imports) to import, " : ""
        let forgotten = countsForgotten && forget > 0 ? ", \(forget) to forget" : ""
        let invoked = actionInvocations > 0 ? " Actions: \(actionInvocations) to invoke." : ""
        return "Plan: \(imported)\(add) to add, \(change) to change, \(destroy) to destroy\(forgotten).\(invoked)"
    }
}
