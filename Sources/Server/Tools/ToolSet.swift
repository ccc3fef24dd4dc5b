import MCP

/// A set of tools that an operator can choose with `--tools`.
package enum ToolSet: String, Sendable, CaseIterable {
    /// Ask logs, metrics, plans and the host.
    case evidence
    /// Open, find, read and close sessions.
    case sessions
    /// Start, follow, resume and cancel runs of workflows.
    case runs
    /// Record findings and notes.
    case findings
    /// Export reports.
    case reports
    /// A tool of its own for each workflow.
    case workflows
    /// Compare plans, states and pieces of evidence.
    case comparisons
    /// Summarise logs, and find what follows given times in them.
    case summaries
    /// Rank suspects, find what is unusual, differs or moves together among metrics, and measure the host.
    case metrics

    /// What is offered when nothing is chosen: what most need, in the room that a model's context has for it.
    package static let standard = Set(allCases).subtracting([.comparisons, .summaries, .metrics])

    /// The tools of `comparisons` among those that ask for evidence.
    static let comparing: Set = ["compare_terraform_plans", "compare_terraform_states", "diff_evidence"]

    /// The tools of `summaries` among them.
    static let summarising: Set = ["summarize_logs", "correlate_logs"]

    /// The tools of `metrics` among them.
    static let measuring: Set = [
        "rank_suspects", "find_anomalies", "compare_windows", "correlate_metrics", "get_host_activity",
    ]

    /// Those of the tools that ask for evidence which have to be chosen.
    static let onRequest = comparing.union(summarising).union(measuring)

    /// Reads a choice: names of sets, separated by commas.
    ///
    /// - Throws: `ServerError` of code `validation`.
    package static func chosen(_ text: String) throws(ServerError) -> Set<ToolSet> {
        var chosen: Set<ToolSet> = []
        for name in text.split(separator: ",") {
            guard let set = ToolSet(rawValue: String(name.drop { $0 == " " })) else {
                throw ServerError(
                    .validation, "there is no set of tools `\(name.prefix(40))`",
                    hint: "the sets are \(allCases.map(\.rawValue).joined(separator: ", "))")
            }
            chosen.insert(set)
        }
        guard !chosen.isEmpty else {
            throw ServerError(
                .validation, "no set of tools is chosen",
                hint: "the sets are \(allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return chosen
    }
}
