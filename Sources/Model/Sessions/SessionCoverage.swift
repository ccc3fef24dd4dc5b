/// What of a session's window its calls have seen, source by source.
package struct SessionCoverage: Sendable {
    /// One source over the window.
    package struct Row: Hashable, Sendable, Codable {
        package let source: String
        /// Read whole by some call.
        package let covered: [TimeSpan]
        /// Read in part alone: a limit cut the answer, or some of it could not be read.
        package let partial: [TimeSpan]
        /// No call has seen it.
        package let uncovered: [TimeSpan]
        /// Why calls saw nothing of it, such as `sourceDown`, each once.
        package let failures: [CoverageValue]
        /// Milliseconds by which its clock is ahead of this host's, where they are seen not to agree.
        package let skew: Int?
    }

    /// Two sources whose clocks do not agree, so that what they tell of one moment seems to lie apart.
    package struct ClockGap: Hashable, Sendable, Codable {
        package let source: String
        /// The source whose clock shows the least.
        package let aheadOf: String
        package let milliseconds: Int
    }

    /// Clocks that differ by less agree: lines are told to the second at times.
    private static let tolerance = 2000

    /// Ordered by source.
    package let rows: [Row]
    /// The sources whose clocks show, each compared with the one that shows the least, where they do not agree.
    package let clocks: [ClockGap]

    private static func clocks(_ parts: [String: [Coverage]]) -> [ClockGap] {
        let known = parts.sorted { $0.key < $1.key }.compactMap { source, parts in
            skew(in: parts).map { (source: source, skew: $0) }
        }
        guard let least = known.min(by: { $0.skew < $1.skew }) else { return [] }
        return known.compactMap { one in
            let (difference, overflow) = one.skew.subtractingReportingOverflow(least.skew)
            guard !overflow, difference > Self.tolerance else { return nil }
            return ClockGap(source: one.source, aheadOf: least.source, milliseconds: difference)
        }
    }

    /// - Parameters:
    ///   - window: What is asked about.
    ///   - calls: What was called; evidence that was used again counts as well.
    ///   - sources: Names of sources that may never have been asked.
    package init(of window: TimeSpan, calls: [CallFinished], sources: [String] = []) {
        var parts: [String: [Coverage]] = [:]
        for name in sources { parts[name] = [] }
        for call in calls {
            // What was made of evidence names that evidence, and has seen no source.
            for coverage in call.coverage where EvidenceID(coverage.source) == nil {
                parts[coverage.source, default: []].append(coverage)
            }
        }
        rows = parts.sorted { $0.key < $1.key }.map { Self.row($0.key, $0.value, in: window) }
        clocks = Self.clocks(parts)
    }

    /// The most by which a source's clock was seen to be off, 0 where it agrees; nil where nothing shows.
    private static func skew(in parts: [Coverage]) -> Int? {
        parts.compactMap(\.searched.skew).max { $0.magnitude < $1.magnitude }
    }

    private static func row(_ source: String, _ parts: [Coverage], in window: TimeSpan) -> Row {
        var (whole, some): ([TimeSpan], [TimeSpan]) = ([], [])
        var failures: [CoverageValue] = []
        for part in parts {
            let span = part.searched.span?.intersection(window)
            switch part.value {
            case .complete, .emptyComplete: whole.append(span ?? window)
            case .partial, .truncated, .stale:
                if let span { some.append(span) } else if !failures.contains(part.value) { failures.append(part.value) }
            case .notPermitted, .sourceDown, .outsideRetention:
                if !failures.contains(part.value) { failures.append(part.value) }
            }
        }
        let covered = union(whole)
        let partial = union(some).flatMap { without(covered, from: $0) }
        return Row(
            source: source, covered: covered, partial: partial,
            uncovered: without(union(covered + partial), from: window), failures: failures,
            skew: skew(in: parts).flatMap { $0 == 0 ? nil : $0 })
    }

    /// The spans without overlaps, in order.
    static func union(_ spans: [TimeSpan]) -> [TimeSpan] {
        var result: [TimeSpan] = []
        for span in spans.filter({ !$0.isEmpty }).sorted(by: { $0.start < $1.start }) {
            if let last = result.last, span.start <= last.end {
                result[result.count - 1] = TimeSpan(start: last.start, end: max(last.end, span.end))
            } else {
                result.append(span)
            }
        }
        return result
    }

    /// What is left of a span; `others` are in order and do not overlap.
    static func without(_ others: [TimeSpan], from span: TimeSpan) -> [TimeSpan] {
        var left: [TimeSpan] = []
        var start = span.start
        for other in others where other.end > start && other.start < span.end {
            if other.start > start { left.append(TimeSpan(start: start, end: other.start)) }
            start = max(start, other.end)
        }
        if start < span.end { left.append(TimeSpan(start: start, end: span.end)) }
        return left
    }
}
