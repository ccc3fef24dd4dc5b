internal import JSON
internal import Model

/// A series to be drawn, with the instants that matter to it.
struct Chart: Sendable {
    struct Point: Sendable {
        let time: Timestamp
        /// Nil where the series has a gap.
        let value: Double?
    }

    /// The most points of a drawing: as many as tools give, and as have room in a path that is shown whole.
    static let maximumPoints = 240
    /// The most drawings in a report.
    static let maximumCharts = 6

    /// What is drawn.
    struct Line: Sendable {
        let name: String
        let unit: String
        /// By time.
        let points: [Point]

        var values: [Double] { points.compactMap(\.value) }
    }

    let line: Line
    /// Another series beside it, on a scale of its own.
    let beside: Line?
    let evidence: EvidenceID
    let tool: String
    var marks: [ChartMark] = []

    var name: String { line.name }
    var unit: String { line.unit }
    var points: [Point] { line.points }
    var values: [Double] { line.values }

    /// Charts that findings cite stand first, the newest otherwise.
    static func charts(_ evidence: [Evidence], cited: Set<EvidenceID>, onset: Onset?) -> [Chart] {
        let found = evidence.reversed().compactMap { Chart($0) }
        let ordered = found.filter { cited.contains($0.evidence) } + found.filter { !cited.contains($0.evidence) }
        return ordered.prefix(maximumCharts).map { chart in
            var chart = chart
            chart.marks = ChartMark.marks(evidence, of: chart, onset: onset)
            return chart
        }
    }

    /// Nil when the evidence has no chart of at least two values.
    private init?(_ evidence: Evidence) {
        guard let chart = evidence.output["chart"] ?? Self.requested(evidence.output), let line = Line(chart) else {
            return nil
        }
        self.line = line
        beside = chart["beside"].flatMap { Line($0) }
        self.evidence = evidence.id
        tool = evidence.tool
    }

    /// The first series of which points were asked for that can be drawn.
    private static func requested(_ output: JSONValue) -> JSONValue? {
        for one in output["series"]?.arrayValue ?? [] {
            guard let points = one["points"], let series = one["series"] else { continue }
            let chart: JSONValue = [
                "name": series["name"] ?? "", "labels": series["labels"] ?? [:], "unit": one["unit"] ?? nil,
                "points": points,
            ]
            if Line(chart) != nil { return chart }
        }
        return nil
    }

    var span: TimeSpan {
        let none = Timestamp(nanoseconds: 0)
        return TimeSpan(start: points.first?.time ?? none, end: points.last?.time ?? none)
    }
}

extension Chart.Line {
    /// Nil where there are not two values of two times.
    init?(_ value: JSONValue) {
        guard let values = value["points"]?.arrayValue else { return nil }
        // Of more points every so many are drawn, from the first to near the last.
        let stride = (values.count + Chart.maximumPoints - 1) / Chart.maximumPoints
        let points = Swift.stride(from: 0, to: values.count, by: max(1, stride)).compactMap { place -> Chart.Point? in
            let pair = values[place]
            guard let time = pair[0].flatMap({ Moment.read($0) }) else { return nil }
            let value = pair[1]?.doubleValue
            // Beyond this the axis itself would overflow.
            return Chart.Point(time: time, value: value.flatMap { $0.isFinite && abs($0) < 1e100 ? $0 : nil })
        }
        .sorted { $0.time < $1.time }
        guard points.count(where: { $0.value != nil }) >= 2, let first = points.first, let last = points.last,
            first.time < last.time
        else { return nil }
        self.points = points
        name = SeriesName(value).text
        unit = value["unit"]?.stringValue ?? ""
    }

    /// The name of what is drawn.
    var title: String { name.isEmpty ? "Result of the query" : name }

    /// `http_errors (/s), from 0 to 12`.
    var words: String {
        let range = "from \(Figures.short(values.min() ?? 0)) to \(Figures.short(values.max() ?? 0))"
        return "\(title)\(unit.isEmpty ? "" : " (\(unit))"), \(range)"
    }

    /// Stretches without a gap.
    var stretches: [[Chart.Point]] {
        var stretches: [[Chart.Point]] = [[]]
        for point in points {
            if point.value == nil { stretches.append([]) } else { stretches[stretches.count - 1].append(point) }
        }
        return stretches.filter { !$0.isEmpty }
    }
}
