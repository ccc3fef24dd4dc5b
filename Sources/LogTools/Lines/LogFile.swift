internal import Model
internal import Scanning

/// An open log whose layout of times is known.
struct LogFile: Sendable {
    let source: String
    /// What is read: the file itself, or what was unpacked from it or written anew.
    let file: ReadableFile
    let finder: TimeFinder
    /// Whether it was written anew from an export of systemd's journal.
    let isJournal: Bool
    /// Where its text begins: behind zeros, where it was cut while its writer went on at the place that it had reached.
    let start: Int
    /// Why only a beginning of the file could be unpacked; nil when nothing is missing.
    let shortfall: String?

    /// Why a file of a log source is not read as a log.
    enum Refusal: Error {
        case terraform
        case timeless
        case binary
        case empty

        var reason: String? {
            switch self {
            case .terraform: "is a Terraform plan or state, which the Terraform tools alone read"
            case .timeless: "no line has a time"
            case .binary: "is binary: no line of it is text with a time"
            case .empty: nil
            }
        }
    }

    private static let sampleBytes = 128 << 10

    /// Looks at the beginning of a file, after unpacking it where it is packed.
    /// - Parameter advance: Called with the bytes that were unpacked, for progress and cancellation.
    init(
        _ original: ReadableFile, of source: Source, limits: Packing.Limits = Packing.Limits(),
        advance: (Int) throws -> Void = { _ in }
    ) throws {
        var file = original
        var shortfall: String?
        var head = try file.read(at: 0, count: min(file.size, Self.sampleBytes))
        if let packing = Packing(head) {
            let unpacked = try packing.unpack(file, limits: limits, advance: advance)
            (file, shortfall) = (unpacked.file, unpacked.shortfall)
            head = try file.read(at: 0, count: min(file.size, Self.sampleBytes))
        }
        guard !head.isEmpty else { throw Refusal.empty }
        // One in UTF-16 may have colours besides.
        for _ in 0..<2 {
            guard let kind = PlainCopy.Kind(head) else { break }
            let plain = try PlainCopy.make(of: file, kind, limit: limits.bytes, advance: advance)
            file = plain.file
            shortfall = shortfall ?? plain.shortfall
            head = try file.read(at: 0, count: min(file.size, Self.sampleBytes))
        }
        // There was nothing but a mark of UTF-16, or codes.
        guard !head.isEmpty else { throw Refusal.empty }
        let zeros = head.allSatisfy { $0 == 0 } ? try Self.endOfZeros(in: file, advance: advance) : 0
        if zeros > 0, zeros < file.size { head = try file.read(at: zeros, count: Self.sampleBytes) }
        if try file.looksLikeTerraform() { throw Refusal.terraform }
        isJournal = JournalExport.isMeant(by: head)
        if isJournal {
            file = try JournalExport.lines(of: file, advance: advance)
            head = try file.read(at: 0, count: min(file.size, Self.sampleBytes))
        }
        start = isJournal ? 0 : zeros
        let rules = TimeRules(
            offset: source.utcOffset ?? 0, year: source.year, modified: file.modified.nanoseconds)
        finder = TimeFinder(sample: LogShape.lines(of: head), rules: rules)
        guard !finder.layouts.isEmpty else { throw Self.isBinary(head) ? Refusal.binary : Refusal.timeless }
        self.file = file
        self.source = source.name
        self.shortfall = shortfall
    }

    private static func endOfZeros(in file: ReadableFile, advance: (Int) throws -> Void) throws -> Int {
        var end = 0
        try file.forEachChunk { bytes, offset in
            let place = unsafe bytes.withUnsafeBytes { unsafe $0.firstIndex { $0 != 0 } }
            end = offset + (place ?? bytes.byteCount)
            try advance(bytes.byteCount)
            return place == nil
        }
        return end
    }

    private static func isBinary(_ head: [UInt8]) -> Bool {
        let start = head.prefix(4096)
        return start.count { $0 < 0x20 && $0 != 9 && $0 != 10 && $0 != 13 && $0 != 0x1B } * 10 > start.count
    }

    /// The first line's instant and the last line's, read from both ends alone; nil when neither end shows one.
    func extent() throws -> (first: Int64, last: Int64)? {
        var finder = finder
        var first: Int64?
        var last: Int64?
        let head = try file.read(at: start, count: min(file.size, Self.sampleBytes))
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
