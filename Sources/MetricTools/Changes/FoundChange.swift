package import Model

/// A change of a series for whoever only asks when.
package struct FoundChange: Sendable {
    /// The place of the series among those that were given.
    package let series: Int
    /// The first sample after the change.
    package let time: Timestamp

    /// Every change within a window, the most telling first.
    /// - Throws: `CancellationError`.
    package static func all(in series: [Series], window: Window) throws -> [FoundChange] {
        try ChangeScan(series, window: window).ranked.map {
            FoundChange(series: $0.series, time: Timestamp(milliseconds: $0.time))
        }
    }
}
