internal import JSON
internal import Model

/// Ranks changes by how well they explain an incident.
///
/// Pure: everything it knows is given.
struct ChangeMatcher: Sendable {
    /// A change with its judgement.
    struct Match: Sendable {
        let candidate: Candidate
        let judgement: Judgement
        /// Seconds from the change to the onset; nil where one of them is unknown.
        let lag: Double?
        let statement: String

        init(_ candidate: Candidate, _ judgement: Judgement, lag: Double?) {
            self.candidate = candidate
            self.judgement = judgement
            self.lag = lag
            statement = Statement(candidate, judgement, lag: lag).text
        }
    }

    struct Result: Sendable {
        /// Best first.
        let matches: [Match]
        let considered: Int
        /// Why nothing is likely; nil where something is.
        let reason: String?
    }

    let onset: Timestamp?
    let service: String?
    /// A measurement that is suspected, besides those of the evidence.
    var metric: String?
    let evidence: IncidentEvidence

    func rank(_ candidates: [Candidate]) -> Result {
        let service = service.flatMap { $0.isEmpty ? nil : $0 }
        let rarity = TermRarity(candidates, evidence, service: service)
        let metrics = [metric].compactMap { $0 } + evidence.series.map(\.name)
        let plans = PlanJudge(
            evidence: evidence, rarity: rarity, suspicion: Suspicion(service: service, metrics: metrics))
        let deploys = candidates.compactMap { candidate -> Deploy? in
            if case .deploy(let deploy) = candidate.origin { deploy } else { nil }
        }
        var matches = candidates.map { candidate in
            let lag = lag(of: candidate)
            let judgement = judge(candidate, lag, plans, deploys, service)
            return Match(candidate, judgement, lag: lag)
        }
        matches.sort(by: Self.precedes)
        matches = keepOneLikely(matches)
        let isExplained = matches.first?.judgement.isLikely ?? false
        return Result(
            matches: matches, considered: candidates.count, reason: isExplained ? nil : reason(candidates, matches))
    }

    private func lag(of candidate: Candidate) -> Double? {
        guard let onset, let time = candidate.time else { return nil }
        return Double(onset.nanoseconds(since: time)) / 1e9
    }

    private func judge(
        _ candidate: Candidate, _ lag: Double?, _ plans: PlanJudge, _ deploys: [Deploy], _ service: String?
    ) -> Judgement {
        var judgement: Judgement
        switch candidate.origin {
        case .plan(let change): judgement = plans.judge(change, lag: lag ?? 3600, planned: candidate.time)
        case .deploy(let deploy):
            guard let onset else {
                judgement = Judgement()
                break
            }
            judgement = DeployJudge(evidence: evidence, service: service, deploys: deploys, onset: onset)
                .judge(deploy, lag: lag ?? 3600)
        }
        let objection: String?
        if onset == nil {
            objection = "no onset is known, so nothing can be said to come before it"
        } else if candidate.isDrift, lag ?? -1 < 0 {
            objection = "it was found to have been done outside of Terraform, and nothing says when"
        } else if let lag {
            objection = lag < 0 ? "it came after the onset" : candidate.obstacle
        } else {
            objection = candidate.obstacle ?? "nothing says when it was planned"
        }
        guard let objection else { return judgement }
        judgement.isLikely = false
        judgement.score = min(judgement.score, 0.3) * (lag ?? 0 < 0 ? 0.2 : 1)
        judgement.reasons.insert(objection, at: 0)
        return judgement
    }

    /// Of several likely changes those stay that are about as good as the best; a weak one beside it is none.
    private func keepOneLikely(_ matches: [Match]) -> [Match] {
        guard let best = matches.first, best.judgement.isLikely else { return matches }
        return matches.map { match in
            guard match.judgement.isLikely, match.judgement.score < best.judgement.score - 0.03 else { return match }
            var judgement = match.judgement
            judgement.isLikely = false
            judgement.score = min(judgement.score, 0.49)
            judgement.reasons.append("another change explains the incident better")
            return Match(match.candidate, judgement, lag: match.lag)
        }
        .sorted(by: Self.precedes)
    }

    private static func precedes(_ left: Match, _ right: Match) -> Bool {
        if left.judgement.isLikely != right.judgement.isLikely { return left.judgement.isLikely }
        if left.judgement.score != right.judgement.score { return left.judgement.score > right.judgement.score }
        if left.candidate.time != right.candidate.time {
            let never = Timestamp(nanoseconds: .min)
            return left.candidate.time ?? never > right.candidate.time ?? never
        }
        return (left.statement, left.candidate.source) < (right.statement, right.candidate.source)
    }

    private func reason(_ candidates: [Candidate], _ matches: [Match]) -> String {
        if onset == nil { return "no onset is known: nothing can be called a cause of what has no beginning" }
        if candidates.isEmpty { return "there is no change to consider" }
        let failing = evidence.patterns.filter { $0.isFailure && $0.cameWithIncident }
        guard let worst = failing.first else {
            return "the evidence has no failing message that came with the incident"
        }
        if !matches.contains(where: { ($0.lag ?? -1) >= 0 }) { return "no change came before the onset" }
        let own = failing.first { $0.themes.contains { $0.explainsItself } }
        let quote = AttributeChange.shortened((own ?? worst).text, limit: 160)
        if own != nil { return "no change before the onset bears on what the messages name themselves: “\(quote)”" }
        return "no change before the onset has more in common with the failure than its time: “\(quote)”"
    }
}
