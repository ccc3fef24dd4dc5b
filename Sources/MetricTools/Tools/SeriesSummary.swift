internal import JSON
internal import Model
internal import Policy
internal import Tooling

/// A series in numbers.
struct SeriesSummary: Encodable, Sendable {
    let source: String
    let series: SeriesAnswer
    let unit: OrNull<String>
    let min: OrNull<Double>
    let median: OrNull<Double>
    let p95: OrNull<Double>
    let max: OrNull<Double>
    let mean: OrNull<Double>
    let first: OrNull<Double>
    let last: OrNull<Double>
    let change: OrNull<SeriesChange>
    /// Instants without a value between the first and the last that have one, and before and after them.
    let gaps: Int
    let sparkline: String
    let points: [ChartAnswer.Point]?

    /// How much it changed, for the order of the answer.
    let importance: Double
    /// The order among those that changed equally.
    let order: String

    private enum CodingKeys: String, CodingKey {
        case source, series, unit, min, median, p95, max, mean, first, last, change, gaps, sparkline, points
    }

    init(
        _ track: Track, grid: StepGrid, baseline: [Double]?, source: String, withPoints: Bool, redactor: Redactor
    ) {
        let values = track.values.filter(\.isFinite)
        self.source = source
        series = SeriesAnswer(name: track.name, labels: track.labels, redactor: redactor)
        unit = OrNull(track.unit)
        min = Self.short(values.min())
        median = Self.short(Order.median(values))
        p95 = Self.short(Order.quantile(values, 0.95))
        max = Self.short(values.max())
        mean = Self.short(values.isEmpty ? nil : values.reduce(0, +) / Double(values.count))
        first = Self.short(values.first)
        last = Self.short(values.last)
        let change = SeriesChange(values: track.values, baseline: baseline)
        self.change = OrNull(change)
        gaps = track.values.count - values.count
        sparkline = Sparkline.text(track.values)
        let times = (0..<grid.count).map(grid.time)
        points =
            withPoints
            ? Decimation.thin(times, track.values, to: ChartAnswer.maximumPoints).map {
                ChartAnswer.Point(
                    time: Timestamp(milliseconds: $0.time), value: OrNull(finite: Rounding.short($0.value)))
            } : nil
        importance = Self.importance(change, values)
        order = track.description
    }

    /// How much a track changed, for the order of the answer: 0…1.
    static func importance(of track: Track, baseline: [Double]?) -> Double {
        importance(SeriesChange(values: track.values, baseline: baseline), track.values.filter(\.isFinite))
    }

    private static func importance(_ change: SeriesChange?, _ values: [Double]) -> Double {
        let scale = Order.median(values.map { abs($0) }) ?? 0
        let difference = abs(change?.delta ?? 0)
        return difference == 0 ? 0 : difference / (difference + scale)
    }

    private static func short(_ value: Double?) -> OrNull<Double> { OrNull(finite: value.map { Rounding.short($0) }) }

    static let schema: Schema = {
        let number = Schema.nullable(.number)
        return .object([
            .required("source", .string(), "The source that it is of."),
            .required("series", SeriesAnswer.schema, "Name and labels."),
            .required("unit", .nullable(.string()), "Unit of the numbers, where it is known."),
            .required("min", number, "Least value."), .required("median", number, "Middle value."),
            .required("p95", number, "The value below which 95 % lie."), .required("max", number, "Greatest value."),
            .required("mean", number, "Mean."), .required("first", number, "First value."),
            .required("last", number, "Last value."),
            .required("change", .nullable(SeriesChange.schema), "Median against the median of a time before."),
            .required("gaps", .integer(), "Instants without a value."),
            .required("sparkline", .string(), "The course from left to right, lowest to highest in eight steps."),
            .optional(
                "points", .array(of: .array(of: .any), maximum: 240),
                "Pairs of time and value; null where there is none."),
        ])
    }()
}

/// How the window differs from the time before.
struct SeriesChange: Encodable, Sendable {
    let from: Double
    let to: Double
    let delta: Double
    let ratio: OrNull<Double>
    let against: String
    let reason: OrNull<String>

    /// Nil when there are too few values to compare, or their difference is no number.
    init?(values: [Double], baseline: [Double]?) {
        let earlier = baseline?.filter(\.isFinite) ?? []
        let own: ArraySlice<Double>
        let other: ArraySlice<Double>
        let finite = values.filter(\.isFinite)
        if earlier.isEmpty {
            guard finite.count >= 4 else { return nil }
            other = finite.prefix(finite.count / 4)
            own = finite.dropFirst(finite.count / 4)
            against = "firstPart"
            reason = OrNull("the baseline holds no data; compared with the first quarter of the window")
        } else {
            other = earlier[...]
            own = finite[...]
            against = "baseline"
            reason = OrNull(nil)
        }
        guard let from = Order.median(other), let to = Order.median(own), (to - from).isFinite else { return nil }
        self.from = Rounding.short(from)
        self.to = Rounding.short(to)
        delta = Rounding.short(to - from)
        ratio = OrNull(finite: from == 0 ? nil : Rounding.short(to / from))
    }

    static let schema = Schema.object([
        .required("from", .number, "Median of the time before."), .required("to", .number, "Median of the window."),
        .required("delta", .number, "to - from."),
        .required("ratio", .nullable(.number), "to / from; null when it was zero."),
        .required("against", .oneOf(["baseline", "firstPart"]), "The time before."),
        .required("reason", .nullable(.string()), "Why it is not the baseline."),
    ])
}
