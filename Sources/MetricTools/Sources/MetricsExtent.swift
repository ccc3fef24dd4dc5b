package import Model
internal import Tooling

/// Tells from when to when a metrics file has samples.
package struct MetricsExtent: ExtentReading {
    package init() {}

    package var kinds: [SourceKind] { [.metricsFile] }

    package func extent(of source: Source) async throws -> TimeSpan? {
        // An empty span keeps no sample, and the extent is told all the same.
        let nothing = TimeSpan(start: Timestamp(nanoseconds: 0), end: Timestamp(nanoseconds: 0))
        return try await MetricsFile(source).series(nil, over: nothing).extent
    }
}
