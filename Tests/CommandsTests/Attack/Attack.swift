import JSON

/// One try to learn something of a secret.
///
/// What a place has of its own stands in the arguments as `@evidence 3`, `@session 1`, `@closable 2`, `@finding 0`,
/// `@hypothesis 4`, `@run 0` or `@driven 1`, a session with a run: each place puts its own identifier there.
struct Attack: Sendable {
    let tool: String
    let arguments: JSONObject

    /// Every tool, and how often it is tried among the others.
    static let tools: [(name: String, weight: Int)] = [
        ("search_logs", 60), ("compare_log_patterns", 10), ("summarize_logs", 6), ("correlate_logs", 6),
        ("query_metrics", 20), ("find_change_points", 10), ("find_anomalies", 5), ("rank_suspects", 10),
        ("compare_windows", 5), ("correlate_metrics", 10), ("read_file", 16), ("list_files", 4),
        ("get_disk_usage", 1), ("get_system_load", 1), ("get_host_activity", 1), ("summarize_terraform_plan", 5),
        ("explain_terraform_change", 5), ("assess_terraform_risk", 4), ("compare_terraform_plans", 5),
        ("compare_terraform_states", 5), ("list_changes", 5), ("match_changes_to_incident", 10),
        ("query_evidence", 24), ("diff_evidence", 10), ("open_session", 2), ("list_sessions", 2), ("get_session", 4),
        ("fork_session", 2), ("share_session", 1), ("close_session", 1), ("add_note", 4), ("record_finding", 20),
        ("open_hypothesis", 4), ("weigh_hypothesis", 6), ("export_report", 4), ("run_workflow", 4), ("get_run", 4),
        ("resume_run", 2), ("cancel_run", 2), ("list_approvals", 1), ("decide_approval", 2),
        ("workflow_service_outage", 1), ("workflow_latency_regression", 1), ("workflow_log_triage", 1),
        ("workflow_disk_filling", 1), ("workflow_terraform_change_review", 1), ("workflow_gated", 1),
    ]

    /// What they tell is of this very moment, or in the order of identifiers that runs draw side by side, and differs by
    /// itself: no more is asked of it than that it tells no secret.
    static let varying: Set = [
        "get_disk_usage", "get_system_load", "get_host_activity", "workflow_disk_filling",
        "workflow_latency_regression", "list_sessions",
    ]

    /// Whether both places have to tell the same; what stands in the journal of a run stands there in whatever order its
    /// steps ended.
    var isCompared: Bool {
        !Self.varying.contains(tool) && arguments["session"]?.stringValue?.hasPrefix("@driven") != true
    }

    /// Whether a run is begun, in a session of its own.
    var startsRun: Bool { tool == "run_workflow" || tool.hasPrefix("workflow_") }

    /// A try by chance, by somebody who knows the forms of secrets and guesses their signs.
    init(_ random: inout AttackRandom, guessing secrets: [String]) {
        let sum = Self.tools.reduce(0) { $0 + $1.weight }
        var place = Int.random(in: 0..<sum, using: &random)
        let tool = Self.tools.first { tool in
            place -= tool.weight
            return place < 0
        }
        self.init(of: tool?.name ?? "", &random, guessing: secrets)
    }

    /// The same by one tool.
    init(of tool: String, _ random: inout AttackRandom, guessing secrets: [String]) {
        self.tool = tool
        var words = AttackWords(&random, guessing: secrets)
        arguments = words.arguments(of: tool)
        random = words.random
    }
}
