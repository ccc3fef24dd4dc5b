internal import JSON
internal import Model

/// The runs with their steps.
struct MarkdownWorkflow: Sendable {
    let parts: [String]

    init(_ content: ReportContent) {
        let runs = content.state.runs
        parts = ["## Workflow"] + (runs.isEmpty ? ["No workflow was run."] : runs.flatMap { Self.run($0, in: content) })
    }

    private static func run(_ run: RunState, in content: ReportContent) -> [String] {
        let took = run.finished.map { Figures.duration(nanoseconds: $0.nanoseconds(since: run.started)) }
        let length = took.map { " in \($0)" } ?? ""
        var parts = [
            "### \(MarkdownText.inline("\(run.workflow) \(run.version)")): \(run.status.rawValue)",
            "Started \(Moment.full(run.started)), \(run.status.rawValue)\(length), `\(run.id)`",
        ]
        if let error = run.error { parts.append(MarkdownText.inline(error.description)) }
        if !run.inputs.isEmpty {
            parts.append("Inputs " + MarkdownText.code(JSONValue.object(run.inputs).serialized()))
        }
        if !run.outputs.isEmpty {
            parts.append("Outputs " + MarkdownText.code(JSONValue.object(run.outputs).serialized()))
        }
        guard !run.attempts.isEmpty else { return parts + ["No step has begun."] }
        let rows = run.attempts.prefix(1000).map { step in
            let took = step.finished.map { Figures.duration(nanoseconds: $0.nanoseconds(since: step.started)) }
            let result = step.error?.description ?? step.reason ?? step.evidence.flatMap { content.label($0) } ?? ""
            return [step.step.words, step.status.words, step.status == .skipped ? "–" : took ?? "–", result]
        }
        return parts + [MarkdownTable(["Step", "State", "Took", "Result"], rows).text]
    }
}
