internal import Model

/// What an answer that is made of evidence saw of it, and what that evidence itself had left out.
enum EvidenceCoverage {
    static func of(
        _ evidence: Evidence, isThere: Bool, after: QueryGathering, before: QueryGathering
    ) -> Coverage {
        var omitted = origin(of: evidence)
        if !isThere {
            omitted.append(Omission(what: "the body", reason: "it was removed; call the tool again to have it"))
        }
        let unjudged = after.unjudged - before.unjudged
        if unjudged > 0 {
            omitted.append(Omission(what: "rows", reason: "`where` has no answer for them", count: unjudged))
        }
        if let groups = after.groups, groups.omitted > 0 {
            omitted.append(
                Omission(
                    what: "rows", reason: "more than \(Grouping.maximumGroups) different groups", count: groups.omitted)
            )
        }
        if after.plan.sort != nil, after.matched > QueryGathering.maximumSorted {
            omitted.append(
                Omission(
                    what: "rows", reason: "only the first \(QueryGathering.maximumSorted) of the order are told",
                    count: after.matched - QueryGathering.maximumSorted))
        }
        let searched = Searched(
            bytes: after.bytes - before.bytes, items: after.examined - before.examined)
        let value: CoverageValue
        if after.isFull {
            value = .truncated
        } else if !omitted.isEmpty {
            value = .partial
        } else {
            value = after.matched > before.matched ? .complete : .emptyComplete
        }
        return Coverage(source: evidence.id.rawValue, value: value, searched: searched, omitted: omitted)
    }

    /// What the evidence did not see: nothing that is made of it saw more.
    static func origin(of evidence: Evidence) -> [Omission] {
        evidence.coverage.filter { ![.complete, .emptyComplete].contains($0.value) }.map {
            Omission(what: $0.source, reason: "\(evidence.tool) saw it as \($0.value.rawValue)")
        }
    }
}
