package import Model
package import Policy
internal import Scanning

/// A source of OpenMetrics or Prometheus text files with timestamps, or of tables of comma-separated values.
package struct MetricsFile: Sendable {
    private let source: Source
    private let redactor: Redactor?
    private let progress: @Sendable (_ file: String, _ done: Int, _ total: Int) -> Void

    /// - Parameter redactor: Hides secrets in labels before anything is selected, grouped or ordered by them; nil where
    ///   no label is looked at.
    package init(
        _ source: Source, redactor: Redactor? = nil,
        progress: @escaping @Sendable (String, Int, Int) -> Void = { _, _, _ in }
    ) {
        self.source = source
        self.redactor = redactor
        self.progress = progress
    }

    /// The samples of all series that a selector chooses, or of all there are.
    /// - Throws: `ToolError`, or `CancellationError`.
    package func series(_ selector: Selector?, over span: TimeSpan) async throws -> MetricSelection {
        let (files, unopened) = try FileAccess.openFiles(of: source)
        var omitted = unopened
        let filter: ExpositionParser.Filter = { name, labels in
            selector?.accepts(name: name, labels: hidden(labels)) ?? true
        }
        var parser = ExpositionParser(span: span, filter: filter)
        var tables = CSVParser(span: span, offset: source.utcOffset ?? 0, filter: filter)
        var readable = 0
        var written: Timestamp?
        for file in files {
            do {
                try feed(file, to: &parser, or: &tables)
                readable += 1
                written = max(written ?? file.modified, file.modified)
            } catch let fault as FileFault {
                omitted.append(fault.omission(of: file.name))
            }
        }
        let series = (parser.finish() + tables.finish()).map { series in
            let labels = hidden(series.labels)
            return labels == series.labels
                ? series
                : Series(name: series.name, labels: labels, kind: series.kind, unit: series.unit, points: series.points)
        }
        var report = parser.report
        report.add(tables.report)
        guard !report.isHopeless else { throw Self.notMetrics(source.name, report) }
        guard report.samples > 0 || report.untimed == 0 else { throw Self.untimed(source.name) }
        let extent = Self.extent(report)
        var clock = ClockComparison()
        if let written, let last = report.last { clock.see(Timestamp(milliseconds: last), writtenAt: written) }
        let searched = Searched(
            span: extent?.intersection(span), files: readable, bytes: report.bytes, lines: report.lines,
            series: series.count, samples: series.reduce(0) { $0 + $1.points.count }, skew: clock.skew)
        return MetricSelection(
            series: series, searched: searched, omitted: omitted + report.omissions, isTruncated: report.isTruncated,
            extent: extent)
    }

    private func hidden(_ labels: [Label]) -> [Label] {
        guard let redactor else { return labels }
        return labels.map { Label($0.name, redactor.redact($0.value, under: $0.name)) }
    }

    private func feed(_ file: ReadableFile, to parser: inout ExpositionParser, or tables: inout CSVParser) throws {
        var isTable = false
        try file.forEachChunk { bytes, offset in
            try Task.checkCancellation()
            let piece = Span<UInt8>(_bytes: bytes)
            if offset == 0, let separator = CSVParser.separator(piece) {
                isTable = true
                tables.begin(file.name, separator: separator)
            }
            if isTable { tables.feed(piece) } else { parser.feed(piece) }
            progress(file.name, offset + bytes.byteCount, file.size)
            // A file that is nothing of the kind shows it early.
            return isTable || !(parser.isHopeless && parser.report.lines > 1000)
        }
        if isTable { tables.endFile() } else { parser.endFile() }
    }

    static func extent(_ report: ExpositionReport) -> TimeSpan? {
        guard let first = report.first, let last = report.last else { return nil }
        return TimeSpan(
            start: Timestamp(milliseconds: first), end: Timestamp(milliseconds: last).advanced(byNanoseconds: 1_000_000)
        )
    }

    private static func notMetrics(_ name: String, _ report: ExpositionReport) -> ToolError {
        ToolError(
            .validation, "source \(name) is not a metrics file: none of its first \(report.lines) lines is a sample",
            hint: "a metrics-file is OpenMetrics or Prometheus text with a timestamp on every sample, such as "
                + "`promtool tsdb dump-openmetrics` writes, or a table of CSV with a column `timestamp`")
    }

    private static func untimed(_ name: String) -> ToolError {
        ToolError(
            .validation, "the samples of source \(name) have no timestamps, so that it shows one moment only",
            hint: "record over time, for instance by `promtool tsdb dump-openmetrics`")
    }
}
