internal import JSON
package import Model
package import Tooling

/// Ranks changes by how well they explain an incident, and says why.
package struct MatchChangesToIncident: Tool {
    package struct Input: Decodable, Sendable {
        /// Nil when nobody knows when it began; then nothing is likely.
        package let onset: Timestamp?
        package let evidence: [EvidenceID]?
        package let service: String?
        package let metric: String?
        /// Nil for every plan and list of deploys there is.
        package let sources: [String]?
        package let limit: Int?
    }

    package struct Output: Encodable, Sendable {
        let onset: JSONValue
        let considered: Int
        let matches: [MatchReport]
        let reason: JSONValue
    }

    private static let kinds: [SourceKind] = [.terraformPlan, .changes]
    private static let maximumPerPlan = 2000
    private static let maximumDeploys = 500
    private static let standardLimit = 10
    /// A week before the window and an hour after it.
    private static let margin: (before: Int64, after: Int64) = (604_800_000_000_000, 3_600_000_000_000)

    package init() {}

    package static func access(_ input: Input) -> [Access] {
        let evidence = (input.evidence ?? []).map { Access.evidence($0) }
        guard let sources = input.sources, !sources.isEmpty else { return evidence + [.everySource(kinds: kinds)] }
        return evidence + sources.map { .source($0, kinds: kinds) }
    }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        var named: [Source] = []
        for name in input.sources ?? [] { named.append(try context.sources.source(name, kinds: Self.kinds)) }
        let sources = named.isEmpty ? context.sources.sources(of: Self.kinds) : named
        let incident = try await Self.incident(input.evidence ?? [], context)

        let plans = try PlanSources(sources.filter { $0.kind == .terraformPlan }, context: context) {
            let metrics = [input.metric].compactMap { $0 } + incident.series.map(\.name)
            let failing = incident.patterns.filter { $0.isFailure && $0.cameWithIncident }
            return CandidateCollector(
                suspicion: Suspicion(service: input.service, metrics: metrics),
                stems: failing.prefix(50).reduce(into: []) { $0.formUnion($1.stems) }, limit: Self.maximumPerPlan)
        }
        let deploys = try DeploySources(
            sources.filter { $0.kind == .changes }, span: Self.span(input.onset, context.window),
            limit: Self.maximumDeploys, context: context)
        let matcher = ChangeMatcher(
            onset: input.onset, service: input.service, metric: input.metric.flatMap { $0.isEmpty ? nil : $0 },
            evidence: incident)
        let result = matcher.rank(Self.candidates(plans.plans, deploys.deploys))

        let limit = min(max(input.limit ?? Self.standardLimit, 1), 50)
        let matches = result.matches.prefix(limit).enumerated().map { MatchReport($0.element, rank: $0.offset + 1) }
        let output = Output(
            onset: Shown.text(input.onset?.description), considered: result.considered, matches: matches,
            reason: Shown.text(result.reason, limit: 500))
        return ToolResult(
            output: output, coverage: Self.coverage(plans) + deploys.coverage, summary: Self.summary(result))
    }

    private static func incident(_ ids: [EvidenceID], _ context: ToolContext) async throws -> IncidentEvidence {
        var incident = IncidentEvidence()
        var seen: Set<EvidenceID> = []
        for id in ids where seen.insert(id).inserted {
            try Task.checkCancellation()
            let evidence = try await context.evidence.evidence(id)
            incident.add(evidence.output, evidence: id.rawValue)
        }
        return incident
    }

    private static func span(_ onset: Timestamp?, _ window: Window) -> TimeSpan {
        let start = min(window.start, window.baseline.start, onset ?? window.start)
        let end = max(window.end, onset ?? window.end)
        return TimeSpan(
            start: start.advanced(byNanoseconds: -margin.before), end: end.advanced(byNanoseconds: margin.after))
    }

    /// What was read, and how much of it was not judged because there is too much.
    private static func coverage(_ plans: PlanSources<CandidateCollector>) -> [Coverage] {
        plans.coverage.map { coverage in
            let own = plans.plans.filter { $0.source == coverage.source && $0.content.omitted > 0 }
            guard !own.isEmpty else { return coverage }
            let omitted = own.map { plan in
                Omission(
                    what: plan.file, reason: "of so many changes the \(maximumPerPlan) most suspect were judged",
                    count: plan.content.omitted)
            }
            return Coverage(
                source: coverage.source, value: coverage.value == .complete ? .truncated : coverage.value,
                searched: coverage.searched, omitted: coverage.omitted + omitted)
        }
    }

    private static func candidates(_ plans: [PlanFile<CandidateCollector>], _ deploys: [Deploy]) -> [Candidate] {
        var candidates: [Candidate] = []
        for plan in plans {
            for (change, isDrift) in plan.content.changes {
                candidates.append(
                    Candidate(change: change, header: plan.header, source: plan.source, isDrift: isDrift))
            }
        }
        return candidates + deploys.map { Candidate(deploy: $0) }
    }

    private static func summary(_ result: ChangeMatcher.Result) -> String {
        guard let best = result.matches.first, best.judgement.isLikely else {
            return AttributeChange.shortened(
                "\(result.considered) changes considered, none likely: \(result.reason ?? "")", limit: 400)
        }
        return AttributeChange.shortened("likely: \(best.statement)", limit: 400)
    }
}
