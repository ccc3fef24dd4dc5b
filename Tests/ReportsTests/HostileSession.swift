import JSON
import Model

/// A session in which every text that can come from outside tries to become something else.
struct HostileSession {
    static let attacks = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(2)>", "[click](javascript:alert(3))",
        "</style></title></pre><svg onload=alert(4)>", "' onmouseover='alert(5)", "![x](https://evil.example/x.png)",
        "\n# Heading\n| a | b |\n|---|---|\n```\nfence\n```", "\u{1B}[31mred\u{1B}[0m \u{202E}desrever\u{202C}",
        "<https://evil.example> www.evil.example https://evil.example/y @oncall", "javascript:alert(6)", "-->", "]]>",
    ]

    static var text: String { attacks.joined(separator: " ") }

    static var snapshot: SessionSnapshot {
        var builder = SnapshotBuilder()
        let text = text
        builder.add(
            .sessionOpened(
                SessionOpened(title: text, owner: Principal(name: text, kind: .model), labels: [text: text])),
            principal: text)
        let run: RunID = builder.identifier()
        builder.add(
            .runStarted(
                RunStarted(
                    run: run, workflow: text, version: text, text: text, inputs: [text: .string(text)], session: [:])))
        let step = StepReference(run: run, path: text)
        builder.add(.stepStarted(StepStarted(step)))
        let coverage = Coverage(
            source: text, value: .partial, searched: Searched(files: .min, bytes: .max, lines: .max),
            omitted: [Omission(what: text, reason: text, count: .max)])
        for tool in [
            text, "match_changes_to_incident", "compare_log_patterns", "find_change_points", "summarize_terraform_plan",
            "list_changes", "search_logs",
        ] {
            let evidence = builder.call(
                tool, output: output, summary: text, coverage: [coverage], arguments: [text: .string(text)], step: step)
            builder.find(
                text, .high, 0.5,
                [
                    Citation(evidence: evidence, place: .pointer("/onset/text"), quote: text),
                    Citation(evidence: evidence, place: .pointer("/\(text)"), quote: text),
                    Citation(evidence: evidence, place: .lines(1...3), quote: text),
                ], verdict: .miscited, by: Principal(name: text, kind: .model), step: step)
        }
        let error = ToolError(.validation, text, hint: text)
        builder.add(
            .callFailed(CallFailed(call: builder.identifier(), tool: text, arguments: nil, error: error, step: step)))
        builder.add(.stepFinished(StepFinished(step, status: .failed, error: error, reason: text)))
        builder.add(.noteAdded(NoteAdded(text: text, author: builder.person)))
        builder.add(.unknown(kind: text, payload: ["a": .string(text)]))
        builder.add(.runFinished(RunFinished(run: run, status: .failed, outputs: [text: .string(text)], error: error)))
        return builder.snapshot
    }

    /// Fits every tool at once, with the text in all places.
    private static var output: JSONValue {
        let value = JSONValue.string(text)
        let time: JSONValue = "2026-11-22T19:16:19.000Z"
        let series: JSONValue = ["name": value, "labels": [text: value]]
        let common: JSONValue = [
            "time": time, "planned": time, "firstSeen": time, "service": value, "title": value, "ref": value,
            "author": value, "address": value, "action": value, "attribute": value, "before": value, "after": value,
            "statement": value, "reasons": [value], "likely": true, "template": value, "source": value, "file": value,
            "summary": value, "series": series, "unit": value, "text": value, "line": 1, "score": 1e300,
            "changes": [["address": value, "attributes": [["path": value, "before": value, "after": value]]]],
        ]
        return [
            text: value, "onset": ["time": time, "reason": value, "text": value, "file": value], "matches": [common],
            "new": [common], "points": [common], "plans": [common], "changes": [common], "hits": [common],
            "chart": [
                "name": value, "labels": [text: value], "unit": value,
                "points": [
                    ["2026-11-22T19:16:00Z", 1], ["2026-11-22T19:17:00Z", 1e300], ["2026-11-22T19:18:00Z", 2],
                ],
            ],
        ]
    }
}
