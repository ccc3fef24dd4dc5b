internal import JSON
internal import Model
package import Tooling

/// Says what in Terraform plans could do harm.
package struct AssessTerraformRisk: Tool {
    package struct Input: Decodable, Sendable {
        /// Nil for every plan there is.
        package let source: String?
        package let limit: Int?
    }

    package struct Output: Encodable, Sendable {
        /// One plan's risks.
        package struct Plan: Encodable, Sendable {
            let source: String
            let file: String
            let grade: JSONValue
            let count: Int
            let grades: [String: Int]
            let kinds: [String: Int]
            let risks: [RiskReport]
            let omitted: Int
            let notes: [String]
        }

        let plans: [Plan]
    }

    static let maximumPlans = 20
    static let maximumRisks = 100
    private static let standardLimit = 40

    package init() {}

    package static func access(_ input: Input) -> [Access] {
        guard let source = input.source else { return [.everySource(kinds: [.terraformPlan])] }
        return [.source(source, kinds: [.terraformPlan])]
    }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let sources = try input.source.map { [try context.sources.source($0, kinds: [.terraformPlan])] }
        let limit = min(max(input.limit ?? Self.standardLimit, 1), Self.maximumRisks)
        let read = try PlanSources(sources ?? context.sources.sources(of: [.terraformPlan]), context: context) {
            RiskCollector(limit: limit)
        }
        if read.plans.isEmpty, let failure = read.failures.first { throw failure }
        let shown = read.plans.prefix(Self.maximumPlans)
        let each = max(3, limit / max(1, shown.count))
        let plans = shown.map { Self.plan($0, limit: each) }
        let worst = plans.flatMap(\.risks).first
        let count = plans.reduce(0) { $0 + $1.count }
        let summary =
            worst.map { "\(count) \(count == 1 ? "risk" : "risks"); \($0.grade): \($0.address): \($0.reason)" }
            ?? (plans.isEmpty ? "no plans" : "no risk found")
        return ToolResult(
            output: Output(plans: plans), coverage: read.coverage,
            summary: AttributeChange.shortened(summary, limit: 400))
    }

    private static func plan(_ plan: PlanFile<RiskCollector>, limit: Int) -> Output.Plan {
        let content = plan.content
        let risks = content.risks.prefix(limit).map { RiskReport($0) }
        return Output.Plan(
            source: plan.source, file: plan.file, grade: Shown.text(content.grades.keys.max()?.name),
            count: content.count, grades: named(content.grades) { $0.name },
            kinds: named(content.kinds) { $0.rawValue }, risks: risks, omitted: content.count - risks.count,
            notes: notes(plan))
    }

    private static func named<Key>(_ counts: [Key: Int], _ name: (Key) -> String) -> [String: Int] {
        Dictionary(counts.map { (name($0.key), $0.value) }, uniquingKeysWith: +)
    }

    /// What the judgement does not reach.
    private static func notes(_ plan: PlanFile<RiskCollector>) -> [String] {
        var notes: [String] = []
        if plan.header.form == .lines {
            notes.append(
                "the line output of a plan has no attributes: only what is deleted or replaced was judged; "
                    + "`terraform show -json` has them")
        }
        if plan.header.isErrored { notes.append("planning failed: what was not planned was not judged") }
        if plan.header.isApplyFailed { notes.append("applying failed: a part of the plan has taken effect") }
        if let gap = plan.header.gap { notes.append("a part was not judged: \(gap)") }
        if plan.header.isComplete == false, plan.header.gap == nil {
            notes.append("the plan does not hold everything: a part was not judged")
        }
        if plan.header.deferred > 0 { notes.append("\(plan.header.deferred) changes are put off to a later plan") }
        if plan.content.unknown > 0 {
            notes.append("\(plan.content.unknown) changes have values that only applying will tell, which no rule sees")
        }
        if plan.content.masked > 0 {
            notes.append("\(plan.content.masked) changes have values that are marked as sensitive, which no rule sees")
        }
        return notes
    }
}
