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
        /// Why calls saw nothing of it, each reason once, such as `sourceDown` or `timeout`.
        package let failures: [String]
        /// The same with the spans.
        package let failed: [Failure]
        /// Milliseconds by which its clock is ahead of this host's, where they are seen not to agree.
        package let skew: Int?
    }

    /// A reason for which calls saw nothing of a source.
    package struct Failure: Hashable, Sendable, Codable {
        /// A coverage value such as `sourceDown`, or the kind of the error that a call ended in, such as `timeout`.
        package let reason: String
        /// What they asked for and no call has seen; a call that ended in an error asked for the window.
        package let spans: [TimeSpan]
    }

    /// Two sources whose clocks do not agree, so that what they tell of one moment seems to lie apart.
    package struct ClockGap: Hashable, Sendable, Codable {
        package let source: String
        /// The source whose clock shows the least.
        package let aheadOf: String
        package let milliseconds: Int
    }

    /// In milliseconds.
    private static let tolerance = Int(ClockComparison.tolerance / 1_000_000)

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
    ///   - failed: Calls that ended in an error.
    ///   - sources: Names of sources that may never have been asked.
    package init(
        of window: TimeSpan, calls: [CallFinished], failed: [CallFailed] = [], sources: [String] = []
    ) {
        var parts: [String: [Coverage]] = [:]
        var errors: [String: [ToolError.Kind]] = [:]
        for name in sources { parts[name] = [] }
        for call in failed where Self.tells(call.error.kind) {
            for source in call.sources ?? [] {
                parts[source, default: []] += []
                if errors[source]?.contains(call.error.kind) != true {
                    errors[source, default: []].append(call.error.kind)
                }
            }
        }
        for call in calls {
            // What was made of evidence names that evidence, and has seen no source.
            for coverage in call.coverage where !coverage.isOfEvidence {
                parts[coverage.source, default: []].append(coverage)
            }
        }
        rows = parts.sorted { $0.key < $1.key }.map {
            Self.row($0.key, $0.value, errors[$0.key] ?? [], in: window)
        }
        clocks = Self.clocks(parts)
    }

    /// Whether an error says something of the sources that were asked, and not of the question.
    private static func tells(_ error: ToolError.Kind) -> Bool {
        switch error {
        case .communication, .timeout, .rateLimited, .cancelled, .internal: true
        case .validation, .notPermitted, .notFound, .budget: false
        }
    }

    /// The most by which a source's clock was seen to be off, 0 where it agrees; nil where nothing shows.
    private static func skew(in parts: [Coverage]) -> Int? {
        parts.compactMap(\.searched.skew).max { $0.magnitude < $1.magnitude }
    }

    private static func row(
        _ source: String, _ parts: [Coverage], _ errors: [ToolError.Kind], in window: TimeSpan
    ) -> Row {
        var (whole, some): ([TimeSpan], [TimeSpan]) = ([], [])
        var failures: [(reason: String, spans: [TimeSpan])] = []
        func fail(_ reason: String, _ span: TimeSpan?) {
            if let index = failures.firstIndex(where: { $0.reason == reason }) {
                failures[index].spans.append(span ?? window)
            } else {
                failures.append((reason, [span ?? window]))
            }
        }
        for part in parts {
            let span = part.searched.span?.intersection(window)
            switch part.value {
            case .complete, .emptyComplete: whole.append(span ?? window)
            case .partial, .truncated, .stale:
                if let span { some.append(span) } else { fail(part.value.rawValue, nil) }
            case .notPermitted, .sourceDown, .outsideRetention: fail(part.value.rawValue, span)
            }
        }
        for error in errors { fail(error.rawValue, nil) }
        let covered = union(whole)
        let partial = union(some).flatMap { without(covered, from: $0) }
        let seen = union(covered + partial)
        return Row(
            source: source, covered: covered, partial: partial, uncovered: without(seen, from: window),
            failures: failures.map { $0.reason },
            failed: failures.map { reason, spans in
                Failure(reason: reason, spans: union(spans).flatMap { without(seen, from: $0) })
            },
            skew: skew(in: parts).flatMap { $0 == 0 ? nil : $0 })
    }

    /// The spans without overlaps, in order.
    package static func union(_ spans: [TimeSpan]) -> [TimeSpan] {
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
