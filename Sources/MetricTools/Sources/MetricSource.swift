package import Model

/// Somewhere that gives series over a stretch of time: a file now, a server as well later.
package protocol MetricSource: Sendable {
    /// The operator's name of it.
    var name: String { get }

    /// The samples of all series that a selector chooses, or of all there are.
    /// - Throws: `ToolError`, or `CancellationError`.
    func series(_ selector: Selector?, over span: TimeSpan) async throws -> MetricSelection
}

/// What a source gave.
package struct MetricSelection: Sendable {
    package let series: [Series]
    /// Without a judgement of the answer that is made of it.
    package let searched: Searched
    package let omitted: [Omission]
    /// True when a limit cut the reading.
    package let isTruncated: Bool
    /// From the first sample to just after the last, whatever span was asked for; nil when there is none.
    package let extent: TimeSpan?

    package init(
        series: [Series], searched: Searched, omitted: [Omission] = [], isTruncated: Bool = false, extent: TimeSpan?
    ) {
        self.series = series
        self.searched = searched
        self.omitted = omitted
        self.isTruncated = isTruncated
        self.extent = extent
    }
}
