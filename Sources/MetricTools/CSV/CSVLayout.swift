/// What the columns of a table mean, told by its header and its first row.
///
/// A long table has a row for each sample, with the metric's name in a column; a wide one has a column for each metric.
/// Columns of text beside them are labels.
struct CSVLayout {
    let time: Int
    /// The column with the metric's name; nil when each of `values` is one.
    let name: Int?
    /// Columns of values, each with the metric's name and the labels that its header tells.
    let values: [(column: Int, name: String, labels: [Label])]
    /// Columns whose texts are labels.
    let labels: [(column: Int, name: String)]

    private static let times = ["timestamp", "time", "datetime", "date", "ts", "_time", "@timestamp", "time (utc)"]
    private static let names = [
        "metric", "name", "__name__", "metric_name", "measurement", "_field", "field", "series",
    ]
    private static let amounts = ["value", "_value", "val", "metric_value", "sample"]

    /// True when a first line looks like the header of such a table.
    static func isHeader(_ cells: [String]) -> Bool {
        cells.count >= 2 && cells.contains { times.contains($0.lowercased()) }
    }

    /// - Parameters:
    ///   - header: The first row.
    ///   - isNumber: Whether a cell of the first row of samples is a number or empty.
    ///   - file: What a lone column of values is called when its header only says that it is a value.
    /// - Returns: nil when no column tells the time or none has values.
    init?(_ header: [String], isNumber: [Bool], file: String) {
        let lower = header.map { $0.lowercased() }
        guard let time = Self.times.lazy.compactMap({ lower.firstIndex(of: $0) }).first else { return nil }
        self.time = time
        let amount = Self.amounts.lazy.compactMap { lower.firstIndex(of: $0) }.first
        let named = Self.names.lazy.compactMap { lower.firstIndex(of: $0) }.first
        let others = header.indices.filter { $0 != time && !header[$0].isEmpty }
        if let amount, let named, amount != named {
            name = named
            values = [(amount, "", [])]
            labels = others.filter { $0 != amount && $0 != named }.map { ($0, header[$0]) }
            return
        }
        name = nil
        let numbers = others.filter { $0 < isNumber.count && isNumber[$0] }
        guard !numbers.isEmpty else { return nil }
        labels = others.filter { !numbers.contains($0) }.prefix(KeyText.maximumLabels).map { ($0, header[$0]) }
        values = numbers.map { column in
            if numbers.count == 1, Self.amounts.contains(lower[column]) { return (column, file, []) }
            let bytes = Array(header[column].utf8)
            if header[column].hasSuffix("}"), let key = KeyText(bytes.span) { return (column, key.name, key.labels) }
            return (column, header[column], [])
        }
    }
}
