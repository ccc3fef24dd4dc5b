internal import Model

/// What all calls of a session saw of one source in one way: a line of the report's table.
struct CoverageGroup: Sendable {
    let source: String
    let value: CoverageValue
    /// In the order of their calls.
    let rows: [CoverageRow]

    /// One for each source and value: what is worst comes first, sources in the order in which they came up.
    static func groups(of rows: [CoverageRow]) -> [CoverageGroup] {
        var order: [Key] = []
        var byKey: [Key: [CoverageRow]] = [:]
        for row in rows {
            let key = Key(source: row.coverage.source, value: row.coverage.value)
            if byKey[key] == nil { order.append(key) }
            byKey[key, default: []].append(row)
        }
        let sorted = order.enumerated().sorted { left, right in
            (left.element.value.gravity, -left.offset) > (right.element.value.gravity, -right.offset)
        }
        return sorted.map { CoverageGroup(source: $1.source, value: $1.value, rows: byKey[$1] ?? []) }
    }

    private struct Key: Hashable {
        let source: String
        let value: CoverageValue
    }

    /// `3 calls: 2 files, 1.2 MiB to 1.4 MiB, 13,000 lines`, from the least that a call searched to the most.
    var searched: String {
        let all = rows.map(\.coverage.searched)
        let parts = [
            Self.range(all.map(\.files)) { Figures.count($0, "file") },
            Self.range(all.map(\.bytes)) { Figures.bytes($0) },
            Self.range(all.map(\.lines)) { Figures.count($0, "line") },
            Self.range(all.map(\.series)) { "\(Figures.count($0)) series" },
            Self.range(all.map(\.samples)) { Figures.count($0, "sample") },
            Self.range(all.map(\.items)) { Figures.count($0, "item") },
            Self.range(all.map(\.dayByFileTime)) { "\(Figures.count($0, "file")) dated by when written last" },
            Self.range(all.map(\.yearByFileTime)) { "the year of \(Figures.count($0, "file")) by when written last" },
        ].compactMap { $0 }
        let text = parts.isEmpty ? "–" : parts.joined(separator: ", ")
        return rows.count > 1 ? "\(Figures.count(rows.count, "call")): \(text)" : text
    }

    /// The times that were searched, one text for each stretch without a gap; empty where there is no time.
    var spans: [String] {
        var merged: [TimeSpan] = []
        for span in rows.compactMap(\.coverage.searched.span).sorted(by: { $0.start < $1.start }) {
            if let last = merged.last, span.start <= last.end {
                merged[merged.count - 1] = TimeSpan(start: last.start, end: max(last.end, span.end))
            } else {
                merged.append(span)
            }
        }
        return merged.map { Moment.span($0.start, $0.end) }
    }

    /// What was left out, each once, with the highest count that a call told.
    var omitted: [String] {
        var order: [Omission] = []
        var counts: [Omission: Int] = [:]
        for omission in rows.flatMap(\.coverage.omitted) {
            let key = Omission(what: omission.what, reason: omission.reason)
            if counts[key] == nil { order.append(key) }
            counts[key] = max(counts[key] ?? 0, omission.count ?? 0)
        }
        return order.map { key in
            let count = counts[key] ?? 0
            return "\(count > 0 ? "\(Figures.count(count)) " : "")\(key.what): \(key.reason)"
        }
    }

    /// The tools with their evidence, in the order in which they were called.
    var origins: [(tool: String, evidence: [EvidenceID])] {
        var origins: [(tool: String, evidence: [EvidenceID])] = []
        for row in rows {
            if let index = origins.firstIndex(where: { $0.tool == row.tool }) {
                origins[index].evidence.append(row.evidence)
            } else {
                origins.append((row.tool, [row.evidence]))
            }
        }
        return origins
    }

    /// `2 files`, or `2 files to 5 files`; nil where no call tells.
    private static func range(_ values: [Int?], _ words: (Int) -> String) -> String? {
        let known = values.compactMap { $0 }
        guard let least = known.min(), let most = known.max() else { return nil }
        return least == most ? words(least) : "\(words(least)) to \(words(most))"
    }
}

extension CoverageValue {
    /// How much the reader has to mind it; 0 is nothing.
    fileprivate var gravity: Int {
        switch self {
        case .complete: 0
        case .emptyComplete: 1
        case .truncated: 2
        case .partial: 3
        case .stale: 4
        case .outsideRetention: 5
        case .notPermitted: 6
        case .sourceDown: 7
        }
    }
}
