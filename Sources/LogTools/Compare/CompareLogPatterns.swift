internal import Model
internal import Scanning
package import Tooling

/// Tells what the logs say that they did not say before.
package struct CompareLogPatterns: Tool {
    /// What is compared.
    package struct Input: Decodable, Sendable {
        var source: String?
        var split: Timestamp?
        var limit: Int?
    }

    package init() {}

    package static func access(_ input: Input) -> [Access] {
        [input.source.map { .source($0, kinds: [.logs]) } ?? .everySource(kinds: [.logs])]
    }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let sources = try LogReader.sources(input.source, in: context)
        let window = context.window.span
        let baseline = context.window.baseline
        if let split = input.split, !(baseline.start < split && split < window.end) {
            throw ToolError(
                .validation, "split \(split) does not lie between \(baseline.start) and \(window.end)",
                hint: "leave split out to have the onset looked for")
        }
        var scan = OnsetScan(window: window)
        var first = LogReader(context: context, span: window.union(baseline))
        try await first.forEachFile(of: sources) { log, reader in
            try await scan.run(log, baseline: baseline, &reader)
        }
        let onset = try scan.onset(redactor: context.redactor)
        let plan = ComparisonPlan(
            given: input.split, onset: scan.found?.mark.instant, baselineLines: scan.baselineLines,
            window: window, baseline: baseline)
        let limit = min(max(input.limit ?? 20, 1), 100)
        guard let plan else {
            let output = Output(onset: onset, split: nil, splitOrigin: .none, totals: Totals(scan))
            let coverage = first.accounts.map { $0.coverage(of: window, found: false) }
            return ToolResult(
                output: output, coverage: coverage, summary: "no failures begin, and nothing to compare with")
        }
        var comparison = Comparison(plan, redactor: context.redactor)
        var second = LogReader(context: context, span: plan.whole)
        try await second.forEachFile(of: sources) { log, reader in try await comparison.run(log, &reader) }
        let output = try comparison.output(onset: onset, limit: limit)
        let found = Set(
            (output.new + output.gone + output.grown + output.shrunk).map(\.source) + output.changed.map(\.source)
                + [output.onset?.source].compactMap { $0 })
        let coverage = second.accounts.map { $0.coverage(of: plan.whole, found: found.contains($0.name)) }
        return ToolResult(output: output, coverage: coverage, summary: Self.summary(output))
    }

    private static func summary(_ output: Output) -> String {
        let counts =
            "\(output.new.count) new, \(output.grown.count) grown, \(output.shrunk.count) shrunk, \(output.gone.count) gone"
        let onset = output.onset.map { "failures begin \($0.time); " } ?? ""
        let top = output.new.first.map { "; first: \($0.template.prefix(200))" } ?? ""
        return onset + counts + top
    }
}
