internal import Model

/// Each chart as a line of blocks, with its marks in words.
struct MarkdownCharts: Sendable {
    private static let width = 72
    private static let blocks = Array("▁▂▃▄▅▆▇█")

    let parts: [String]

    init(_ content: ReportContent) {
        guard !content.charts.isEmpty else {
            parts = []
            return
        }
        parts = ["## Chart"] + content.charts.flatMap { Self.chart($0, in: content) }
    }

    private static func chart(_ chart: Chart, in content: ReportContent) -> [String] {
        let unit = chart.unit.isEmpty ? "" : " in \(MarkdownText.inline(chart.unit))"
        let values = chart.values
        let range = "\(Figures.short(values.min() ?? 0)) to \(Figures.short(values.max() ?? 0))"
        let span = "\(Moment.span(chart.span.start, chart.span.end)), \(range)"
        var parts = [
            "Metric \(MarkdownText.code(chart.title))\(unit), \(content.label(chart.evidence) ?? "")",
            MarkdownText.block("\(spark(chart.line, over: chart.span))\n\(span)"),
        ]
        if let beside = chart.beside {
            parts.append("Beside it, on a scale of its own: \(MarkdownText.code(beside.words))")
            parts.append(MarkdownText.block(spark(beside, over: chart.span)))
        }
        if !chart.marks.isEmpty {
            parts.append(chart.marks.map { "- " + MarkdownText.inline($0.words) }.joined(separator: "\n"))
        }
        return parts
    }

    /// The highest value of each stretch; a space where there is none.
    private static func spark(_ line: Chart.Line, over span: TimeSpan) -> String {
        let axis = ValueAxis(line.values, unit: line.unit)
        let time = TimeAxis(span, maximum: 2)
        var highest = [Double?](repeating: nil, count: width)
        for point in line.points {
            guard let value = point.value, 0...1 ~= time.fraction(point.time) else { continue }
            let place = min(Int(time.fraction(point.time) * Double(width)), width - 1)
            highest[place] = max(highest[place] ?? value, value)
        }
        return String(
            highest.map { value in
                value.map { blocks[min(Int(axis.fraction($0) * Double(blocks.count)), blocks.count - 1)] } ?? " "
            })
    }
}
