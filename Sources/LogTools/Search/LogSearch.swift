internal import Model
internal import Policy
internal import Scanning

/// Looks through the blocks of one log after another.
struct LogSearch {
    let matcher: LineMatcher?
    let leastLevel: LogLevel?
    let span: TimeSpan
    let redactor: Redactor
    private(set) var hits: HitSelection
    private(set) var buckets: TimeBuckets
    private(set) var body = NDJSONBody()
    private(set) var receipt = RedactionReceipt()

    init(matcher: LineMatcher?, leastLevel: LogLevel?, span: TimeSpan, redactor: Redactor, limit: Int) {
        self.matcher = matcher
        self.leastLevel = leastLevel
        self.span = span
        self.redactor = redactor
        hits = HitSelection(limit: limit)
        buckets = TimeBuckets(span)
    }

    /// Searches one file; only lines that match, and those that tell their time, are looked at one by one.
    mutating func run(_ log: LogFile, _ reader: inout LogReader) throws -> (account: FileAccount, hits: Int) {
        var pass = FilePass(finder: log.finder)
        let before = hits.count
        let reading = try LineBlocks(log.file).forEach { bytes, block in
            pass.beginBlock(bytes)
            var position = 0
            let byBlock = matcher?.worksOnBlocks == true
            while position < bytes.count {
                if byBlock, let matcher {
                    guard let match = unsafe matcher.first(in: bytes.bytes, from: position) else { break }
                    // An empty match may stand behind the last line feed.
                    guard match < bytes.count else { break }
                    position = Self.lineStart(in: bytes, before: match, from: position)
                }
                let newline = LineScanner.newline(in: bytes, from: position) ?? bytes.count
                take(position..<newline, of: bytes, block, log, &pass)
                position = newline + 1
            }
            pass.endBlock(bytes)
            try reader.advance(by: bytes.count + block.cut, in: log)
            return true
        }
        pass.account.reading = reading
        return (pass.account, hits.count - before)
    }

    private mutating func take(
        _ range: Range<Int>, of bytes: Span<UInt8>, _ block: LineBlock, _ log: LogFile, _ pass: inout FilePass
    ) {
        var end = range.upperBound
        if end > range.lowerBound, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        let line = bytes.extracting(range.lowerBound..<end)
        if let matcher, !matcher.matches(line) { return }
        guard let (instant, time) = pass.time(ofLineAt: range.lowerBound, in: bytes),
            span.contains(Timestamp(nanoseconds: instant))
        else { return }
        var copy: [UInt8] = []
        copy.reserveCapacity(line.count)
        for index in 0..<line.count { copy.append(line[index]) }
        if redactor.redact(&copy, &receipt), let matcher, !matcher.matches(copy.span) { return }
        let level = LineFacts(of: line, time: time).level
        if let leastLevel {
            guard let level, level >= leastLevel else { return }
        }
        buckets.add(instant)
        let isBodyWanted = !body.isFull
        guard isBodyWanted || hits.wants(instant) else {
            hits.add(instant) { HitSelection.Hit.none }
            return
        }
        let hit = HitSelection.Hit(
            instant: instant, source: log.source, file: log.file.name,
            line: block.firstLine + pass.newlines(before: range.lowerBound, in: bytes),
            offset: block.offset + range.lowerBound, text: ShownText.make(copy.span, cut: false), level: level)
        hits.add(instant) { hit }
        if isBodyWanted { body.append(HitLine(hit)) }
    }

    private static func lineStart(in bytes: Span<UInt8>, before match: Int, from least: Int) -> Int {
        var position = match
        while position > least, bytes[position - 1] != UInt8(ascii: "\n") { position -= 1 }
        return position
    }
}

extension HitSelection.Hit {
    /// Stands for a hit that is counted and not shown.
    static let none = HitSelection.Hit(
        instant: 0, source: "", file: "", line: 0, offset: 0, text: "", level: nil)
}
