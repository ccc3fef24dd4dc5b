internal import JSON
internal import Model
package import Tooling

/// Says attribute by attribute what plans do with one object.
package struct ExplainTerraformChange: Tool {
    package struct Input: Decodable, Sendable {
        package let address: String
        /// Nil for every plan there is.
        package let source: String?
    }

    package struct Output: Encodable, Sendable {
        let changes: [ExplanationReport]
        let omitted: Int
        let similar: [String]
    }

    static let maximumChanges = 20

    package init() {}

    package static func access(_ input: Input) -> [Access] {
        guard let source = input.source else { return [.everySource(kinds: [.terraformPlan])] }
        return [.source(source, kinds: [.terraformPlan])]
    }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let sources = try input.source.map { [try context.sources.source($0, kinds: [.terraformPlan])] }
        let read = try PlanSources(sources ?? context.sources.sources(of: [.terraformPlan]), context: context) {
            PlanPicker(keys: [input.address])
        }
        if read.plans.isEmpty, let failure = read.failures.first { throw failure }
        var reports: [ExplanationReport] = []
        for plan in read.plans {
            for (list, changes) in [
                ("planned", plan.content.planned), ("drift", plan.content.drift), ("deferred", plan.content.deferred),
            ] {
                reports += changes.map { ExplanationReport($0, list: list, plan: plan.source, file: plan.file) }
            }
        }
        let omitted = read.plans.reduce(0) { $0 + $1.content.omitted } + max(0, reports.count - Self.maximumChanges)
        let similar = reports.isEmpty ? read.plans.flatMap(\.content.similarAddresses) : []
        let output = Output(
            changes: ExplanationReport.bounded(Array(reports.prefix(Self.maximumChanges))), omitted: omitted,
            similar: similar.prefix(8).map { AttributeChange.shortened($0, limit: 300) })
        return ToolResult(
            output: output, coverage: read.coverage, summary: Self.summary(input.address, output.changes))
    }

    private static func summary(_ address: String, _ changes: [ExplanationReport]) -> String {
        let address = AttributeChange.shortened(address, limit: 200)
        guard let first = changes.first else { return "no plan changes \(address)" }
        let count = first.attributes.count + first.omittedAttributes
        return "\(address): \(first.steps), \(count) \(count == 1 ? "attribute differs" : "attributes differ")"
    }
}
