internal import Model
internal import Scanning

/// An open log whose layout of times is known.
struct LogFile {
    let source: String
    let file: ReadableFile
    let finder: TimeFinder
    let header: HeaderLayout

    /// Why a file of a log source is not read as a log.
    enum Refusal: Error {
        case terraform
        case compressed
        case timeless
        case empty

        var reason: String? {
            switch self {
            case .terraform: "is a Terraform plan or state, which the Terraform tools alone read"
            case .compressed: "is compressed, which is not read yet"
            case .timeless: "no line has a time"
            case .empty: nil
            }
        }
    }

    private static let sampleBytes = 128 << 10
    private static let sampleLines = 400

    /// Looks at the beginning of a file.
    init(_ file: ReadableFile, of source: Source) throws {
        self.file = file
        self.source = source.name
        let head = try file.read(at: 0, count: min(file.size, Self.sampleBytes))
        guard !head.isEmpty else { throw Refusal.empty }
        let magics: [[UInt8]] = [
            [0x1F, 0x8B], [0x28, 0xB5, 0x2F, 0xFD], [0xFD, 0x37, 0x7A, 0x58], [0x42, 0x5A, 0x68],
        ]
        if magics.contains(where: { head.starts(with: $0) }) { throw Refusal.compressed }
        if try file.looksLikeTerraform() { throw Refusal.terraform }
        let rules = TimeRules(
            offset: source.utcOffset ?? 0, year: source.year, modified: file.modified.nanoseconds)
        var sample = head.split(separator: 10, maxSplits: Self.sampleLines, omittingEmptySubsequences: true)
        if sample.count > Self.sampleLines { sample.removeLast() }
        let lines = sample.map { Array($0.prefix(4096)) }
        finder = TimeFinder(sample: lines, rules: rules)
        guard !finder.layouts.isEmpty else { throw Refusal.timeless }
        header = HeaderLayout(sample: lines + (try Self.later(file)), finder: finder)
    }

    /// Lines from three later places of the file, since its beginning may be of one kind.
    private static func later(_ file: ReadableFile) throws -> [[UInt8]] {
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

    /// The first line's instant and the last line's, read from both ends alone; nil when neither end shows one.
    func extent() throws -> (first: Int64, last: Int64)? {
        var finder = finder
        var first: Int64?
        var last: Int64?
        let head = try file.read(at: 0, count: min(file.size, Self.sampleBytes))
        for line in head.split(separator: 10) where first == nil {
            first = finder.find(in: line.span)?.instant
        }
        let tailStart = max(0, file.size - Self.sampleBytes)
        let tail = try file.read(at: tailStart, count: Self.sampleBytes).split(separator: 10)
        // The first piece may be the rest of a line.
        for line in (tailStart > 0 ? tail.dropFirst() : tail[...]).reversed() where last == nil {
            last = finder.find(in: line.span)?.instant
        }
        guard let one = first ?? last else { return nil }
        let other = last ?? one
        return (min(one, other), max(one, other))
    }
}
