internal import Model
internal import Scanning

/// What was seen of one file, or of one piece of it.
struct FileAccount: Sendable {
    /// A line that could not be placed in time.
    struct Unparsed: Hashable, Sendable {
        var line: Int?
        let text: String
    }

    private static let shownUnparsed = 3

    var reading = LineReading()
    /// Lines above the first that has a time.
    var unparsed = 0
    /// Some of them.
    var examples: [Unparsed] = []
    /// Bytes at its end that were not read because the call's time was nearly over.
    var unread = 0
    var first: Int64?
    var last: Int64?
    /// The instant that holds for lines without one that come next.
    var carried: Int64?

    mutating func see(_ instant: Int64) {
        first = min(first ?? instant, instant)
        last = max(last ?? instant, instant)
        carried = instant
    }

    /// Takes a line that no time stands in or above; its number is that within the piece.
    mutating func miss(_ line: Span<UInt8>, number: Int) {
        unparsed += 1
        guard examples.count < Self.shownUnparsed else { return }
        examples.append(Unparsed(line: number, text: ShownText.make(line.extracting(first: 160))))
    }

    /// Adds the piece that follows; what it could not place belongs to the last line above.
    mutating func add(_ piece: FileAccount, firstLine: Int?) {
        reading.bytes += piece.reading.bytes
        reading.lines += piece.reading.lines
        reading.cutLines += piece.reading.cutLines
        reading.shrank = reading.shrank || piece.reading.shrank
        if carried == nil {
            unparsed += piece.unparsed
            for example in piece.examples where examples.count < Self.shownUnparsed {
                let line = firstLine.flatMap { first in example.line.map { first + $0 - 1 } }
                examples.append(Unparsed(line: line, text: example.text))
            }
        }
        if let other = piece.first { first = min(first ?? other, other) }
        if let other = piece.last { last = max(last ?? other, other) }
        carried = piece.carried ?? carried
    }
}

/// What was seen of one source.
struct SourceAccount {
    let name: String
    var omitted: [Omission] = []
    private(set) var files = 0
    private(set) var bytes = 0
    private(set) var lines = 0
    /// Files whose own time gave the day or the year of their lines.
    private var borrowers: [TimeFinder.Borrowed: Int] = [:]
    private var isLate = false
    private var first: Int64?
    private var last: Int64?
    /// Of each file's newest line and when the file was written.
    private var clock = ClockComparison()

    /// Why something was not read that could have been.
    private static let late = "the call's time was nearly over, ask for a shorter time or fewer files"

    init(name: String) { self.name = name }

    mutating func add(_ account: FileAccount, of log: LogFile) {
        let file = log.file
        files += 1
        if let borrowed = log.finder.borrowed { borrowers[borrowed, default: 0] += 1 }
        bytes += account.reading.bytes
        lines += account.reading.lines
        // A day that the file's time gave tells nothing of the clock.
        if let last = account.last, log.finder.borrowed != .day {
            clock.see(Timestamp(nanoseconds: last), writtenAt: file.modified)
        }
        for instant in [account.first, account.last] {
            guard let instant else { continue }
            first = min(first ?? instant, instant)
            last = max(last ?? instant, instant)
        }
        if let shortfall = log.shortfall { omitted.append(Omission(what: file.name, reason: shortfall)) }
        if account.unparsed > 0 {
            var reason = "no time stands in these lines of \(file.name) or above them"
            for example in account.examples {
                let line = example.line.map { " \($0)" } ?? ""
                reason += "; line\(line): \(example.text)"
            }
            omitted.append(Omission(what: "unparsed lines", reason: reason, count: account.unparsed))
        }
        if account.reading.cutLines > 0 {
            let reason = "only the first \(LineBlocks.maximumLine) bytes of these lines of \(file.name) were looked at"
            omitted.append(Omission(what: "long lines", reason: reason, count: account.reading.cutLines))
        }
        if account.unread > 0 {
            isLate = true
            let end = account.last.map { "; what was read tells up to \(Timestamp(nanoseconds: $0))" } ?? ""
            let reason = "\(account.unread) bytes of what was asked for were not read: \(Self.late)\(end)"
            omitted.append(Omission(what: file.name, reason: reason))
        }
        if account.reading.shrank { omitted.append(FileFault.shrank.omission(of: file.name)) }
    }

    mutating func add(_ refusal: LogFile.Refusal, of name: String) {
        guard let reason = refusal.reason else {
            // An empty file was read to its end.
            files += 1
            return
        }
        omitted.append(Omission(what: name, reason: reason))
    }

    /// A file for which no time was left.
    mutating func leaveOut(_ name: String) {
        isLate = true
        omitted.append(Omission(what: name, reason: "was not read: \(Self.late)"))
    }

    /// True when not one file could be read.
    var isUnread: Bool { files == 0 && !omitted.isEmpty && !isLate }

    /// - Parameters:
    ///   - span: What was asked for.
    ///   - found: Whether something was found.
    ///   - isCut: Whether a limit cut the answer.
    func coverage(of span: TimeSpan, found: Bool, isCut: Bool = false) -> Coverage {
        var data: TimeSpan?
        if let first, let last {
            data = TimeSpan(start: Timestamp(nanoseconds: first), end: Timestamp(nanoseconds: last.saturatingAdd(1)))
        }
        let shared = data.map { $0.intersection(span) }.flatMap { $0.isEmpty ? nil : $0 }
        var searched = Searched(span: shared, files: files, bytes: bytes, lines: lines, skew: clock.skew)
        searched.dayByFileTime = borrowers[.day]
        searched.yearByFileTime = borrowers[.year]
        let value: CoverageValue
        if isUnread {
            value = .sourceDown
        } else if isCut, !isLate {
            value = .truncated
        } else if !omitted.isEmpty {
            value = .partial
        } else if let data, data.end <= span.start {
            value = .stale
        } else if let data, data.start >= span.end {
            value = .outsideRetention
        } else {
            value = found ? .complete : .emptyComplete
        }
        return Coverage(source: name, value: value, searched: searched, omitted: Array(omitted.prefix(50)))
    }
}
