internal import JSON
internal import Model

/// One plan in an answer.
package struct PlanReport: Encodable, Sendable {
    /// A value that the configuration hands out.
    package struct Output: Encodable, Sendable {
        let name: String
        let action: String
        let before: JSONValue
        let after: JSONValue
    }

    /// A check that did not pass.
    package struct Check: Encodable, Sendable {
        let address: String
        let status: String
        let messages: [String]
    }

    let source: String
    let file: String
    let summary: String
    let planned: JSONValue
    let terraformVersion: JSONValue
    let formatVersion: String
    let add: Int
    let change: Int
    let destroy: Int
    let imports: Int
    let forget: Int
    let moved: Int
    let deposed: Int
    let drift: Int
    let deferred: Int
    let actions: [String: Int]
    let errored: Bool
    let complete: JSONValue
    let applyable: JSONValue
    let changes: [ChangeReport]
    let omittedChanges: Int
    let drifted: [ChangeReport]
    let outputs: [Output]
    let failedChecks: [Check]
    let modules: [TallyReport]
    let types: [TallyReport]
    let unknownMembers: [String]
    let repeatedMembers: Int?
    let form: String
    let program: String
    let deferredReasons: [String: Int]

    /// - Parameter limit: how many changes are listed.
    init(_ plan: PlanFile<PlanCollector>, limit: Int) {
        let header = plan.header
        let content = plan.content
        source = plan.source
        file = plan.file
        planned = Shown.text(header.timestamp?.description)
        terraformVersion = Shown.text(header.terraformVersion)
        formatVersion = header.formatVersion
        add = content.counts.add
        change = content.counts.change
        destroy = content.counts.destroy
        imports = content.counts.imports
        forget = content.counts.forget
        moved = content.counts.moved
        deposed = content.counts.deposed
        drift = content.driftCount
        deferred = header.deferred
        actions = content.actions
        errored = header.isErrored
        complete = header.isComplete.map { .bool($0) } ?? .null
        applyable = header.isApplyable.map { .bool($0) } ?? .null
        changes = content.changes.prefix(limit).map { ChangeReport($0) }
        omittedChanges = max(0, content.counts.shown - changes.count)
        drifted = content.drift.prefix(limit).map { ChangeReport($0) }
        outputs = content.outputs.prefix(20).map {
            Output(
                name: AttributeChange.shortened($0.name, limit: 100), action: $0.action.name,
                before: Shown.value($0.before), after: Shown.value($0.after))
        }
        failedChecks = content.failedChecks.prefix(20).map {
            Check(
                address: AttributeChange.shortened($0.address, limit: 200), status: $0.status,
                messages: $0.messages.prefix(3).map { AttributeChange.shortened($0, limit: 200) })
        }
        modules = TallyReport.reports(of: content.modules)
        types = TallyReport.reports(of: content.types)
        unknownMembers = header.unknownMembers.sorted { $0.key < $1.key }.prefix(20).map { name, count in
            AttributeChange.shortened(name, limit: 80) + (count > 1 ? " (\(count) times)" : "")
        }
        repeatedMembers = header.repeatedMembers > 0 ? header.repeatedMembers : nil
        form = header.form.rawValue
        program = header.isOpenTofu ? "opentofu" : "terraform"
        deferredReasons = content.deferred
        summary = Self.summary(of: plan)
    }

    /// Terraform's own line where it prints one, else what it says instead.
    private static func summary(of plan: PlanFile<PlanCollector>) -> String {
        let header = plan.header
        let line = plan.content.counts.line(
            actionInvocations: header.actionInvocations, countsForgotten: header.countsForgotten)
        // The plan's own line holds where its lines tell of less.
        if let line { return header.printedSummary ?? line }
        if header.gap != nil, let printed = header.printedSummary { return printed }
        if let applied = header.appliedSummary { return applied }
        if let gap = header.gap { return "The plan is not all there: \(gap)." }
        if plan.content.changedOutputs > 0 { return "No changes but to outputs." }
        let program = header.isOpenTofu ? "OpenTofu" : "Terraform"
        if header.isErrored {
            return "Planning failed. \(program) encountered an error while generating this plan."
        }
        if header.deferred > 0 {
            return "No current changes. This plan requires another plan to be applied first."
        }
        return plan.content.changedDrift > 0
            ? "No changes planned; objects have changed outside of \(program)."
            : "No changes. Your infrastructure matches the configuration."
    }
}
