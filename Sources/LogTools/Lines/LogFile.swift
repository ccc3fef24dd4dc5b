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
    /// Where its text begins: behind zeros, where it was cut while its writer went on at the place that it had reached, and
    /// behind lines that are too old to be asked for, where their days would have to be told first.
    let start: Int
    /// Whether lines stand before `start`.
    let isLateBegun: Bool
    /// Why only a beginning of the file could be unpacked; nil when nothing is missing.
    let shortfall: String?

    /// Why a file of a log source is not read as a log.
    enum Refusal: Error {
        case terraform
        case timeless
        case binary
        case empty
        /// For this reason.
        case dayless(String)

        var reason: String? {
            switch self {
            case .terraform: "is a Terraform plan or state, which the Terraform tools alone read"
            case .timeless: "no line has a time"
            case .binary: "is binary: no line of it is text with a time"
            case .empty: nil
            case .dayless(let reason): reason
            }
        }
    }

    /// Lines before it need not be told of.
    enum Since {
        case instant(Timestamp)
        /// So many nanoseconds before the file was last written.
        case beforeWritten(Int64)
    }

    /// Looks at the beginning of a file, after unpacking it where it is packed.
    /// - Parameters:
    ///   - since: Lines before it need not be told of where the file is large.
    ///   - advance: Called with the bytes that were unpacked or looked at, for progress and cancellation.
    init(
        _ original: ReadableFile, of source: Source, since: Since? = nil, limits: Packing.Limits = Packing.Limits(),
        advance: (Int) throws -> Void = { _ in }
    ) throws {
        var content = try LogContent(of: original, limits: limits, advance: advance)
        let zeros = try content.skipZeros(advance: advance)
        if try content.file.looksLikeTerraform() { throw Refusal.terraform }
        isJournal = JournalExport.isMeant(by: content.head)
        if isJournal { try content.takeJournal(advance: advance) }
        let begin = isJournal ? 0 : zeros
        let rules = TimeRules(
            offset: source.utcOffset, year: source.year, modified: original.modified.nanoseconds, packed: content.packed
        )
        var finder = TimeFinder(sample: LogShape.lines(of: content.head), rules: rules)
        guard !finder.layouts.isEmpty else { throw Self.isBinary(content.head) ? Refusal.binary : Refusal.timeless }
        if finder.borrowed == .day, let later = try Self.datedSince(finder, content.file, rules) { finder = later }
        if finder.borrowed == .day {
            // The day that is known is that of the last line.
            guard content.shortfall == nil else { throw Refusal.dayless(DayScan.endless) }
            let since: Int64? =
                switch content.file.size > LogRegion.wholeSize ? since : nil {
                case .instant(let instant): instant.nanoseconds
                case .beforeWritten(let span): rules.written.saturatingAdd(-span)
                case nil: nil
                }
            finder.days = try DayScan(finder: finder, rules: rules, since: since)
                .days(of: content.file, from: begin, advance: advance)
        }
        start = finder.days.map { $0.isWhole ? begin : $0.start } ?? begin
        isLateBegun = start > begin
        self.finder = finder
        file = content.file
        self.source = source.name
        shortfall = content.shortfall
    }

    /// Finds the times of a log whose lines have dates at its end, though those at its beginning have none; nil where they have
    /// none there either.
    private static func datedSince(
        _ finder: TimeFinder, _ file: ReadableFile, _ rules: TimeRules
    ) throws -> TimeFinder? {
        let lines = try LogShape.last(file)
        var (before, since) = (finder, TimeFinder(sample: lines, rules: rules))
        guard since.borrowed != .day else { return nil }
        let dated = lines.count { since.locate(in: $0.span) != nil }
        return dated > lines.count { before.locate(in: $0.span) != nil } ? since : nil
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
        let head = try file.read(at: start, count: min(file.size, LogContent.sampleBytes))
        for line in head.split(separator: 10) where first == nil {
            first = finder.find(in: line.span, at: start + line.startIndex)?.instant
        }
        let tailStart = max(0, file.size - LogContent.sampleBytes)
        let tail = try file.read(at: tailStart, count: LogContent.sampleBytes).split(separator: 10)
        // The first piece may be the rest of a line.
        for line in (tailStart > 0 ? tail.dropFirst() : tail[...]).reversed() where last == nil {
            last = finder.find(in: line.span, at: tailStart + line.startIndex)?.instant
        }
        guard let one = first ?? last else { return nil }
        let other = last ?? one
        return (min(one, other), max(one, other))
    }
}
