package import Model

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
    /// True when the source has nothing at all of the span that was asked for.
    package let isOutside: Bool

    package init(
        series: [Series], searched: Searched, omitted: [Omission] = [], isTruncated: Bool = false, extent: TimeSpan?,
        isOutside: Bool = false
    ) {
        self.series = series
        self.searched = searched
        self.omitted = omitted
        self.isTruncated = isTruncated
        self.extent = extent
        self.isOutside = isOutside
    }

    /// The same, of which a limit left something out.
    func thinned(_ omission: Omission) -> MetricSelection {
        MetricSelection(
            series: series, searched: searched, omitted: omitted + [omission], isTruncated: true, extent: extent)
    }

    /// The same about other series.
    func with(_ series: [Series]) -> MetricSelection {
        MetricSelection(
            series: series, searched: searched, omitted: omitted, isTruncated: isTruncated, extent: extent,
            isOutside: isOutside)
    }
}
