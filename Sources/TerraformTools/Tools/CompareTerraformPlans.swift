internal import JSON
internal import Model
package import Tooling

/// Says what one plan would do that another would not.
package struct CompareTerraformPlans: Tool {
    package struct Input: Decodable, Sendable {
        package let before: String
        package let after: String
    }

    package struct Output: Encodable, Sendable {
        /// One of the two plans.
        package struct Plan: Encodable, Sendable {
            let source: String
            let file: String
            let planned: JSONValue
            let summary: String
        }

        let before: Plan
        let after: Plan
        let added: [ChangeReport]
        let gone: [ChangeReport]
        let differing: [PlanDifference]
        let same: Int
        let omitted: Int
    }

    static let maximumListed = 20

    package init() {}

    package static func access(_ input: Input) -> [Access] {
        [input.before, input.after].map { .source($0, kinds: [.terraformPlan]) }
    }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let (first, second) = (
            try context.sources.source(input.before, kinds: [.terraformPlan]),
            try context.sources.source(input.after, kinds: [.terraformPlan])
        )
        let before = try PlanSources([first], context: context) { PlanIndex() }
        let after = try PlanSources([second], context: context) { PlanIndex() }
        let (old, new) = (try before.onlyPlan(of: first.name), try after.onlyPlan(of: second.name))
        let difference = KeyDifference(old.content.entries, new.content.entries)
        // The values are read again, of the few changes that are listed.
        let limit = Self.maximumListed
        let picked = try Self.pick(
            first, Array(difference.gone.prefix(limit) + difference.differing.prefix(limit)),
            second, Array(difference.added.prefix(limit) + difference.differing.prefix(limit)), context)
        let omitted = difference.omitted(beyond: Self.maximumListed) + old.content.omitted + new.content.omitted
        let output = Output(
            before: Self.plan(old), after: Self.plan(new),
            added: difference.added.prefix(Self.maximumListed).compactMap { picked.new[$0].map { ChangeReport($0) } },
            gone: difference.gone.prefix(Self.maximumListed).compactMap { picked.old[$0].map { ChangeReport($0) } },
            differing: difference.differing.prefix(Self.maximumListed).compactMap { key in
                guard let old = picked.old[key], let new = picked.new[key] else { return nil }
                return PlanDifference(old, new)
            },
            same: difference.same, omitted: omitted)
        return ToolResult(
            output: output, coverage: before.coverage + after.coverage,
            summary: "\(difference.added.count) added, \(difference.gone.count) gone, "
                + "\(difference.differing.count) differ, \(difference.same) alike")
    }

    private static func plan(_ plan: PlanFile<PlanIndex>) -> Output.Plan {
        let line = plan.content.counts.line(
            actionInvocations: plan.header.actionInvocations, countsForgotten: plan.header.countsForgotten)
        let printed = plan.header.gap == nil ? nil : plan.header.printedSummary
        return Output.Plan(
            source: plan.source, file: plan.file, planned: Shown.text(plan.header.timestamp?.description),
            summary: printed ?? line ?? "No changes.")
    }

    private static func pick(
        _ first: Source, _ old: [String], _ second: Source, _ new: [String], _ context: ToolContext
    ) throws -> (old: [String: ResourceChange], new: [String: ResourceChange]) {
        func picked(_ source: Source, _ keys: [String]) throws -> [String: ResourceChange] {
            guard !keys.isEmpty else { return [:] }
            let read = try PlanSources([source], context: context) { PlanPicker(keys: Set(keys), limit: keys.count) }
            let content = try read.onlyPlan(of: source.name).content
            return Dictionary(zip(content.plannedKeys, content.planned), uniquingKeysWith: { first, _ in first })
        }
        return (try picked(first, old), try picked(second, new))
    }
}

/// How one and the same change differs between two plans.
package struct PlanDifference: Encodable, Sendable {
    /// A value that one plan changes differently from the other.
    package struct Attribute: Encodable, Sendable {
        let path: String
        let before: JSONValue
        let after: JSONValue
    }

    private static let maximumAttributes = 8

    let address: String
    let before: String
    let after: String
    let attributes: [Attribute]
    let omittedAttributes: Int

    init(_ old: ResourceChange, _ new: ResourceChange) {
        address = AttributeChange.shortened(new.address, limit: 300)
        before = old.action.name
        after = new.action.name
        func transitions(_ change: ResourceChange) -> [String: String] {
            Dictionary(change.attributes.map { ($0.path, $0.shownTransition) }, uniquingKeysWith: { first, _ in first })
        }
        let (first, second) = (transitions(old), transitions(new))
        let paths = Set(first.keys).union(second.keys).filter { first[$0] != second[$0] }.sorted()
        attributes = paths.prefix(Self.maximumAttributes).map {
            Attribute(
                path: AttributeChange.shortened($0, limit: 160), before: Shown.text(first[$0]),
                after: Shown.text(second[$0]))
        }
        omittedAttributes = paths.count - attributes.count
    }
}
