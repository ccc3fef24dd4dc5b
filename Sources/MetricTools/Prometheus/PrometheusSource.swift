package import Model
package import Policy

/// A source that is a server of Prometheus's HTTP API.
///
/// Before samples are asked for, the server is asked how many there are: more than may be held are asked for at longer
/// steps, and told to be fewer than there are. Long spans are asked for in pieces, so that no answer is too large.
package struct PrometheusSource: Sendable {
    /// The most instants that servers evaluate at once.
    static let maximumSteps = 10_000
    /// The bytes of a sample as servers write it, generously.
    private static let writtenSample = 40

    private let api: PrometheusAPI
    private let room: SampleRoom
    private let redactor: Redactor?
    private let progress: @Sendable (_ done: Int, _ total: Int) -> Void

    /// - Throws: `ToolError` for a source that has no server.
    package init(
        _ source: Source, asking server: any ServerAsking, redactor: Redactor? = nil,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) throws(ToolError) {
        guard let endpoint = source.endpoint else {
            throw ToolError(
                .validation, "source \(source.name) has no `url`", hint: "`casebook doctor` checks the sources")
        }
        api = PrometheusAPI(name: source.name, endpoint: endpoint, server: server)
        room = SampleRoom(endpoint)
        self.redactor = redactor
        self.progress = progress
    }

    /// Asks something that every such server can answer.
    ///
    /// - Returns: Milliseconds by which its clock is ahead of this host's, 0 where they agree; nil where that does not show.
    /// - Throws: `ToolError` for a server that does not answer.
    package func probe(at time: Timestamp) async throws -> Int? {
        try await api.scalar("vector(1)", at: time).clock.skew
    }

    /// Whether the server has anything at all of a span; nil when it does not tell.
    func hasAnything(of span: TimeSpan) async throws -> Bool? { try await api.hasAnything(of: span) }

    /// The samples of the series that a selector chooses, or of all, as they were scraped.
    package func series(_ selector: Selector?, over span: TimeSpan) async throws -> MetricSelection {
        let text = selector?.description ?? "{__name__=~\".+\"}"
        let range = "\(text)[\(PromQLText.duration(max(1, span.length / 1_000_000)))]"
        let last = span.end.advanced(byNanoseconds: -1_000_000)
        let count = Int(try await api.number("count(last_over_time(\(range)))", at: last))
        try refuse(count)
        let samples = try await samples(selector, range, series: count, span)
        let families = try await api.families()
        var omitted: [Omission] = []
        var step: Int64?
        let most = room.samples(of: count)
        if samples > Double(most) {
            let least = Self.step(span, series: count, samples: most)
            step = least
            omitted.append(GridRoom.omission(least, count: Int(min(samples, 1e15)), most: most))
        }
        var collected = try await collect(
            text, span, step: step, samples: min(samples, Double(most)), series: room.series, families: families)
        if let selector { collected.series.removeAll { !selector.accepts(name: $0.name, labels: $0.labels) } }
        collected.count()
        return try await selection(collected.series, collected, span, omitted, isTruncated: step != nil)
    }

    /// How many samples there are; of several metrics, whose names a count would drop, about how many.
    private func samples(
        _ selector: Selector?, _ range: String, series: Int, _ span: TimeSpan
    ) async throws -> Double {
        let last = span.end.advanced(byNanoseconds: -1_000_000)
        let isOneMetric = selector?.matchers.contains { $0.label == "__name__" && $0.operation == .equal } ?? false
        if isOneMetric { return try await api.number("sum(count_over_time(\(range)))", at: last) }
        let length = max(1, span.length / 1_000_000)
        let scraped = try await api.number("max(count_over_time(up[\(PromQLText.duration(length))]))", at: last)
        return Double(series) * (scraped > 0 ? scraped : Double(length) / 15_000)
    }

    /// What a query gives at every instant of a grid, evaluated by the server.
    ///
    /// - Returns: The tracks of each span, on a grid whose step is longer than asked for where they would have been too
    ///   many, and what was read, without series.
    package func tracks(
        _ query: String, over spans: [TimeSpan], step: Int64
    ) async throws -> (tracks: [[Track]], step: Int64, selection: MetricSelection) {
        let sizing = try await sizing(query, over: spans, step: step)
        var tracks: [[Track]] = []
        var merged = Collected()
        for span in spans {
            var collected = try await evaluated(query, span, sizing)
            tracks.append(collected.takeTracks(StepGrid(span: span, step: sizing.step)))
            merged.take(collected)
        }
        let span = spans.first ?? sizing.longest
        let selection = try await selection([], merged, span, sizing.omitted, isTruncated: sizing.isThinned)
        return (tracks, sizing.step, selection)
    }

    /// The same over one span, as series of what is there at each instant.
    package func series(evaluating query: String, over span: TimeSpan, step: Int64) async throws -> MetricSelection {
        let sizing = try await sizing(query, over: [span], step: step)
        let collected = try await evaluated(query, span, sizing)
        return try await selection(collected.series, collected, span, sizing.omitted, isTruncated: sizing.isThinned)
    }

    /// How finely a query can be evaluated.
    private struct Sizing {
        let longest: TimeSpan
        /// How many series there are at once, and how many of all times have room.
        let series: Int
        let most: Int
        let step: Int64
        let isThinned: Bool
        let omitted: [Omission]
    }

    private func sizing(_ query: String, over spans: [TimeSpan], step: Int64) async throws -> Sizing {
        let longest =
            spans.max { $0.length < $1.length } ?? TimeSpan(start: .init(nanoseconds: 0), end: .init(nanoseconds: 0))
        let count = try await widest(query, longest)
        try refuse(count)
        let most = room.samples(of: count)
        let instants = max(1, most / max(1, spans.count) / max(1, count))
        let least = max(1, longest.length / 1_000_000 / Int64(instants))
        let used = least > step ? GridRoom.whole(least) : step
        var omitted: [Omission] = []
        if used > step {
            let all = spans.reduce(0) { $0 + Int($1.length / 1_000_000 / max(1, step)) }
            let (samples, isTooMany) = all.multipliedReportingOverflow(by: count)
            omitted.append(GridRoom.omission(used, count: isTooMany ? .max : samples, most: most))
        }
        let grid = StepGrid(span: longest, step: used)
        return Sizing(
            longest: longest, series: count, most: room.series(of: grid.count * max(1, spans.count)), step: used,
            isThinned: used > step, omitted: omitted)
    }

    private func evaluated(_ query: String, _ span: TimeSpan, _ sizing: Sizing) async throws -> Collected {
        let samples = Double(StepGrid(span: span, step: sizing.step).count) * Double(sizing.series)
        var collected = try await collect(
            query, span, step: sizing.step, samples: samples, series: sizing.most, families: FamilyTable())
        collected.count()
        return collected
    }

    /// What the answers of one question gave together.
    private struct Collected {
        var series: [Series] = []
        var warnings: [String] = []
        var excess = 0
        var histograms = 0
        var extent: TimeSpan?
        var clock = ClockComparison()
        /// How many there were, whether they are still held or not.
        private(set) var counts = (series: 0, samples: 0)
        /// The most series that were held.
        var most = 0

        mutating func count() { counts = (series.count, series.reduce(0) { $0 + $1.points.count }) }

        /// What there is at each instant of a grid, in place of the series.
        mutating func takeTracks(_ grid: StepGrid) -> [Track] {
            var tracks: [Track] = []
            tracks.reserveCapacity(series.count)
            for number in series.indices {
                tracks.append(PrometheusSource.track(series[number], grid))
                series[number].points = Points(scale: series[number].points.scale)
            }
            series = []
            return tracks
        }

        mutating func take(_ other: Collected) {
            if counts.series == 0 { counts = other.counts }
            most = other.most
            for warning in other.warnings where !warnings.contains(warning) { warnings.append(warning) }
            excess += other.excess
            histograms += other.histograms
            clock.take(other.clock)
            if let more = other.extent { extent = extent.map { $0.union(more) } ?? more }
        }
    }

    /// Asks in pieces of time, each of which is small enough for one answer.
    ///
    /// - Parameter step: Milliseconds between evaluations; nil for the samples as they were scraped.
    private func collect(
        _ text: String, _ span: TimeSpan, step: Int64?, samples: Double, series: Int, families: FamilyTable
    ) async throws -> Collected {
        var collector = SeriesCollector(span: span, room: room.bytes, maximumSeries: series)
        var warnings: [String] = []
        var clock = ClockComparison()
        let written = Double(max(1, api.endpoint.maximumResponse / 2 / Self.writtenSample))
        var pieces = Int64(min(10_000, max(1, (samples / written).rounded(.up))))
        let length = max(1, span.length / 1_000_000)
        if let step { pieces = max(pieces, length / max(1, step) / Int64(Self.maximumSteps) + 1) }
        var piece = max(1, (length + pieces - 1) / pieces)
        // Pieces begin where a step does, so that all together are one grid.
        if let step { piece = max(step, (piece + step - 1) / step * step) }
        var offset: Int64 = 0
        while offset < length {
            try Task.checkCancellation()
            progress(Int(offset), Int(length))
            let start = span.start.advanced(byNanoseconds: offset * 1_000_000)
            let part = min(piece, length - offset)
            let last = start.advanced(byNanoseconds: (part - 1) * 1_000_000)
            let answer: PrometheusAPI.Answer
            if let step {
                let form = [
                    ("query", text), ("start", PrometheusAPI.seconds(start)), ("end", PrometheusAPI.seconds(last)),
                    ("step", PrometheusAPI.seconds(Timestamp(milliseconds: step))),
                ]
                answer = try await api.ask("/api/v1/query_range", form, into: &collector)
            } else {
                let range = "\(text)[\(PromQLText.duration(part))]"
                let form = [("query", range), ("time", PrometheusAPI.seconds(last))]
                answer = try await api.ask("/api/v1/query", form, into: &collector)
            }
            clock.take(answer.clock)
            for warning in answer.warnings where !warnings.contains(warning) { warnings.append(warning) }
            offset += part
        }
        var collected = Collected(
            warnings: warnings, excess: collector.excess, histograms: collector.histograms, extent: collector.extent,
            clock: clock)
        collected.most = series
        collected.series = collector.finish(families).map(hidden)
        return collected
    }

    private func hidden(_ series: Series) -> Series {
        guard let redactor else { return series }
        let labels = series.labels.map { Label($0.name, redactor.redact($0.value, under: $0.name)) }
        guard labels != series.labels else { return series }
        return Series(name: series.name, labels: labels, kind: series.kind, unit: series.unit, points: series.points)
    }

    /// How many series a query gives at once, at the most of a few instants.
    private func widest(_ query: String, _ span: TimeSpan) async throws -> Int {
        let step = GridRoom.whole(max(1000, span.length / 1_000_000 / 12))
        let grid = StepGrid(span: span, step: step)
        var collector = SeriesCollector(span: span, room: 16 << 10, maximumSeries: 1)
        let last = grid.count > 0 ? grid.time(grid.count - 1) : grid.start
        _ = try await api.ask(
            "/api/v1/query_range",
            [
                ("query", "count(\(query)\n)"), ("start", PrometheusAPI.seconds(span.start)),
                ("end", PrometheusAPI.seconds(Timestamp(milliseconds: last))),
                ("step", PrometheusAPI.seconds(Timestamp(milliseconds: step))),
            ], into: &collector)
        let counts = collector.finish(FamilyTable()).first?.points.values ?? []
        return Int(min(1e9, max(0, counts.filter(\.isFinite).max() ?? 0)))
    }

    private func refuse(_ count: Int) throws(ToolError) {
        guard count > room.series else { return }
        throw ToolError(
            .validation, "the query matches \(count) series, more than \(room.series)",
            hint: "narrow it by labels, or let the server add them up: sum by (…) (rate(…[1m]))")
    }

    /// The step at which so many series make no more samples than these.
    private static func step(_ span: TimeSpan, series: Int, samples: Int) -> Int64 {
        let instants = max(2, min(maximumSteps * 16, samples / max(1, series)))
        return GridRoom.whole(span.length / 1_000_000 / Int64(instants) + 1)
    }

    fileprivate static func track(_ series: Series, _ grid: StepGrid) -> Track {
        var values = [Double](repeating: .nan, count: grid.count)
        for index in 0..<series.points.count {
            let place = Int((series.points.time(index) - grid.start + grid.step / 2) / grid.step)
            if values.indices.contains(place) { values[place] = series.points.values[index] }
        }
        return Track(name: series.name, labels: series.labels, unit: series.unit, values: values)
    }

    private func selection(
        _ series: [Series], _ collected: Collected, _ span: TimeSpan, _ thinned: [Omission], isTruncated: Bool
    ) async throws -> MetricSelection {
        var omitted = thinned
        for warning in collected.warnings.prefix(20) {
            let words = String(warning.unicodeScalars.prefix(400).map { $0.value < 0x20 ? " " : Character($0) })
            omitted.append(
                Omission(what: "a part, of which the server warns", reason: redactor?.redact(words) ?? words))
        }
        if collected.excess > 0 {
            omitted.append(
                Omission(
                    what: "samples",
                    reason:
                        "no more than \(room.bytes >> 10) KiB, of \(collected.most) series, are held; narrow the query "
                        + "or the window, or raise `max-response` of this source",
                    count: collected.excess))
        }
        if collected.histograms > 0 {
            omitted.append(
                Omission(
                    what: "native histograms", reason: "they have no single value; ask for histogram_quantile of them",
                    count: collected.histograms))
        }
        // That nothing is there tells nothing of a time of which the server has nothing at all.
        let isUnknown = collected.extent == nil && omitted.isEmpty
        let isOutside = isUnknown ? try await api.hasAnything(of: span) == false : false
        let searched = Searched(
            span: collected.extent?.intersection(span), series: collected.counts.series,
            samples: collected.counts.samples, skew: collected.clock.skew)
        return MetricSelection(
            series: series, searched: searched, omitted: omitted, isTruncated: isTruncated || collected.excess > 0,
            extent: collected.extent, isOutside: isOutside)
    }
}
