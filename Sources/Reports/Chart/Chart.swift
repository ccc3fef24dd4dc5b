internal import JSON
internal import Model

/// A series to be drawn, with the instants that matter to it.
struct Chart: Sendable {
    struct Point: Sendable {
        let time: Timestamp
        /// Nil where the series has a gap.
        let value: Double?
    }

    /// The most points of a drawing.
    static let maximumPoints = 2000
    /// The most drawings in a report.
    static let maximumCharts = 3

    let name: String
    let unit: String
    /// By time.
    let points: [Point]
    let evidence: EvidenceID
    let tool: String
    var marks: [ChartMark] = []

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
        guard let chart = evidence.output["chart"], let values = chart["points"]?.arrayValue else { return nil }
        let points = values.prefix(Self.maximumPoints).compactMap { pair -> Point? in
            guard let time = pair[0].flatMap({ Moment.read($0) }) else { return nil }
            let value = pair[1]?.doubleValue
            // Beyond this the axis itself would overflow.
            return Point(time: time, value: value.flatMap { $0.isFinite && abs($0) < 1e100 ? $0 : nil })
        }
        .sorted { $0.time < $1.time }
        guard points.count(where: { $0.value != nil }) >= 2, let first = points.first, let last = points.last,
            first.time < last.time
        else { return nil }
        self.points = points
        name = SeriesName(chart).text
        unit = chart["unit"]?.stringValue ?? ""
        self.evidence = evidence.id
        tool = evidence.tool
    }

    var span: TimeSpan {
        let none = Timestamp(nanoseconds: 0)
        return TimeSpan(start: points.first?.time ?? none, end: points.last?.time ?? none)
    }

    var values: [Double] { points.compactMap(\.value) }
}
