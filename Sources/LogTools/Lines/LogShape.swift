internal import Scanning

/// How the lines of a log are written, as far as lines from its beginning and from later places show.
struct LogShape: Sendable {
    let header: HeaderLayout
    let format: LogFormat

    private static let sampleBytes = 128 << 10
    private static let sampleLines = 400

    init(of log: LogFile) throws(FileFault) {
        let head = try log.file.read(at: log.start, count: min(log.file.size, Self.sampleBytes))
        let lines = Self.lines(of: head) + (try Self.later(log.file))
        header = HeaderLayout(sample: lines, finder: log.finder)
        format = log.isJournal ? .journal : LogFormat(sample: lines, finder: log.finder)
    }

    /// The first lines, each cut, without the one that the sample's end goes through.
    static func lines(of head: [UInt8]) -> [[UInt8]] {
        var sample = head.split(separator: 10, maxSplits: sampleLines, omittingEmptySubsequences: true)
        if sample.count > sampleLines { sample.removeLast() }
        return sample.map { Array($0.prefix(4096)) }
    }

    /// Lines from the end of the file, each cut.
    static func last(_ file: ReadableFile) throws(FileFault) -> [[UInt8]] {
        let start = max(0, file.size - sampleBytes / 4)
        let lines = try file.read(at: start, count: file.size - start).split(separator: 10)
        // The first may be the rest of a line.
        return lines.dropFirst(start > 0 ? 1 : 0).suffix(sampleLines).map { Array($0.prefix(4096)) }
    }

    /// Lines from three later places of the file, since its beginning may be of one kind.
    private static func later(_ file: ReadableFile) throws(FileFault) -> [[UInt8]] {
        guard file.size > 2 * sampleBytes else { return [] }
        var lines: [[UInt8]] = []
        for quarter in 1...3 {
            let piece = try file.read(at: file.size / 4 * quarter, count: sampleBytes / 4)
            // The first and the last may be parts of lines.
            lines += piece.split(separator: 10).dropFirst().dropLast().prefix(sampleLines / 4).map {
                Array($0.prefix(4096))
            }
        }
        return lines
    }
}
