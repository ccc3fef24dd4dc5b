internal import Model

/// What was read of the sources of a call, and how complete it is.
struct Gathered {
    private(set) var series: [Series] = []
    /// The source of each series.
    private(set) var origins: [String] = []
    private(set) var readings: [(name: String, selection: MetricSelection)] = []
    private var cuts: [Omission] = []
    private var lacks: [Omission] = []
    private var failures: [Coverage] = []
    private let window: Window

    init(window: Window) { self.window = window }

    mutating func take(_ selection: MetricSelection, of source: String) {
        series += selection.series
        origins += selection.series.map { _ in source }
        // The series themselves are held once.
        readings.append((source, selection.with([])))
    }

    /// Notes that the answer shows less than was found.
    mutating func cut(_ count: Int, of what: String) {
        cuts.append(
            Omission(what: what, reason: "the answer's limit; raise `limit` or narrow the query", count: count))
    }

    /// Notes that something is not there without which the answer is less than it might be.
    mutating func lack(_ omission: Omission) { lacks.append(omission) }

    mutating func fail(_ coverage: Coverage) { failures.append(coverage) }

    func coverage(isEmpty: Bool) -> [Coverage] {
        failures
            + readings.map { name, selection in
                Coverage(
                    source: name, value: value(selection, isEmpty: isEmpty), searched: selection.searched,
                    omitted: selection.omitted + cuts + lacks)
            }
    }

    private func value(_ selection: MetricSelection, isEmpty: Bool) -> CoverageValue {
        guard let extent = selection.extent else {
            if selection.isOutside { return .outsideRetention }
            return selection.omitted.isEmpty ? .emptyComplete : .partial
        }
        if extent.intersection(window.span).isEmpty {
            return extent.end <= window.start ? .stale : .outsideRetention
        }
        if selection.isTruncated || !cuts.isEmpty { return .truncated }
        if !selection.omitted.isEmpty || !lacks.isEmpty { return .partial }
        return isEmpty ? .emptyComplete : .complete
    }
}
