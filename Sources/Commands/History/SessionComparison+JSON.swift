import JSON
import Model
import Sessions

extension SessionComparison {
    /// As the command line's JSON shows it; an interface, see docs/cli-json.md.
    var interface: JSONValue {
        [
            "from": Self.side(before), "to": Self.side(after), "common": common?.interface ?? .null,
            "window": ["same": .bool(hasSameWindow), "from": Self.window(before), "to": Self.window(after)],
            "findings": [
                "same": .array(findings.same.map(\.interface)), "new": .array(findings.new.map(\.interface)),
                "gone": .array(findings.gone.map(\.interface)),
                "changed": .array(findings.changed.map { ["from": $0.before.interface, "to": $0.after.interface] }),
            ],
            "evidence": [
                "same": .array(evidence.same.map(\.interface)), "new": .array(evidence.new.map(\.interface)),
                "gone": .array(evidence.gone.map(\.interface)),
                "changed": .array(evidence.changed.map { ["from": $0.before.interface, "to": $0.after.interface] }),
                "removed": .array(removed.map { .string($0.rawValue) }),
            ],
            "runs": .array(runs.map(\.interface)),
        ]
    }

    private static func side(_ state: SessionState) -> JSONValue {
        [
            "session": .string(state.id.rawValue), "title": .string(state.title),
            "status": .string(state.status.rawValue), "sequence": JSONValue(state.head.sequence),
        ]
    }

    private static func window(_ state: SessionState) -> JSONValue {
        state.window.flatMap { try? JSONValue(encoding: $0) } ?? .null
    }
}

extension EvidenceChanges.Answer {
    fileprivate var interface: JSONValue {
        [
            "id": .string(evidence.rawValue), "tool": .string(tool), "version": JSONValue(version),
            "arguments": arguments, "summary": .string(summary),
        ]
    }
}

extension SessionComparison.Runs {
    fileprivate var interface: JSONValue {
        [
            "workflow": .string(workflow), "same": .bool(isSame), "from": Self.run(before), "to": Self.run(after),
            "steps": .array(
                steps.map { difference in
                    let place = StepPlace(difference.place ?? "")
                    return [
                        "step": .string(place.path), "iteration": place.iteration.map { JSONValue($0) } ?? .null,
                        "from": difference.expected ?? .null, "to": difference.found ?? .null,
                        "reason": difference.reason.map { .string($0) } ?? .null,
                    ]
                }),
            "outputs": .array(
                outputs.map { difference in
                    [
                        "output": difference.place.map { .string($0) } ?? .null,
                        "from": difference.expected ?? .null, "to": difference.found ?? .null,
                    ]
                }),
        ]
    }

    private static func run(_ run: RunState?) -> JSONValue {
        guard let run else { return .null }
        return ["run": .string(run.id.rawValue), "status": .string(run.status.rawValue)]
    }
}
