internal import Model

/// A chart as an inline SVG of one width; its colours are those of the page.
struct ChartDrawing: Sendable {
    private static let rowHeight = 24.0
    private static let plotHeight = 210.0

    private let chart: Chart
    private let name: String
    private let width: Int
    private let left: Double
    private let right: Double
    private let top: Double
    private let values: ValueAxis
    private let times: TimeAxis
    /// Those that lie within the chart's time.
    private let shown: [ChartMark]
    private let layout: MarkLayout

    /// - Parameter name: distinguishes the drawing within the document.
    init(_ chart: Chart, width: Int, name: String) {
        self.chart = chart
        self.name = name
        self.width = width
        let values = ValueAxis(chart.values, unit: chart.unit)
        let longest = values.ticks.map(\.label.count).max() ?? 1
        let left = Double(longest) * 7 + 14
        let right = Double(width) - 14
        let times = TimeAxis(chart.span, maximum: Int((right - left) / 84))
        let shown = chart.marks.filter { 0...1 ~= times.fraction($0.time) }
        layout = MarkLayout(
            shown.map { (left + times.fraction($0.time) * (right - left), $0.label) }, within: 2...(Double(width) - 2))
        self.values = values
        self.left = left
        self.right = right
        self.times = times
        self.shown = shown
        top = 10 + Double(layout.rows) * Self.rowHeight
    }

    var markup: Markup {
        """
        <svg class="chart" viewBox="0 0 \(width) \(Int(bottom) + 30)" role="img" aria-labelledby="\(name)-title \(name)-desc">
        <title id="\(name)-title">\(chart.title)</title>
        <desc id="\(name)-desc">\(chart.description)</desc>
        \(trouble)\(grid)\(timeLabels)\(line)\(besideLine)\(marks)
        </svg>

        """
    }

    private var bottom: Double { top + Self.plotHeight }

    private func x(_ time: Timestamp) -> Double { left + times.fraction(time) * (right - left) }

    private func y(_ value: Double) -> Double { bottom - values.fraction(value) * Self.plotHeight }

    /// The time since the onset, shaded.
    private var trouble: Markup {
        guard let onset = shown.first(where: { $0.kind == .onset }) else { return .empty }
        let start = x(onset.time)
        return """
            <rect class="trouble" x="\(Self.text(start))" y="\(Self.text(top))" width="\(Self.text(right - start))" \
            height="\(Self.text(Self.plotHeight))"/>

            """
    }

    private var grid: Markup {
        values.ticks.map { tick in
            let height = y(tick.value)
            return """
                <line class="grid" x1="\(Self.text(left))" x2="\(Self.text(right))" y1="\(Self.text(height))" y2="\(Self.text(height))"/>
                <text class="tick" x="\(Self.text(left - 8))" y="\(Self.text(height + 4))" text-anchor="end">\(tick.label)</text>

                """
        }
        .joined()
    }

    private var timeLabels: Markup {
        times.ticks.map { tick in
            let place = x(tick.time)
            let half = Double(tick.label.count) * 3.4
            let shown = max(left, min(place, Double(width) - 2 - half))
            return """
                <line class="grid" x1="\(Self.text(place))" x2="\(Self.text(place))" y1="\(Self.text(bottom))" y2="\(Self.text(bottom + 5))"/>
                <text class="tick" x="\(Self.text(shown))" y="\(Self.text(bottom + 20))" text-anchor="middle">\(tick.label)</text>

                """
        }
        .joined()
    }

    /// One path for each stretch without a gap.
    private var line: Markup {
        chart.line.stretches.map { stretch in
            let path = stretch.map { "\(Self.text(x($0.time))) \(Self.text(y($0.value ?? 0)))" }
            let first = Self.text(stretch.first.map { x($0.time) } ?? left)
            let last = Self.text(stretch.last.map { x($0.time) } ?? left)
            let floor = Self.text(bottom)
            guard path.count > 1 else {
                return "<circle class=\"dot\" cx=\"\(first)\" cy=\"\(Self.text(y(stretch[0].value ?? 0)))\" r=\"2\"/>"
            }
            let drawn = path.joined(separator: "L")
            return """
                <path class="area" d="M\(first) \(floor)L\(drawn)L\(last) \(floor)Z"/>
                <path class="line" d="M\(drawn)"/>

                """
        }
        .joined()
    }

    /// The series beside it, from the least of its own values to the greatest.
    private var besideLine: Markup {
        guard let beside = chart.beside else { return .empty }
        let scale = ValueAxis(beside.values, unit: beside.unit)
        return beside.stretches.filter { $0.count > 1 }.map { stretch -> Markup in
            let path = stretch.filter { 0...1 ~= times.fraction($0.time) }.map { point in
                let height = bottom - scale.fraction(point.value ?? 0) * Self.plotHeight
                return "\(Self.text(x(point.time))) \(Self.text(height))"
            }
            return path.count > 1 ? "<path class=\"line beside\" d=\"M\(path.joined(separator: "L"))\"/>\n" : ""
        }
        .joined()
    }

    private var marks: Markup {
        // Words lie over the lines of other marks.
        "\(markLines)\(markWords)"
    }

    private var markLines: Markup {
        zip(shown, layout.places).map { mark, place in
            let x = Self.text(x(mark.time))
            let start = Self.text(4 + Double(place.row) * Self.rowHeight + 20)
            return """
                <g class="mark \(mark.kind.rawValue)"><line x1="\(x)" x2="\(x)" y1="\(start)" y2="\(Self.text(bottom))"/></g>

                """
        }
        .joined()
    }

    private var markWords: Markup {
        zip(shown, layout.places).map { mark, place in
            let rowTop = 4 + Double(place.row) * Self.rowHeight
            let middle = Self.text(place.left + place.width / 2)
            return """
                <g class="mark \(mark.kind.rawValue)"><title>\(mark.words)</title>
                <rect x="\(Self.text(place.left))" y="\(Self.text(rowTop))" width="\(Self.text(place.width))" height="20" rx="4"/>
                <text x="\(middle)" y="\(Self.text(rowTop + 14))" text-anchor="middle">\(mark.label)</text></g>

                """
        }
        .joined()
    }

    private static func text(_ value: Double) -> String {
        let text = Figures.fixed(value, 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

extension Chart {
    var title: String { line.title }

    /// The drawing in words, for whoever does not see it.
    var description: String {
        let values = self.values
        let range = "from \(Figures.short(values.min() ?? 0)) to \(Figures.short(values.max() ?? 0))"
        let unit = unit.isEmpty ? "" : " (\(unit))"
        let marked = marks.map(\.words).joined(separator: "; ")
        let other = beside.map { " Beside it, on a scale of its own: \($0.words)." } ?? ""
        let text = "\(title)\(unit), \(Moment.span(span.start, span.end)), \(range).\(other)"
        return marked.isEmpty ? text : "\(text) Marked: \(marked)."
    }
}

extension ChartMark {
    /// `onset at 2026-11-22 19:18:49 UTC: …`.
    var words: String { "\(label) at \(Moment.full(time))" + (text.isEmpty ? "" : ": \(text)") }
}
