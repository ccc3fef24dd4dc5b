internal import JSON
internal import Model
internal import Policy
internal import Tooling

/// An onset as the tool tells it.
struct OnsetAnswer: Encodable, Sendable {
    let time: Timestamp
    let earliest: Timestamp
    let series: Int
    let reason: String

    init(_ onset: Onset, _ redactor: Redactor) {
        time = Timestamp(milliseconds: onset.time)
        earliest = Timestamp(milliseconds: onset.earliest)
        series = onset.series
        reason = SeriesAnswer.shown(onset.reason, redactor, limit: 1024)
    }

    static let schema = Schema.object([
        .required("time", .time, "The first sample that shows the disturbance."),
        .required("earliest", .time, "The sample before it: the disturbance began in between."),
        .required("series", .integer(), "How many series changed with it."),
        .required("reason", .string(), "Why it is taken for one."),
    ])
}

/// A change of level as the tool tells it.
struct PointAnswer: Encodable, Sendable {
    let series: SeriesAnswer
    let time: Timestamp
    let earliest: Timestamp
    let before: Double
    let after: Double
    let delta: Double
    let ratio: OrNull<Double>
    let direction: String
    let size: Double
    let confidence: Double
    let kind: String
    let unit: OrNull<String>

    init(_ change: LevelChange, _ series: Series, _ redactor: Redactor) {
        self.series = SeriesAnswer(name: series.name, labels: series.labels, redactor: redactor)
        time = Timestamp(milliseconds: change.time)
        earliest = Timestamp(milliseconds: change.earliest)
        before = Rounding.short(change.before)
        after = Rounding.short(change.after)
        delta = Rounding.short(change.after - change.before)
        ratio = OrNull(finite: change.before == 0 ? nil : Rounding.short(change.after / change.before))
        direction = change.after > change.before ? "up" : "down"
        size = Rounding.short(change.size, digits: 3)
        confidence = Rounding.short(change.confidence, digits: 3)
        kind = change.kind.rawValue
        unit = OrNull(Self.unit(series, change.shape))
    }

    static func unit(_ series: Series, _ shape: Signal.Shape) -> String? {
        shape == .level ? series.unit : "\(series.unit ?? "")/s"
    }

    static let schema = Schema.object([
        .required("series", SeriesAnswer.schema, "What changed."),
        .required("time", .time, "The first sample after the change."),
        .required("earliest", .time, "The last sample before it: the change lies in between."),
        .required("before", .number, "Level before; of a counter in events or units a second."),
        .required("after", .number, "Level after."),
        .required("delta", .number, "after - before."),
        .required("ratio", .nullable(.number), "after / before; null when it was zero before."),
        .required("direction", .oneOf(["up", "down"]), "Which way."),
        .required("size", .number, "The difference in units of one sample's noise, at most 100."),
        .required("confidence", .number, "How sure the change is, 0 to 1."),
        .required(
            "kind", .oneOf(["level", "trend", "variance"]),
            "What changed: level, slope a second, or spread."),
        .required("unit", .nullable(.string()), "Unit of the levels; `/s` for counters of events."),
    ])
}
