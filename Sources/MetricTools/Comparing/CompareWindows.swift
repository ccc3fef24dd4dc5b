internal import JSON
internal import Model
internal import Policy
package import Tooling

/// Tells how series differ between the window and its baseline, or another time.
package struct CompareWindows: Tool {
    package struct Input: Decodable, Sendable {
        let source: String?
        let query: String?
        let params: [String: String]?
        let limit: Int?
        let start: Timestamp?
        let end: Timestamp?
        let againstStart: Timestamp?
        let againstEnd: Timestamp?
    }

    package struct Output: Encodable, Sendable {
        let window: TimeSpan
        let against: TimeSpan
        let examined: Int
        let differing: Int
        let series: [Difference]
        let reason: String?
        let chart: ChartAnswer?
    }

    /// The most points of a drawing: the numbers tell what differs.
    private static let drawnPoints = 120

    /// How one series differs.
    struct Difference: Encodable, Sendable {
        let series: SeriesAnswer
        let kind: String
        let before: OrNull<Double>
        let after: OrNull<Double>
        let ratio: OrNull<Double>
        let shift: OrNull<Double>
        let overlap: OrNull<Double>
        let unit: OrNull<String>
        /// For the order of the answer.
        let importance: Double

        private enum CodingKeys: String, CodingKey { case series, kind, before, after, ratio, shift, overlap, unit }
    }

    private let servers: any ServerAsking

    package init(servers: any ServerAsking = NoServers()) { self.servers = servers }

    package static func access(_ input: Input) -> [Access] { SeriesGathering.access(input.source) }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let window = try Self.window(input, context.window)
        let gathering = SeriesGathering(context: context, source: input.source, servers: servers)
        var gathered = try await gathering.gather(input.query, input.params, window)
        // One that never changed, as `up` of what was switched off, can be gone or new.
        let builder = SignalBuilder(gathered.series, least: 1, takesConstants: true)
        // Where nothing was recorded on one side all would be new, or gone.
        let reason = try await Self.lack(gathered, window, gathering, hasQuery: input.query != nil)
        if let reason { gathered.lack(Omission(what: "a time to compare with", reason: reason)) }
        // Of all that differ no more is held than how much; those that are shown are compared again.
        var order: [(number: Int, importance: Double)] = []
        var examined = 0
        for number in gathered.series.indices where builder.isExamined(number) {
            try Task.checkCancellation()
            examined += 1
            guard reason == nil else { continue }
            if let found = Self.difference(number, gathered.series, builder, window, context.redactor) {
                order.append((number, found.importance))
            }
        }
        let series = gathered.series
        order.sort { ($1.importance, series[$0.number].name) < ($0.importance, series[$1.number].name) }
        let shown = order.prefix(min(max(input.limit ?? 20, 1), 100)).compactMap {
            Self.difference($0.number, series, builder, window, context.redactor)
        }
        if order.count > shown.count { gathered.cut(order.count - shown.count, of: "series") }
        let chart = order.first.flatMap { first in
            builder.signal(first.number).map {
                ChartAnswer(ChartAnswer.Line(series[first.number], $0, atMost: Self.drawnPoints, context.redactor))
            }
        }
        let output = Output(
            window: window.span, against: window.baseline, examined: examined, differing: order.count, series: shown,
            reason: reason, chart: chart)
        let first = shown.first.map { ", most of all \($0.series.words)" } ?? ""
        return ToolResult(
            output: output, coverage: gathered.coverage(isEmpty: order.isEmpty),
            summary: reason ?? "\(order.count) of \(examined) series differ\(first)")
    }

    /// Why nothing can be compared: nothing was recorded at one of the two times; nil when something was at both, or at
    /// none.
    ///
    /// That a query finds nothing there tells nothing of what was recorded: the one series that it chooses may be gone.
    private static func lack(
        _ gathered: Gathered, _ window: Window, _ gathering: SeriesGathering, hasQuery: Bool
    ) async throws -> String? {
        guard let span = silence(gathered.series, window) else { return nil }
        let times = "from \(span.start) to \(span.end)"
        guard hasQuery else { return "nothing was recorded \(times)" }
        switch try await gathering.hasAnything(of: span, gathered) {
        case true?: return nil
        case false?: return "nothing was recorded \(times)"
        case nil: return "the query has nothing \(times), and the server does not tell whether it has anything else"
        }
    }

    /// The one of the two times of which no series has anything; nil when there is something of both, or of none.
    private static func silence(_ series: [Series], _ window: Window) -> TimeSpan? {
        func isRecorded(_ span: TimeSpan) -> Bool {
            series.contains { one in
                let first = one.points.firstIndex(notBefore: span.start.milliseconds)
                return first < one.points.count && span.contains(Timestamp(milliseconds: one.points.time(first)))
            }
        }
        switch (isRecorded(window.baseline), isRecorded(window.span)) {
        case (false, true): return window.baseline
        case (true, false): return window.span
        default: return nil
        }
    }

    private static func window(_ input: Input, _ standard: Window) throws(ToolError) -> Window {
        let window = try WindowArguments.window(standard, start: input.start, end: input.end)
        guard input.againstStart != nil || input.againstEnd != nil else { return window }
        guard let start = input.againstStart, let end = input.againstEnd, start < end, end <= window.start else {
            throw ToolError(
                .validation, "`againstStart` and `againstEnd` have to be a time before the window's start",
                hint: "give both, or leave both out to compare with the baseline")
        }
        return Window(window.span, baseline: TimeSpan(start: start, end: end))
    }

    private static func difference(
        _ number: Int, _ all: [Series], _ builder: SignalBuilder, _ window: Window, _ redactor: Redactor
    ) -> Difference? {
        guard let signal = builder.signal(number) else { return nil }
        var before: [Double] = []
        var after: [Double] = []
        for (time, value) in zip(signal.times, signal.values) {
            let time = Timestamp(milliseconds: time)
            if window.baseline.contains(time) { before.append(value) }
            if window.span.contains(time) { after.append(value) }
        }
        before.sort()
        after.sort()
        let series = all[number]
        func told(_ kind: String, _ sample: SampleComparison?, importance: Double) -> Difference {
            let from = Order.median(before)
            let to = Order.median(after)
            let ratio = from.flatMap { from in to.flatMap { from == 0 ? nil : $0 / from } }
            return Difference(
                series: SeriesAnswer(name: series.name, labels: series.labels, redactor: redactor), kind: kind,
                before: OrNull(finite: from.map { Rounding.short($0) }),
                after: OrNull(finite: to.map { Rounding.short($0) }),
                ratio: OrNull(finite: ratio.map { Rounding.short($0, digits: 4) }),
                shift: OrNull(finite: sample.map { Rounding.short(min($0.shift, 1000), digits: 3) }),
                overlap: OrNull(finite: sample.map { Rounding.short($0.overlap, digits: 3) }),
                unit: OrNull(PointAnswer.unit(series, signal.shape)), importance: importance)
        }
        switch (before.count, after.count) {
        case (0, 0): return nil
        case (0, _): return told("new", nil, importance: 50)
        case (_, 0): return told("gone", nil, importance: 50)
        default: break
        }
        let sample = SampleComparison(before, after)
        guard sample.isTelling else { return nil }
        return told(
            sample.isSpread ? "spread" : sample.isRise ? "up" : "down", sample, importance: min(sample.shift, 1000))
    }
}

/// Two samples beside each other, both in the order of size.
struct SampleComparison {
    /// The difference of the middles in units of the greater usual distance from them.
    let shift: Double
    /// The chance that a value of the second is not beyond one of the first: 1 for equal samples, 0 for separate ones.
    let overlap: Double
    let isRise: Bool
    /// The middles agree and the distances from them do not.
    let isSpread: Bool
    let isTelling: Bool

    init(_ before: [Double], _ after: [Double]) {
        let from = Order.median(before) ?? 0
        let to = Order.median(after) ?? 0
        let narrow = Self.distance(before, from)
        let wide = Self.distance(after, to)
        let least = max(abs(from), abs(to)) * 0.005
        let difference = abs(to - from)
        shift = difference / max(narrow, least, .leastNormalMagnitude)
        isRise = to > from
        let above = Self.shareAbove(after, before)
        overlap = 1 - abs(2 * above - 1)
        let count = min(before.count, after.count)
        let widened = wide > 4 * max(narrow, least) && count >= 12
        isSpread = widened && shift < 3
        isTelling = difference > 0 && count >= 3 && shift >= 3 && overlap <= 0.3 || isSpread
    }

    private static func distance(_ values: [Double], _ middle: Double) -> Double {
        (Order.median(values.map { abs($0 - middle) }) ?? 0) * 1.4826
    }

    /// The share of pairs in which the second's value is greater, equal ones half (Mann and Whitney 1947).
    private static func shareAbove(_ upper: [Double], _ lower: [Double]) -> Double {
        var less = 0
        var notGreater = 0
        var sum = 0.0
        for value in upper {
            while less < lower.count, lower[less] < value { less += 1 }
            notGreater = max(notGreater, less)
            while notGreater < lower.count, lower[notGreater] <= value { notGreater += 1 }
            sum += Double(less + notGreater) / 2
        }
        return sum / Double(max(1, upper.count)) / Double(max(1, lower.count))
    }
}

extension CompareWindows {
    package static let contract = ToolContract(
        name: "compare_windows", title: "How do these metrics differ from before?",
        summary: """
            Compares every series, or those of a query, in the window with its baseline or another time before: what \
            rose, fell, began to vary, is new or gone, those that differ most first.
            """,
        input: .object(
            SeriesArguments.members + [
                .optional("againstStart", .time, "Start of the time to compare with; the baseline's when left out."),
                .optional("againstEnd", .time, "Its end, itself left out."),
                .optional("limit", .integer(1...100), "The most series to show.", default: 20),
            ]
        ).with("examples", [["source": "metrics"]]),
        output: .object([
            .required(
                "window", .object([.required("start", .time, "Start."), .required("end", .time, "End.")]), "The window."
            ),
            .required(
                "against", .object([.required("start", .time, "Start."), .required("end", .time, "End.")]),
                "What it is compared with."),
            .required("examined", .integer(), "Series that were looked at."),
            .required("differing", .integer(), "Series that differ."),
            .required(
                "series",
                .array(
                    of: .object([
                        .required("series", SeriesAnswer.schema, "What differs."),
                        .required("kind", .oneOf(["up", "down", "spread", "new", "gone"]), "How."),
                        .required("before", .nullable(.number), "Median of the time before; a counter's per second."),
                        .required("after", .nullable(.number), "Median of the window."),
                        .required("ratio", .nullable(.number), "after / before."),
                        .required("shift", .nullable(.number), "The difference in units of what was usual before."),
                        .required("overlap", .nullable(.number), "1 for the same values, 0 for wholly others."),
                        .required("unit", .nullable(.string()), "Unit of the medians."),
                    ]), maximum: 100), "Those that differ most first."),
            .optional("reason", .string(), "Why nothing could be compared; absent where it could."),
            .optional("chart", ChartAnswer.schema, "The series that differs most, to be drawn; absent when none does."),
        ]))
}
