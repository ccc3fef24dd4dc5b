internal import JSON
internal import Model

/// The runs with their steps, how long each took, and why some did not happen.
struct HTMLWorkflow: Sendable {
    /// The most characters of a workflow's text.
    private static let maximumText = 32 << 10

    let markup: Markup

    init(_ content: ReportContent) {
        let runs = content.state.runs
        guard !runs.isEmpty else {
            markup = HTMLParts.section("workflow", "Workflow", "<p class=\"muted\">No workflow was run.</p>")
            return
        }
        markup = HTMLParts.section("workflow", "Workflow", runs.map { Self.run($0, in: content) }.joined())
    }

    private static func run(_ run: RunState, in content: ReportContent) -> Markup {
        let took = run.finished.map { Figures.duration(nanoseconds: $0.nanoseconds(since: run.started)) }
        let length = took.map { " in \($0)" } ?? ""
        let error: Markup = run.error.map { "<p><strong>\($0.code)</strong>: \($0.message)</p>" } ?? ""
        let inputs: Markup =
            run.inputs.isEmpty
            ? "" : "<p class=\"small\">Inputs <code>\(JSONValue.object(run.inputs).serialized())</code></p>"
        let outputs: Markup =
            run.outputs.isEmpty
            ? "" : "<p class=\"small\">Outputs <code>\(JSONValue.object(run.outputs).serialized())</code></p>"
        return """
            <h3>\(run.workflow) \(run.version) \(HTMLParts.chip(run.status.rawValue, run.status.look))</h3>
            <p class="muted small">started \(Moment.full(run.started)), \(run.status.rawValue)\(length) · \
            <span class="id">\(run.id.rawValue)</span></p>
            \(error)\(inputs)\(outputs)\(steps(run, in: content))
            <details><summary>The workflow as it was run</summary>
            <pre>\(Markup(block: run.text, limit: maximumText))</pre></details>

            """
    }

    private static func steps(_ run: RunState, in content: ReportContent) -> Markup {
        guard !run.attempts.isEmpty else { return "<p class=\"muted\">No step has begun.</p>" }
        let columns: [HTMLTable.Column] = [
            .init(title: "Step", look: "step"), .init(title: "State"), .init(title: "Took", look: "number"),
            .init(title: "When"),
            .init(title: "Result"),
        ]
        let end = run.finished ?? run.attempts.compactMap { $0.finished ?? $0.started }.max() ?? run.started
        let scale = StepScale(start: run.started, end: end)
        let tools = Dictionary(
            content.state.calls.map { ($0.evidence, $0.tool) }, uniquingKeysWith: { first, _ in first })
        let rows = run.attempts.prefix(HTMLTimelines.maximumEntries).map { step -> [Markup] in
            let took = step.finished.map { Figures.duration(nanoseconds: $0.nanoseconds(since: step.started)) }
            return [
                "<strong>\(step.step.words)</strong>", HTMLParts.chip(step.status.words, step.status.look),
                step.status == .skipped ? "–" : "\(took ?? "–")",
                step.status == .skipped ? "" : scale.bar(of: step),
                result(step, tools, in: content),
            ]
        }
        return HTMLTable(columns, rows).markup
    }

    private static func result(
        _ step: StepAttempt, _ tools: [EvidenceID: String], in content: ReportContent
    ) -> Markup {
        if let error = step.error { return "\(error.code): \(error.message)" }
        if let reason = step.reason { return "\(reason)" }
        if let evidence = step.evidence {
            return "\(tools[evidence] ?? "") \(HTMLParts.evidence(evidence, in: content))"
        }
        let ranks = content.findings.indices.filter { content.findings[$0].step == step.step }.map { $0 + 1 }
        return ranks.map { rank -> Markup in "<a href=\"#finding-\(rank)\">finding \(rank)</a>" }.joined(
            separator: ", ")
    }
}

/// Where in its run's time a step lies.
struct StepScale: Sendable {
    let start: Timestamp
    let end: Timestamp

    func bar(of step: StepAttempt) -> Markup {
        let left = percent(step.started)
        let width = max(1, percent(step.finished ?? end) - left)
        return "<span class=\"bar\"><i style=\"left:\(min(left, 99))%;width:\(width)%\"></i></span>"
    }

    private func percent(_ time: Timestamp) -> Int {
        let length = Double(end.nanoseconds(since: start))
        guard length > 0 else { return 0 }
        return Int((min(max(Double(time.nanoseconds(since: start)) / length, 0), 1) * 100).rounded())
    }
}
