import Model
import Policy

/// One seed: the same run undisturbed and disturbed.
struct Trial {
    let seed: UInt64
    private let plan: Story.Plan
    /// Whether the end is the same whatever happens: not where the order decides who gets what is left of a budget, or
    /// where somebody cancels.
    private let isComparable: Bool
    let disturbed: Story

    init(seed: UInt64, rules: RedactionRules) throws {
        self.seed = seed
        var budget: String?
        var limits = Audit.Limits()
        var cancelled: Duration?
        switch seed % 12 {
        case 3:
            limits.calls = 2 + Int(seed / 12 % 6)
            budget = "{calls: \(limits.calls ?? 0)}"
        case 5:
            limits.bytes = 100 * (1 + Int(seed / 12 % 4))
            budget = "{bytes: \(limits.bytes ?? 0)}"
        case 7, 9: cancelled = .milliseconds(Int(SeededGenerator.dice(seed, "cancel") % 40_000))
        default: break
        }
        plan = Story.Plan(
            seed: seed, workflow: try RandomWorkflow(seed: seed, budget: budget), rules: rules, limits: limits,
            isDisturbed: true, cancelled: cancelled)
        isComparable = budget == nil && cancelled == nil
        disturbed = Story(plan)
    }

    /// Plays it; what was wrong.
    func problems() -> [String] {
        let end = disturbed.play()
        var problems = disturbed.complaints
        if seed % 8 == 0 { problems += playAgain() }
        guard isComparable else { return problems }
        var calm = plan
        calm.isDisturbed = false
        let undisturbed = Story(calm)
        let wanted = undisturbed.play()
        problems += undisturbed.complaints.map { "undisturbed: \($0)" }
        if let end, let wanted, end != wanted { problems += ["it ended otherwise"] + wanted.difference(from: end) }
        return problems
    }

    /// The same seed gives the same journal, byte for byte.
    private func playAgain() -> [String] {
        let again = Story(plan)
        _ = again.play()
        guard again.entries != disturbed.entries else { return [] }
        let place = zip(again.entries, disturbed.entries).prefix { $0 == $1 }.count
        return ["the same seed gave another journal from entry \(place + 1)"]
    }

    /// The workflow and the journal, for a person who looks for the fault.
    var course: String {
        let lines = disturbed.entries.map { entry in
            "\(entry.sequence) \(entry.time) \(entry.kind) \(String(decoding: entry.payload ?? [], as: UTF8.self).prefix(300))"
        }
        return ([plan.workflow.text] + lines + ["\(disturbed.happened)"]).joined(separator: "\n")
    }
}
