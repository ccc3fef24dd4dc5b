internal import Model
internal import Tooling

/// Reads the series of a call out of all sources that it names.
struct SeriesGathering {
    let context: ToolContext
    /// All metrics sources when nil.
    let source: String?

    /// What was read, and how complete it is.
    struct Gathered {
        var series: [Series] = []
        /// The source of each series.
        var origins: [String] = []
        var readings: [(name: String, selection: MetricSelection)] = []
        private var cuts: [Omission] = []
        private var failures: [Coverage] = []
        private let window: Window

        init(window: Window) { self.window = window }

        /// Notes that the answer shows less than was found.
        mutating func cut(_ count: Int, of what: String) {
            cuts.append(
                Omission(what: what, reason: "the answer's limit; raise `limit` or narrow the query", count: count))
        }

        mutating func fail(_ coverage: Coverage) { failures.append(coverage) }

        func coverage(isEmpty: Bool) -> [Coverage] {
            failures
                + readings.map { name, selection in
                    Coverage(
                        source: name, value: value(selection, isEmpty: isEmpty), searched: selection.searched,
                        omitted: selection.omitted + cuts)
                }
        }

        private func value(_ selection: MetricSelection, isEmpty: Bool) -> CoverageValue {
            guard let extent = selection.extent else { return selection.omitted.isEmpty ? .emptyComplete : .partial }
            if extent.intersection(window.span).isEmpty {
                return extent.end <= window.start ? .stale : .outsideRetention
            }
            if selection.isTruncated || !cuts.isEmpty { return .truncated }
            if !selection.omitted.isEmpty { return .partial }
            return isEmpty ? .emptyComplete : .complete
        }
    }

    /// The series that a query needs, or all, in the window and its baseline.
    func gather(_ query: Query?, _ window: Window) async throws -> Gathered {
        var gathered = Gathered(window: window)
        let span = Self.span(window, reach: query?.reach ?? 0)
        var lastFailure: ToolError?
        for source in try sources() {
            let report = context.progress
            let file = MetricsFile(source, redactor: context.redactor) { name, done, total in
                report(Progress(activity: "reading \(name)", done: done, total: total))
            }
            do {
                let selection = try await file.series(query?.selector, over: span)
                gathered.series += selection.series
                gathered.origins += selection.series.map { _ in source.name }
                gathered.readings.append((source.name, selection))
            } catch let error as ToolError where self.source == nil && error.kind == .communication {
                // Of several sources one that is down must not hide the others.
                lastFailure = error
                gathered.fail(
                    Coverage(
                        source: source.name, value: .sourceDown,
                        omitted: [Omission(what: source.name, reason: error.message)]))
            }
        }
        if let lastFailure, gathered.readings.isEmpty { throw lastFailure }
        return gathered
    }

    private func sources() throws(ToolError) -> [Source] {
        guard let source else { return context.sources.sources(of: [.metricsFile]) }
        return [try context.sources.source(source, kinds: [.metricsFile])]
    }

    /// From the baseline's start, or as far before the window as the query reaches, to the window's end.
    static func span(_ window: Window, reach: Int64) -> TimeSpan {
        let start = min(window.baseline.isEmpty ? window.start : window.baseline.start, window.start)
        let (nanoseconds, overflow) = reach.multipliedReportingOverflow(by: -1_000_000)
        return TimeSpan(start: start.advanced(byNanoseconds: overflow ? .min : nanoseconds), end: window.end)
    }
}
