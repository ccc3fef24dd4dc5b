internal import Model
package import Tooling

/// Says in a page what Terraform plans change.
package struct SummarizeTerraformPlan: Tool {
    package struct Input: Decodable, Sendable {
        /// Nil for every plan there is.
        package let source: String?
    }

    package struct Output: Encodable, Sendable {
        let plans: [PlanReport]
    }

    private static let maximumPlans = 20
    private static let maximumChanges = 50

    package init() {}

    package static func access(_ input: Input) -> [Access] {
        guard let source = input.source else { return [.everySource(kinds: [.terraformPlan])] }
        return [.source(source, kinds: [.terraformPlan])]
    }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let sources = try input.source.map { [try context.sources.source($0, kinds: [.terraformPlan])] }
        let read = try PlanSources(sources ?? context.sources.sources(of: [.terraformPlan]), context: context) {
            PlanCollector(limit: Self.maximumChanges)
        }
        if read.plans.isEmpty, let failure = read.failures.first { throw failure }
        let shown = read.plans.prefix(Self.maximumPlans)
        let reports = shown.map { PlanReport($0, limit: max(3, Self.maximumChanges / max(1, shown.count))) }
        let lines = reports.map { "\($0.source): \($0.summary)" }
        return ToolResult(
            output: Output(plans: reports), coverage: Self.coverage(read, shown: shown.count),
            summary: AttributeChange.shortened(lines.isEmpty ? "no plans" : lines.joined(separator: " "), limit: 400))
    }

    private static func coverage(_ read: PlanSources<PlanCollector>, shown: Int) -> [Coverage] {
        guard read.plans.count > shown, let last = read.coverage.last else { return read.coverage }
        let omission = Omission(
            what: "further plans", reason: "at most \(maximumPlans) are shown", count: read.plans.count - shown)
        return read.coverage.dropLast() + [
            Coverage(
                source: last.source, value: .truncated, searched: last.searched, omitted: last.omitted + [omission])
        ]
    }
}
