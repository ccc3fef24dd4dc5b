internal import Model
internal import Scanning

/// The part of a log in which the lines of a span stand.
struct LogRegion: Hashable, Sendable {
    /// Both ends are beginnings of lines, or the file's.
    let range: Range<Int>
    /// The number of the first line in it; nil where counting would mean reading what is passed over.
    let firstLine: Int?

    /// A file of this size is read whole: what is out of order in it is found for certain.
    static let wholeSize = 16 << 20
    /// So much is read over to count its lines.
    private static let countedSize = 64 << 20
    private static let probes = 64
    /// How much lines may be out of order in a file that counts as sorted, in nanoseconds.
    private static let disorder: Int64 = 60_000_000_000

    /// All of a log.
    private init(wholeOf log: LogFile) throws {
        let start = min(log.start, log.file.size)
        self.init(
            range: start..<log.file.size, firstLine: log.isLateBegun ? try Self.number(ofLineAt: start, log.file) : 1)
    }

    private init(range: Range<Int>, firstLine: Int?) {
        self.range = range
        self.firstLine = firstLine
    }

    /// Looks for the span by halving, where the file is large and its lines are in order at every place that was tried.
    init(of span: TimeSpan, in log: LogFile, wholeSize: Int = Self.wholeSize) throws {
        let file = log.file
        guard file.size > wholeSize, try !Self.isWithin(span, log), let probes = try Self.sortedProbes(of: log) else {
            try self.init(wholeOf: log)
            return
        }
        let start = span.start.nanoseconds.saturatingAdd(-Self.disorder)
        let end = span.end.nanoseconds.saturatingAdd(Self.disorder)
        let first = probes.lastIndex { $0.instant < start }
        let last = probes.firstIndex { $0.instant >= end }
        var lower = log.start
        if let first {
            let next = first + 1 < probes.count ? probes[first + 1].offset : file.size
            lower = try Self.boundary(start, probes[first].offset, next, log).low
        }
        var upper = file.size
        if let last {
            let before = last > 0 ? probes[last - 1].offset : log.start
            upper = try Self.boundary(end, before, probes[last].offset, log).high
        }
        self.init(
            range: lower..<max(lower, upper), firstLine: try Self.number(ofLineAt: lower, file))
    }

    /// Whether the first line and the last lie in the span, so that nothing would be left out, whatever lies between.
    private static func isWithin(_ span: TimeSpan, _ log: LogFile) throws -> Bool {
        guard let first = try lines(at: 0, of: log)?.first, span.start.nanoseconds <= first.instant,
            let last = try lines(at: log.file.size - (16 << 10), of: log)?.last
        else { return false }
        return last.instant < span.end.nanoseconds
    }

    /// Offset of a line and when it was written.
    private struct Probe {
        let offset: Int
        let instant: Int64
    }

    /// Lines from all over the file; nil when they are not in order, or too few of them have a time.
    private static func sortedProbes(of log: LogFile) throws -> [Probe]? {
        var found: [Probe] = []
        for number in 0..<probes {
            guard let lines = try lines(at: log.start + (log.file.size - log.start) / probes * number, of: log) else {
                continue
            }
            guard let first = lines.first, !isMixed(lines) else { return nil }
            if let last = found.last, first.instant < last.instant.saturatingAdd(-5_000_000_000) { return nil }
            found.append(first)
        }
        return found.count * 10 >= probes * 9 ? found : nil
    }

    private static func isMixed(_ lines: [Probe]) -> Bool {
        var latest = Int64.min
        for line in lines {
            if line.instant < latest.saturatingAdd(-disorder) { return true }
            latest = max(latest, line.instant)
        }
        return false
    }

    /// The lines with a time shortly behind an offset; nil when there is none.
    private static func lines(at offset: Int, of log: LogFile) throws -> [Probe]? {
        var finder = log.finder
        for length in [16 << 10, 1 << 20] {
            let isFirst = offset <= log.start
            let place = isFirst ? log.start : offset - 1
            let bytes = try log.file.read(at: place, count: length)
            var start = isFirst ? 0 : (bytes.firstIndex(of: 10) ?? bytes.count) + 1
            var lines: [Probe] = []
            while start < bytes.count {
                guard let end = LineScanner.newline(in: bytes.span, from: start) else { break }
                if let time = finder.find(in: bytes.span.extracting(start..<end), at: place + start) {
                    lines.append(Probe(offset: place + start, instant: time.instant))
                }
                start = end + 1
            }
            if !lines.isEmpty { return lines }
        }
        return nil
    }

    /// Halves the way between a line before an instant and one that is not.
    private static func boundary(
        _ instant: Int64, _ low: Int, _ high: Int, _ log: LogFile
    ) throws -> (low: Int, high: Int) {
        var (low, high) = (low, high)
        while high - low > 64 << 10 {
            let middle = low + (high - low) / 2
            guard let probe = try lines(at: middle, of: log)?.first, probe.offset < high else {
                // Nothing tells the time there, so that both sides are read.
                break
            }
            if probe.instant < instant { low = probe.offset } else { high = probe.offset }
            // The rest is one long stretch without a line.
            if probe.instant >= instant, probe.offset - middle > 64 << 10 { break }
        }
        return (low, high)
    }

    /// Nil where counting the lines above would mean reading too much.
    private static func number(ofLineAt offset: Int, _ file: ReadableFile) throws -> Int? {
        guard offset <= countedSize else { return nil }
        var lines = 0
        try file.forEachChunk { bytes, place in
            let rest = min(bytes.byteCount, offset - place)
            guard rest > 0 else { return false }
            lines += NewlineCounter.count(in: bytes.extracting(0..<rest))
            return true
        }
        return lines + 1
    }
}
