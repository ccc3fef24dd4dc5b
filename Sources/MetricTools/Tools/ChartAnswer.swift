internal import JSON
internal import Model
internal import Policy
internal import Tooling

/// The series that a report draws.
struct ChartAnswer: Encodable, Sendable {
    /// The most points of a drawing.
    static let maximumPoints = 240

    /// A time and its value.
    struct Point: Encodable, Sendable {
        let time: Timestamp
        let value: OrNull<Double>

        func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            try container.encode(time)
            try container.encode(value)
        }
    }

    /// One series of a drawing.
    struct Line: Encodable, Sendable {
        let name: String
        let labels: [String: String]
        let unit: OrNull<String>
        let points: [Point]

        /// Draws a series as changes are looked for in it: a counter by its rate.
        init(_ series: Series, _ signal: Signal, atMost count: Int, _ redactor: Redactor) {
            let answer = SeriesAnswer(name: series.name, labels: series.labels, redactor: redactor)
            name = answer.name
            labels = answer.labels
            unit = OrNull(PointAnswer.unit(series, signal.shape))
            points = Decimation.thin(signal.times, signal.values, to: count).map {
                Point(time: Timestamp(milliseconds: $0.time), value: OrNull(finite: Rounding.short($0.value)))
            }
        }
    }

    private let line: Line
    private let onset: Timestamp?
    private let beside: Line?

    private enum CodingKeys: String, CodingKey { case name, labels, unit, points, onset, beside }

    /// Draws a series out of those that were examined.
    init(_ number: Int, _ all: [Series], onset: Int64?, _ redactor: Redactor) {
        line = Line(all[number], ChangeScan.signal(number, of: all), atMost: Self.maximumPoints, redactor)
        self.onset = onset.map { Timestamp(milliseconds: $0) }
        beside = nil
    }

    /// Draws one line, or two that are told beside each other.
    init(_ line: Line, beside: Line? = nil) {
        self.line = line
        self.beside = beside
        onset = nil
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(line.name, forKey: .name)
        try container.encode(line.labels, forKey: .labels)
        try container.encode(line.unit, forKey: .unit)
        try container.encode(line.points, forKey: .points)
        try container.encode(OrNull(onset), forKey: .onset)
        try container.encodeIfPresent(beside, forKey: .beside)
    }

    static let schema = Schema.object(
        lineMembers + [
            .required("onset", .nullable(.time), "When the disturbance began; null when there is none."),
            .optional("beside", .object(lineMembers), "Another series, to be drawn on a scale of its own."),
        ])

    private static let lineMembers: [Schema.Member] = [
        .required("name", .string(), "Name of the metric."),
        .required("labels", .map(of: .string()), "Labels by name."),
        .required("unit", .nullable(.string()), "Unit of the values."),
        .required("points", .array(of: .array(of: .any), maximum: 240), "Pairs of time and value."),
    ]
}
