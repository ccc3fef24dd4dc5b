/// Keeps the changes of a plan that could explain an incident; of very many those that are the most suspect.
struct CandidateCollector: PlanVisitor, Sendable {
    private let suspicion: Suspicion
    /// Stems of the messages that came with the incident.
    private let stems: Set<String>
    private let limit: Int
    private var kept: [(score: Double, order: Int, change: ResourceChange, isDrift: Bool)] = []
    private var order = 0
    private var counts = PlanCounts()
    private var drift = 0

    init(suspicion: Suspicion, stems: Set<String>, limit: Int) {
        self.suspicion = suspicion
        self.stems = stems
        self.limit = limit
    }

    var itemCount: Int { counts.shown + drift }

    /// Changes that were looked at and not kept.
    var omitted: Int { order - min(order, limit) }

    /// The kept changes in the plan's order, and whether each was done outside of Terraform.
    var changes: [(change: ResourceChange, isDrift: Bool)] {
        kept.sorted(by: Self.precedes).prefix(limit).sorted { $0.order < $1.order }.map { ($0.change, $0.isDrift) }
    }

    mutating func count(_ head: ChangeHead, in list: PlanList) -> Bool {
        if list == .planned { counts.count(head) }
        if list == .drift, head.action.kind != .noOp { drift += 1 }
        guard list != .deferred, head.action.kind != .noOp, head.action.kind != .read else { return false }
        return list == .drift || head.isShown
    }

    mutating func visit(_ change: ResourceChange, in list: PlanList) {
        order += 1
        let score = order <= limit && kept.count < limit ? 0 : self.score(of: change)
        kept.append((score, order, change, list == .drift))
        guard kept.count >= 2 * limit else { return }
        // Whether a plan is so large is known only now.
        for index in kept.indices where kept[index].score == 0 {
            kept[index].score = self.score(of: kept[index].change)
        }
        kept = Array(kept.sorted(by: Self.precedes).prefix(limit))
    }

    mutating func hide(by concealer: Concealer) {
        if kept.count > limit {
            for index in kept.indices where kept[index].score == 0 {
                kept[index].score = self.score(of: kept[index].change)
            }
            kept = Array(kept.sorted(by: Self.precedes).prefix(limit))
        }
        for index in kept.indices { concealer.hide(&kept[index].change) }
    }

    private func score(of change: ResourceChange) -> Double {
        var score = 0.01 + suspicion.judge(change).score
        if change.action.destroys || change.action.kind == .forget { score += 0.1 }
        guard !stems.isEmpty else { return score }
        var names = Words.stems(change.address)
        for attribute in change.attributes.prefix(100) {
            names.formUnion(Words.stems(Candidate.lastName(of: attribute.path)))
        }
        return score + 0.1 * Double(min(5, names.intersection(stems).count))
    }

    private static func precedes(
        _ left: (score: Double, order: Int, change: ResourceChange, isDrift: Bool),
        _ right: (score: Double, order: Int, change: ResourceChange, isDrift: Bool)
    ) -> Bool {
        left.score == right.score ? left.order < right.order : left.score > right.score
    }
}
