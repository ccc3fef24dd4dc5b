internal import Model

/// The charts with their legends; nothing where no evidence has one.
struct HTMLCharts: Sendable {
    let markup: Markup

    init(_ content: ReportContent) {
        guard !content.charts.isEmpty else {
            markup = .empty
            return
        }
        let figures = content.charts.enumerated().map { Self.figure($1, number: $0 + 1, in: content) }
        markup = HTMLParts.section("chart", content.charts.count == 1 ? "Chart" : "Charts", figures.joined())
    }

    private static func figure(_ chart: Chart, number: Int, in content: ReportContent) -> Markup {
        let unit: Markup = chart.unit.isEmpty ? "" : " <span class=\"muted\">in \(chart.unit)</span>"
        let beside: Markup =
            chart.beside.map { line -> Markup in
                "<p class=\"muted\">Dashed, on a scale of its own: <code>\(line.words)</code></p>\n"
            } ?? .empty
        let marks = chart.marks.map { mark -> Markup in
            let look = mark.kind == .onset ? "critical" : mark.kind == .change ? "high" : "info"
            let isInside = chart.span.start <= mark.time && mark.time <= chart.span.end
            let outside: Markup = isInside ? "" : " (outside the chart)"
            return """
                <li>\(HTMLParts.time(mark.time, Moment.clock(mark.time)))\(HTMLParts.chip(mark.label, look))\
                <span>\(mark.text)\(outside)</span></li>

                """
        }
        return """
            <figure>
            <p><code>\(chart.title)</code>\(unit)</p>
            \(beside)\
            <div class="chart-wide">\(ChartDrawing(chart, width: 800, name: "chart-\(number)-wide").markup)</div>
            <div class="chart-narrow">\(ChartDrawing(chart, width: 380, name: "chart-\(number)-narrow").markup)</div>
            <figcaption>\(Moment.span(chart.span.start, chart.span.end)) · \
            \(HTMLParts.evidence(chart.evidence, in: content)) · \(chart.tool)</figcaption>
            <ul class="legend">
            \(marks)</ul>
            </figure>

            """
    }
}
