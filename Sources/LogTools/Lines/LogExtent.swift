package import Model
internal import Scanning
internal import Tooling

/// Tells from when to when log sources have lines, by the ends of their files.
package struct LogExtent: ExtentReading {
    package let kinds: [SourceKind] = [.logs]

    /// Packed files are looked into only so far.
    private static let limits: Packing.Limits = {
        var limits = Packing.Limits()
        limits.bytes = 64 << 20
        return limits
    }()

    /// Of a large file that tells no days not more than this before it was written is looked at, in nanoseconds: hours of lines
    /// at least, since the last one can be of the day before.
    private static let told: Int64 = 28 * 3_600_000_000_000

    /// The largest log that is read whole for any window; in a larger one its part may be found by halving.
    package static let wholeSize = LogRegion.wholeSize

    package init() {}

    package func extent(of source: Source) async throws -> TimeSpan? {
        var whole: TimeSpan?
        for found in FileAccess.files(of: source).files {
            try Task.checkCancellation()
            // What cannot be read is told by the tools, in their coverage.
            guard let file = try? found.open() else { continue }
            let log = try? LogFile(file, of: source, since: .beforeWritten(Self.told), limits: Self.limits) { _ in
                try Task.checkCancellation()
            }
            guard let log, var extent = try? log.extent() else { continue }
            // Of what was not unpacked to its end the last line is about as old as the file.
            if log.shortfall != nil { extent.last = max(extent.last, file.modified.nanoseconds) }
            let span = TimeSpan(
                start: Timestamp(nanoseconds: extent.first), end: Timestamp(nanoseconds: extent.last.saturatingAdd(1)))
            whole = whole?.union(span) ?? span
        }
        return whole
    }
}
