import JSON
import Model
import Tooling
import Workflows

/// Tools and sources that the tests' workflows use.
enum Fixtures {
    static let search = ToolContract(
        name: "search_logs", title: "Search", summary: "Searches logs.",
        input: .object([
            .required("source", Schema.string().source(["logs"]), "The logs to search."),
            .optional("literal", .string(), "The text to find."),
            .optional("regex", Schema.string().language("regex"), "The expression to find."),
            .optional("limit", .integer(1...100), "Lines at most."),
        ]),
        output: .object([
            .required("count", .integer(), "Hits."),
            .required("lines", .array(of: .object([.required("text", .string(), "The line.")])), "The lines."),
            .optional("onset", .object([.required("time", .time, "When.")]), "The first."),
        ]))
    static let metrics = ToolContract(
        name: "find_change_points", version: 2, title: "Changes", summary: "Finds changes.",
        input: .object([
            .required("query", Schema.string().language("promql"), "The series."),
            .optional("params", .map(of: .string()), "Values of the query."),
        ]),
        output: .object([
            .required(
                "points",
                .array(of: .object([.required("time", .time, "When."), .required("score", .number, "How sure.")])),
                "The changes.")
        ]))
    /// Takes and gives anything.
    static let echo = ToolContract(
        name: "echo", title: "Echo", summary: "Gives back its input.",
        input: Schema(json: ["type": "object"]), output: .any)

    static let tools = [search, metrics, echo]

    static let sources = SourceCatalog([
        Source(name: "app", kind: .logs), Source(name: "nginx", kind: .logs),
        Source(name: "plan", kind: .terraformPlan),
    ])

    static let session: JSONObject = [
        "id": "ses_1", "title": "Test",
        "window": ["start": "2026-01-01T00:00:00.000Z", "end": "2026-01-01T01:00:00.000Z"],
    ]

    /// The same identifiers each time.
    struct Identifiers: IdentifierSource {
        let number: UInt64
        func next() -> (high: UInt64, low: UInt64) { (0, number) }
    }

    static let run = RunID(from: Identifiers(number: 7))

    static func evidence(_ number: Int) -> EvidenceID { EvidenceID(from: Identifiers(number: UInt64(number))) }

    /// A workflow with these lines as its steps, indented by two.
    static func text(steps: String, head: String = "", tail: String = "") -> String {
        "schema: 1\nname: test\nversion: 1.0.0\n\(head)steps:\n\(steps)\(tail)"
    }

    static func load(
        _ text: String, sources: SourceCatalog? = nil, steps: Int = 2000, workflows: [String: String] = [:]
    ) -> Result<Workflow, WorkflowProblems> {
        var limits = WorkflowLoader.Limits()
        limits.steps = steps
        let loader = WorkflowLoader(tools: tools, sources: sources, limits: limits) { name in
            workflows[name].map { WorkflowLoader.File(path: "\(name).yaml", text: $0) }
        }
        return loader.load(text: text, path: "test.yaml")
    }

    static func problems(_ text: String, sources: SourceCatalog? = nil) -> [WorkflowProblem] {
        switch load(text, sources: sources) {
        case .success(let workflow): workflow.warnings
        case .failure(let failure): failure.problems
        }
    }
}

/// A small generator of reproducible random numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
