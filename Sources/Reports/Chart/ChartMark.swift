internal import JSON
internal import Model

/// An instant that a chart marks with a line and a word, and its legend explains.
struct ChartMark: Sendable {
    enum Kind: String, Sendable { case deploy, change, onset, point, window }

    /// The most deploys that are marked; the timeline has them all.
    static let maximumDeploys = 6
    /// The most changes of the series itself that are marked.
    static let maximumPoints = 4

    let time: Timestamp
    let kind: Kind
    /// Our own word, such as `onset`.
    var label: String
    /// What the legend says; from outside.
    let text: String

    /// The likely change, deploys before the onset, and the onset itself; by time.
    static func marks(_ evidence: [Evidence], of chart: Chart, onset: Onset?) -> [ChartMark] {
        var marks: [ChartMark] = []
        if let change = change(in: evidence) { marks.append(change) }
        let known = marks.map(\.time)
        var deploys = deploys(in: evidence).filter { chart.span.start <= $0.time && $0.time <= chart.span.end }
            .filter { !known.contains($0.time) }
        if deploys.count > maximumDeploys, let onset { deploys = deploys.filter { $0.time <= onset.time } }
        deploys = deploys.suffix(maximumDeploys)
        if deploys.count > 1 { for index in deploys.indices { deploys[index].label = "deploy \(index + 1)" } }
        marks += deploys
        if let time = onset?.time ?? drawn(in: evidence, of: chart) {
            marks.append(ChartMark(time: time, kind: .onset, label: "onset", text: onset?.reason ?? ""))
        }
        if let own = evidence.first(where: { $0.id == chart.evidence }) {
            let known = Set(marks.map(\.time))
            marks += points(in: own, of: chart).filter { !known.contains($0.time) }
            marks += windows(of: own).filter { chart.span.start < $0.time && $0.time < chart.span.end }
        }
        return marks.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }

    /// Where the window begins, and what it was compared with.
    private static func windows(of evidence: Evidence) -> [ChartMark] {
        let output = evidence.output
        let start = output["window"]?["start"].flatMap { Moment.read($0) } ?? evidence.window?.start
        var marks: [ChartMark] = []
        if let start {
            marks.append(ChartMark(time: start, kind: .window, label: "window", text: "where the window begins"))
        }
        if let before = output["against"]?["start"].flatMap({ Moment.read($0) }) {
            let text = "where begins what it is compared with"
            marks.append(ChartMark(time: before, kind: .window, label: "before", text: text))
        }
        if let end = output["against"]?["end"].flatMap({ Moment.read($0) }), end != start {
            marks.append(
                ChartMark(time: end, kind: .window, label: "until", text: "where ends what it is compared with"))
        }
        return marks
    }

    private static func change(in evidence: [Evidence]) -> ChartMark? {
        for one in evidence.reversed() where one.tool == "match_changes_to_incident" {
            guard let match = one.output["matches"]?[0], match["likely"]?.boolValue == true,
                let time = match["time"].flatMap({ Moment.read($0) })
            else { continue }
            return ChartMark(time: time, kind: .change, label: "change", text: MatchedChange(match).text)
        }
        return nil
    }

    private static func deploys(in evidence: [Evidence]) -> [ChartMark] {
        Happening.all(in: evidence.filter { $0.tool == "list_changes" })
            .map { ChartMark(time: $0.time, kind: .deploy, label: "deploy", text: $0.text) }
    }

    /// Where the series that is drawn changed, or was unusual.
    private static func points(in evidence: Evidence, of chart: Chart) -> [ChartMark] {
        let changes = (evidence.output["points"]?.arrayValue ?? []).map { ($0, $0["time"], "shift") }
        let anomalies = (evidence.output["anomalies"]?.arrayValue ?? []).map { ($0, $0["peak"], "unusual") }
        let suspects = (evidence.output["suspects"]?.arrayValue ?? []).flatMap { $0["series"]?.arrayValue ?? [] }
            .map { ($0, $0["time"], "shift") }
        let marks = (changes + anomalies + suspects).compactMap { value, time, label -> ChartMark? in
            guard let series = value["series"], SeriesName(series).text == chart.name,
                let time = time.flatMap({ Moment.read($0) }), chart.span.start <= time, time <= chart.span.end
            else { return nil }
            let from = (value["before"] ?? value["expected"])?.doubleValue
            let to = (value["after"] ?? value["value"] ?? value["peak"])?.doubleValue
            let text = "from \(from.map(Figures.short) ?? "–") to \(to.map(Figures.short) ?? "–")"
            return ChartMark(time: time, kind: .point, label: label, text: text)
        }
        return Array(marks.prefix(maximumPoints))
    }

    private static func drawn(in evidence: [Evidence], of chart: Chart) -> Timestamp? {
        evidence.first { $0.id == chart.evidence }?.output["chart"]?["onset"].flatMap { Moment.read($0) }
    }
}
