import JSON
import Model
import Sessions

/// What came of one recorded case; its JSON is an interface, see docs/cli-json.md.
struct CaseResult {
    let workflow: String
    let name: String
    let path: String
    var differences: [OutcomeDifference] = []
    var unrecorded: [UnrecordedCall] = []
    /// Why the case could not be run.
    var error: (any CodedError)?

    /// True when the run ended as it was recorded.
    var isGood: Bool { error == nil && differences.isEmpty }

    var json: JSONValue {
        [
            "workflow": .string(workflow), "case": .string(name), "path": .string(path), "ok": .bool(isGood),
            "differences": .array(differences.map(\.interface)),
            "notRecorded": .array(unrecorded.map(\.interface)), "error": error.map { $0.interface } ?? .null,
        ]
    }
}

extension OutcomeDifference {
    /// As the command line's JSON shows it.
    var interface: JSONValue {
        [
            "kind": .string(kind.rawValue), "place": place.map { .string($0) } ?? .null,
            "member": member.map { .string($0) } ?? .null, "expected": expected ?? .null, "found": found ?? .null,
            "reason": reason.map { .string($0) } ?? .null,
        ]
    }
}

extension UnrecordedCall {
    /// As the command line's JSON shows it.
    var interface: JSONValue {
        [
            "step": step.map { .string($0.path) } ?? .null,
            "iteration": step?.iteration.map { JSONValue($0) } ?? .null, "attempt": JSONValue(attempt),
            "tool": .string(tool), "version": JSONValue(version), "arguments": arguments,
        ]
    }
}
