import JSON
import Model
import Sessions
import Workflows

/// What a replay came to beside the run that was recorded; its JSON is an interface, see docs/cli-json.md.
struct ReplayResult {
    let session: SessionID
    let run: RunState
    let workflow: Workflow
    let recorded: RunOutcome
    let replay: Replayer.Result
    private let findings: FindingChanges

    init(session: SessionID, run: RunState, workflow: Workflow, recorded: RunOutcome, replay: Replayer.Result) {
        self.session = session
        self.run = run
        self.workflow = workflow
        self.recorded = recorded
        self.replay = replay
        findings = FindingChanges(from: recorded.findings, to: replay.outcome.findings)
    }

    private var steps: [OutcomeDifference] { replay.outcome.stepDifferences(from: recorded) }
    private var outputs: [OutcomeDifference] { replay.outcome.outputDifferences(from: recorded) }

    var json: JSONValue {
        [
            "session": .string(session.rawValue), "run": .string(run.id.rawValue),
            "workflow": .string(workflow.name), "version": .string(workflow.version),
            "status": [
                "recorded": .string(recorded.status.rawValue), "replayed": .string(replay.outcome.status.rawValue),
            ],
            "findings": [
                "same": .array(findings.same.map(\.interface)), "new": .array(findings.new.map(\.interface)),
                "gone": .array(findings.gone.map(\.interface)),
                "changed": .array(
                    findings.changed.map { ["recorded": $0.before.interface, "replayed": $0.after.interface] }),
            ],
            "steps": .array(
                steps.map { difference in
                    let place = StepPlace(difference.place ?? "")
                    return [
                        "step": .string(place.path), "iteration": place.iteration.map { JSONValue($0) } ?? .null,
                        "recorded": difference.expected ?? .null, "replayed": difference.found ?? .null,
                        "reason": difference.reason.map { .string($0) } ?? .null,
                    ]
                }),
            "outputs": .array(
                outputs.map { difference in
                    [
                        "output": difference.place.map { .string($0) } ?? .null,
                        "recorded": difference.expected ?? .null, "replayed": difference.found ?? .null,
                    ]
                }),
            "notRecorded": .array(replay.unrecorded.map(\.interface)),
        ]
    }

    /// For a reader: findings first, then what ended otherwise.
    func text(_ output: Output) -> String {
        let status = replay.outcome.status.rawValue
        let before = recorded.status.rawValue
        var lines = [
            "\(output.paint("\(workflow.name) \(workflow.version)", .bold)) over \(run.id): "
                + (status == before ? status : "\(before) → \(status)")
        ]
        let differences = DifferenceText(output)
        lines += findings.same.map { "  same     \(DifferenceText.line(of: $0))" }
        for pair in findings.changed {
            lines.append(output.paint("  changed  \(DifferenceText.line(of: pair.after))", .yellow))
            let words = pair.after.differences(from: pair.before).map(\.rawValue).joined(separator: ", ")
            lines.append("           was \(DifferenceText.line(of: pair.before)); not the same: \(words)")
        }
        lines += findings.gone.map { output.paint("  gone     \(DifferenceText.line(of: $0))", .red) }
        lines += findings.new.map { output.paint("  new      \(DifferenceText.line(of: $0))", .green) }
        if recorded.findings.isEmpty, replay.outcome.findings.isEmpty { lines.append("  no findings, then and now") }
        lines += (steps + outputs).flatMap { differences.lines(of: $0) }
        lines += replay.unrecorded.map { differences.line(of: $0) }
        return lines.joined(separator: "\n")
    }
}

extension FoundStatement {
    /// As the command line's JSON shows it.
    var interface: JSONValue {
        [
            "step": step.map { .string($0.path) } ?? .null,
            "iteration": step?.iteration.map { JSONValue($0) } ?? .null, "statement": .string(statement),
            "severity": .string(severity.rawValue), "confidence": JSONValue(confidence) ?? .null,
            "verdict": .string(verdict.rawValue),
            "citations": .array(citations.map { (try? JSONValue(encoding: $0)) ?? .null }),
        ]
    }
}
