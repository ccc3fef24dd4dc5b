internal import Model
internal import Tooling

/// Reads the series of a call out of all sources that it names.
struct SeriesGathering {
    /// What kinds of source have metrics.
    static let kinds: [SourceKind] = [.metricsFile, .prometheus]

    /// What a call reads that names one source or none.
    static func access(_ source: String?) -> [Access] {
        if let source { return [.source(source, kinds: kinds)] }
        return [.everySource(kinds: kinds)]
    }

    let context: ToolContext
    /// All metrics sources when nil.
    let source: String?
    let servers: any ServerAsking

    /// What one source evaluated a query to.
    struct Evaluation {
        let source: String
        let grid: StepGrid
        let tracks: [Track]
        let baseline: [Track]
    }

    /// Gathers by a query as it was written, with the values of its `$name`s.
    func gather(_ query: String?, _ parameters: [String: String]?, _ window: Window) async throws -> Gathered {
        try await gather(try query.map { try MetricQuery($0, parameters: parameters ?? [:]) }, window)
    }

    /// The samples of the series that a query chooses, or of all, in the window and its baseline; the results of a query
    /// that does more than choose.
    func gather(_ query: MetricQuery?, _ window: Window) async throws -> Gathered {
        try await each(window) { source, gathered in
            let selection = try await series(of: source, query, window)
            gathered.take(selection, of: source.name)
        }
    }

    /// Whether the sources of the gathered series have anything at all of a span; nil when one of them does not tell.
    func hasAnything(of span: TimeSpan, _ gathered: Gathered) async throws -> Bool? {
        guard !span.isEmpty else { return false }
        let origins = Set(gathered.origins)
        var isTold = true
        for (name, selection) in gathered.readings where origins.contains(name) {
            let source = try context.sources.source(name, kinds: Self.kinds)
            // Of a file every line was read, whatever was chosen; a server gave what was asked for.
            if source.kind == .metricsFile {
                if let extent = selection.extent, !extent.intersection(span).isEmpty { return true }
                continue
            }
            let answer = try await server(source).hasAnything(of: span)
            if answer == true { return true }
            isTold = isTold && answer != nil
        }
        return isTold ? false : nil
    }

    /// What a query is at every instant of the window, and of the baseline.
    ///
    /// - Parameter step: Milliseconds from one instant to the next; chosen by `standardStep` when nil.
    func evaluate(
        _ query: MetricQuery, _ window: Window, step: Int64?
    ) async throws -> (gathered: Gathered, results: [Evaluation]) {
        var results: [Evaluation] = []
        let gathered = try await each(window) { source, gathered in
            guard source.kind == .prometheus else {
                let parsed = try query.forFiles()
                let span = Self.span(window, reach: parsed.reach)
                var selection = try await file(source).series(parsed.selector, over: span)
                let wanted = step ?? Self.standardStep(window, QueryEvaluator.interval(selection.series))
                let step = Self.fitting(wanted, over: [window.span, window.baseline], &selection)
                let grid = StepGrid(span: window.span, step: step)
                let before = StepGrid(span: window.baseline, step: step)
                results.append(
                    Evaluation(
                        source: source.name, grid: grid,
                        tracks: try QueryEvaluator(series: selection.series, grid: grid).evaluate(parsed),
                        baseline: try QueryEvaluator(series: selection.series, grid: before).evaluate(parsed)))
                return gathered.take(selection.with([]), of: source.name)
            }
            let spans = window.baseline.isEmpty ? [window.span] : [window.span, window.baseline]
            let wanted = step ?? Self.standardStep(window, nil)
            let (tracks, used, selection) = try await server(source).tracks(query.text, over: spans, step: wanted)
            // What a server computed has no name any more that would tell a unit.
            let told = (tracks.first ?? []).map { $0.measured(in: query.parsed?.unit) }
            results.append(
                Evaluation(
                    source: source.name, grid: StepGrid(span: window.span, step: used), tracks: told,
                    baseline: tracks.count > 1 ? tracks[1] : []))
            gathered.take(selection, of: source.name)
        }
        return (gathered, results)
    }

    /// A 240th of the window, in whole seconds, but no finer than the samples are.
    static func standardStep(_ window: Window, _ interval: Int64?) -> Int64 {
        let share = window.span.length / 1_000_000 / 240
        return max(1000, (max(share, interval ?? 1000) + 999) / 1000 * 1000)
    }

    /// The step of an evaluation for which there is room; a longer one than wanted is noted.
    static func fitting(_ wanted: Int64, over spans: [TimeSpan], _ selection: inout MetricSelection) -> Int64 {
        let count = selection.series.count
        let step = GridRoom.step(wanted, over: spans, series: count)
        guard step > wanted else { return step }
        let all = spans.reduce(0) { $0 + Int($1.length / 1_000_000 / max(1, wanted)) }
        let (values, isTooMany) = all.multipliedReportingOverflow(by: count)
        let omission = GridRoom.omission(step, count: isTooMany ? .max : values, most: GridRoom.maximumValues)
        selection = selection.thinned(omission)
        return step
    }

    private func series(of source: Source, _ query: MetricQuery?, _ window: Window) async throws -> MetricSelection {
        let span = Self.span(window, reach: 0)
        guard source.kind == .prometheus else {
            let parsed = try query?.forFiles()
            let selection = try await file(source).series(
                parsed?.selector, over: Self.span(window, reach: parsed?.reach ?? 0))
            guard let parsed, !parsed.choosesSeries else { return selection }
            let interval = QueryEvaluator.interval(selection.series) ?? 15_000
            var thinned = selection
            let step = Self.fitting(interval, over: [span], &thinned)
            return thinned.with(try QueryEvaluator.examined(parsed, selection.series, span, step: step))
        }
        let server = try server(source)
        guard let query else { return try await server.series(nil, over: span) }
        if let parsed = query.parsed, parsed.choosesSeries {
            return try await server.series(parsed.selector, over: span)
        }
        let step = max(15_000, Self.standardStep(window, nil))
        return try await server.series(evaluating: query.text, over: span, step: step)
    }

    private func file(_ source: Source) -> MetricsFile {
        let report = context.progress
        return MetricsFile(source, redactor: context.redactor) { name, done, total in
            report(Progress(activity: "reading \(name)", done: done, total: total))
        }
    }

    private func server(_ source: Source) throws(ToolError) -> PrometheusSource {
        let report = context.progress
        return try PrometheusSource(source, asking: servers, redactor: context.redactor) { done, total in
            report(Progress(activity: "asking \(source.name)", done: done, total: total))
        }
    }

    /// Reads source after source; of several one that is down must not hide the others.
    private func each(
        _ window: Window, _ read: (Source, inout Gathered) async throws -> Void
    ) async throws -> Gathered {
        var gathered = Gathered(window: window)
        var lastFailure: ToolError?
        for source in try sources() {
            do {
                try await read(source, &gathered)
            } catch let error as ToolError where self.source == nil && Self.isAboutTheSource(error) {
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

    private static func isAboutTheSource(_ error: ToolError) -> Bool {
        [.communication, .timeout, .rateLimited, .notPermitted].contains(error.kind)
    }

    private func sources() throws(ToolError) -> [Source] {
        guard let source else { return context.sources.sources(of: Self.kinds) }
        return [try context.sources.source(source, kinds: Self.kinds)]
    }

    /// From the baseline's start, or as far before the window as the query reaches, to the window's end.
    static func span(_ window: Window, reach: Int64) -> TimeSpan {
        let start = min(window.baseline.isEmpty ? window.start : window.baseline.start, window.start)
        let (nanoseconds, overflow) = reach.multipliedReportingOverflow(by: -1_000_000)
        return TimeSpan(start: start.advanced(byNanoseconds: overflow ? .min : nanoseconds), end: window.end)
    }
}
