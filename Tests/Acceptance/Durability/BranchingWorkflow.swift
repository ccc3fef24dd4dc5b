import TestSupport

/// Many branches side by side, of which a seed decides what each meets: an answer, a failure that is tried again, a
/// condition that never holds, or a person who has to agree.
struct BranchingWorkflow {
    let text: String
    /// The steps that somebody has to agree to, and whether somebody will.
    private(set) var approvals: [String: Bool] = [:]

    static let count = 64

    /// What the workflow's sources and files are.
    static let configuration = """
        sources:
          app: {kind: logs, paths: [logs/]}
          broken: {kind: terraform-plan, paths: [no-plan.json]}
        roots: [logs]

        """

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var steps = ""
        for index in 0..<Self.count {
            let keys: String
            switch index % 8 == 0 ? 4 : Int.random(in: 0..<4, using: &random) {
            case 0: keys = "uses: search_logs@1, with: {literal: word\(index)}"
            case 1:
                keys =
                    "uses: read_file@1, with: {path: logs/none\(index).log}, "
                    + "retry: {max-attempts: 3, delay: 100ms, jitter: true, errors: [notFound]}"
            case 2:
                keys =
                    "uses: summarize_terraform_plan@1, with: {source: broken}, "
                    + "retry: {max-attempts: 2, delay: 150ms, errors: [validation]}"
            case 3: keys = "uses: get_system_load@1, until: {condition: 'false', every: 200ms, max: 3}"
            default:
                approvals["s\(index)"] = Bool.random(using: &random)
                keys = "uses: get_system_load@1, approve: {message: 'May s\(index) look?'}"
            }
            steps += "  - {id: s\(index), needs: [], \(keys), continue-on-error: true}\n"
            steps += "  - {id: t\(index), needs: [s\(index)], if: steps.s\(index).status == 'failed', "
            steps += "uses: search_logs@1, with: {literal: word\(index % 5)}}\n"
        }
        let statuses = (0..<Self.count).map { "'${{ steps.s\($0).status }}'" }.joined(separator: ", ")
        text = """
            schema: 1
            name: branches
            version: 1.0.0
            title: Many branches
            steps:
            \(steps)outputs:
              statuses: [\(statuses)]

            """
    }
}
