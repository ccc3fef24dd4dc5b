import JSON
import Model
import Testing

@testable import Workflows

/// An example of the guide, what its tools give, and how its run ends.
struct Scenario: CustomTestStringConvertible, Sendable {
    let example: String
    let name: String
    var inputs: JSONObject = [:]
    /// What tools give, by the step's path: members beside the least that the tool's schema asks for.
    var outputs: [String: JSONValue] = [:]
    /// Kinds of failure by path; each attempt fails.
    var failures: [String: ToolError.Kind] = [:]
    /// What people answer, by path; everything else is approved.
    var decisions: [String: WorkflowMachine.Decision] = [:]
    /// The steps of the file itself with their ends.
    let steps: [String: StepStatus]
    var status = RunStatus.succeeded
    /// Members of the run's outputs.
    var results: JSONObject = [:]
    /// Statements in the order of the file.
    var findings: [String] = []
    /// Arguments of a call, by path and, within a fan-out, `#` and the number of the element.
    var calls: [String: JSONValue] = [:]

    var testDescription: String { "\(example): \(name)" }
}

extension Scenario {
    private static let twoNew: JSONValue = [
        "new": [
            ["template": "refused by <*>", "source": "app"], ["template": "retry <*> of 5", "source": "nginx"],
        ]
    ]
    private static let point: JSONValue = [
        "onset": ["time": "2026-01-01T00:30:00Z", "earliest": "2026-01-01T00:29:00Z", "reason": "5 series moved"]
    ]

    static let all = simple + ordered + failing + repeated + asking

    private static let simple = [
        Scenario(example: "first", name: "one call", steps: ["disks": .succeeded], calls: ["disks": [:]]),
        Scenario(
            example: "inputs", name: "what is not given is filled in or left out", inputs: ["text": "timeout"],
            outputs: ["hits": ["total": 12]], steps: ["hits": .succeeded], results: ["total": 12],
            calls: ["hits": ["literal": "timeout", "level": "error", "limit": 20]]),
        Scenario(
            example: "inputs", name: "everything given",
            inputs: ["text": "timeout", "level": "warning", "lines": 5, "logs": "app"],
            outputs: ["hits": ["total": 3]], steps: ["hits": .succeeded], results: ["total": 3],
            calls: ["hits": ["literal": "timeout", "level": "warning", "limit": 5, "source": "app"]]),
        Scenario(
            example: "params", name: "a value reaches the query through its parameters", inputs: ["service": "web"],
            outputs: ["errors": ["series": [["max": 0.5]]]], steps: ["errors": .succeeded, "most": .succeeded],
            findings: ["web has at most 0.5 errors a second"],
            calls: [
                "errors": [
                    "query": "sum(rate(http_requests_total{service=$service, status=~\"5..\"}[5m]))",
                    "params": ["service": "web"],
                ]
            ]),
        Scenario(
            example: "params", name: "a series without values", inputs: ["service": "web"],
            outputs: ["errors": ["series": [["max": nil]]]], steps: ["errors": .succeeded, "most": .skipped]),
        Scenario(
            example: "params", name: "no series", inputs: ["service": "web"],
            steps: ["errors": .succeeded, "most": .skipped]),
        Scenario(
            example: "findings", name: "something fails",
            outputs: [
                "patterns": ["onset": ["time": "2026-01-01T00:30:00Z", "reason": "12 of 15 lines", "text": "refused"]]
            ],
            steps: ["patterns": .succeeded, "onset": .succeeded],
            findings: ["Failing since 2026-01-01T00:30:00Z: 12 of 15 lines"]),
        Scenario(
            example: "findings", name: "nothing fails", steps: ["patterns": .succeeded, "onset": .skipped]),
        Scenario(
            example: "within", name: "a quiet hour", steps: ["triage": .succeeded, "load": .succeeded],
            results: ["cause": nil]),
    ]

    private static let ordered = [
        Scenario(
            example: "order", name: "both found something",
            outputs: ["metrics": point, "errors": ["total": 3]],
            steps: ["metrics": .succeeded, "errors": .succeeded, "around": .succeeded, "host": .skipped],
            calls: ["around": ["regex": ".", "start": "2026-01-01T00:29:00Z", "limit": 10]]),
        Scenario(
            example: "order", name: "nothing moved", outputs: ["errors": ["total": 3]],
            steps: ["metrics": .succeeded, "errors": .succeeded, "around": .skipped, "host": .skipped]),
        Scenario(
            example: "order", name: "the metrics cannot be read", failures: ["metrics": .notFound],
            steps: ["metrics": .failed, "errors": .succeeded, "around": .skipped, "host": .succeeded],
            status: .failed),
    ]

    private static let failing = [
        Scenario(
            example: "failures", name: "nothing fails",
            steps: ["points": .succeeded, "fallback": .skipped, "load": .succeeded, "calm": .succeeded]),
        Scenario(
            example: "failures", name: "all that can fail does",
            outputs: ["calm": ["load": ["perCPU": 9]]], failures: ["points": .communication, "load": .internal],
            steps: ["points": .failed, "fallback": .succeeded, "load": .failed, "calm": .failed],
            calls: ["fallback": ["query": "up"]]),
        Scenario(
            example: "failures", name: "the fallback fails too",
            failures: ["points": .communication, "fallback": .notFound],
            steps: ["points": .failed, "fallback": .failed, "load": .succeeded, "calm": .succeeded], status: .failed),
    ]

    private static let repeated = [
        Scenario(
            example: "each", name: "two new messages", outputs: ["patterns": twoNew, "lines": ["total": 4]],
            steps: ["patterns": .succeeded, "lines": .succeeded, "news": .succeeded], results: ["found": [4, 4]],
            findings: ["New: refused by <*>", "New: retry <*> of 5"],
            calls: [
                "lines#1": ["source": "nginx", "template": "retry <*> of 5", "limit": 3, "context": 2]
            ]),
        Scenario(
            example: "each", name: "one cannot be read", outputs: ["patterns": twoNew],
            failures: ["lines": .notPermitted],
            steps: ["patterns": .succeeded, "lines": .failed, "news": .succeeded], results: ["found": [0, 0]],
            findings: ["New: refused by <*>", "New: retry <*> of 5"]),
        Scenario(
            example: "each", name: "nothing new",
            steps: ["patterns": .succeeded, "lines": .succeeded, "news": .succeeded], results: ["found": []]),
    ]

    private static let asking = [
        Scenario(
            example: "people", name: "answered and approved",
            decisions: ["service": .answered(["name": "checkout"])],
            steps: ["service": .succeeded, "search": .succeeded],
            calls: ["search": ["literal": "checkout", "limit": 20]]),
        Scenario(
            example: "people", name: "nobody answers", decisions: ["service": .expired],
            steps: ["service": .skipped, "search": .skipped]),
        Scenario(
            example: "people", name: "answered and denied",
            decisions: ["service": .answered(["name": "checkout"]), "search": .denied(reason: "not now")],
            steps: ["service": .succeeded, "search": .failed], status: .failed),
        Scenario(
            example: "people", name: "an answer of another form", decisions: ["service": .answered(["nam": "x"])],
            steps: ["service": .failed, "search": .skipped], status: .failed),
        Scenario(
            example: "approved", name: "approved", outputs: ["patterns": twoNew, "lines": ["total": 4]],
            steps: ["patterns": .succeeded, "gate": .succeeded, "lines": .succeeded, "loudest": .succeeded],
            results: ["lines": [4, 4]], findings: ["New: refused by <*>; lines of it: 4"],
            calls: ["lines#0": ["source": "app", "template": "refused by <*>", "limit": 3, "context": 2]]),
        Scenario(
            example: "approved", name: "nobody answers", outputs: ["patterns": twoNew], decisions: ["gate": .expired],
            steps: ["patterns": .succeeded, "gate": .skipped, "lines": .skipped, "loudest": .skipped],
            results: ["lines": []]),
        Scenario(
            example: "approved", name: "denied", outputs: ["patterns": twoNew],
            decisions: ["gate": .denied(reason: nil)],
            steps: ["patterns": .succeeded, "gate": .failed, "lines": .skipped, "loudest": .skipped], status: .failed,
            results: ["lines": []]),
        Scenario(
            example: "approved", name: "nothing to ask about",
            steps: ["patterns": .succeeded, "gate": .skipped, "lines": .succeeded, "loudest": .skipped],
            results: ["lines": []]),
    ]
}
