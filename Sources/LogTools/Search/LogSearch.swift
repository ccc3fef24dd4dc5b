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
        let redactor = redactor
        var window = LineWindow(log.file) { bytes in
            var receipt = RedactionReceipt()
            _ = redactor.redactLines(of: &bytes, &receipt)
        }
        let reading = try LineBlocks(log.file).forEach { bytes, block in
            pass.beginBlock(bytes)
            var position = 0
            var candidates = matcher.flatMap { $0.worksOnBlocks ? LineCandidates($0, redactor) : nil }
            while position < bytes.count {
                if candidates != nil {
                    guard let place = candidates?.next(in: bytes, from: position) else { break }
                    position = Self.lineStart(in: bytes, before: place, from: position)
                }
                let newline = LineScanner.newline(in: bytes, from: position) ?? bytes.count
                try take(position..<newline, of: bytes, block, log, &pass, &window)
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
        _ range: Range<Int>, of bytes: Span<UInt8>, _ block: LineBlock, _ log: LogFile, _ pass: inout FilePass,
        _ window: inout LineWindow
    ) throws {
        var end = range.upperBound
        if end > range.lowerBound, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        let line = bytes.extracting(range.lowerBound..<end)
        let mayHide = redactor.nextPlace(in: line, from: 0) != nil
        // A line without a secret is looked at as it is.
        if !mayHide, let matcher, !matcher.matches(line) { return }
        guard let (instant, time) = pass.time(ofLineAt: range.lowerBound, in: bytes),
            span.contains(Timestamp(nanoseconds: instant))
        else { return }
        let isCut = block.cut > 0 && range.upperBound == bytes.count
        guard
            let copy = try shown(
                line, isCut: isCut, mayHide: mayHide, at: block.offset + range.lowerBound, &window)
        else { return }
        let level = LineFacts(of: copy.span, time: time.flatMap { $0.end <= copy.count ? $0 : nil }).level
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

    /// The line as it is shown; nil when what is shown does not match.
    ///
    /// Nothing that is hidden may decide. A line with a secret is judged by what is shown alone, whatever the secret is.
    /// That works only where all such lines are looked at, so that a line which only those around it show to be secret,
    /// and which is here because it matched as it is, is no hit at all.
    private mutating func shown(
        _ line: Span<UInt8>, isCut: Bool, mayHide: Bool, at offset: Int, _ window: inout LineWindow
    ) throws -> [UInt8]? {
        var copy: [UInt8] = []
        copy.reserveCapacity(line.count)
        for index in 0..<line.count { copy.append(line[index]) }
        if isCut { copy = Array(LineWindow.withoutCutWord(copy[...])) }
        copy = ShownText.visible(copy)
        let visible = copy
        _ = redactor.redact(&copy, &receipt)
        if Redactor.mayBelongToMore(visible) {
            let among = ShownText.visible(try window.line(at: offset))
            if among != copy || Redactor.isKeyLine(visible) { return matcher == nil ? among : nil }
        }
        guard let matcher else { return copy }
        guard copy == visible || mayHide else { return nil }
        return matcher.matches(copy.span) ? copy : nil
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
