internal import Model
internal import Policy
internal import Scanning

/// What is looked for in the pieces of logs; it knows nothing of what was found.
struct LogSearch: Sendable {
    let matcher: LineMatcher
    let leastLevel: LogLevel?
    let conditions: [FieldCondition]
    let span: TimeSpan
    let redactor: Redactor
    let limit: Int
    /// Set when no more lines are wanted for the body.
    let bodyIsFull: Flag

    /// Searches one piece; only lines that match, and those that tell their time, are looked at one by one.
    func find(in piece: LinePiece, of log: LogFile) throws -> SearchPart {
        var part = SearchPart(limit: limit, span: span)
        var pass = FilePass(finder: log.finder)
        let redactor = redactor
        var window = LineWindow(log.file) { bytes in
            var receipt = RedactionReceipt()
            _ = redactor.redactLines(of: &bytes, &receipt)
        }
        let reading = try piece.forEachBlock { bytes, block in
            pass.beginBlock(bytes, firstLine: block.firstLine)
            var position = 0
            var candidates = matcher.worksOnBlocks ? LineCandidates(matcher, redactor) : nil
            while position < bytes.count {
                if candidates != nil {
                    guard let place = candidates?.next(in: bytes, from: position, counting: &pass.feeds) else { break }
                    position = Self.lineStart(in: bytes, before: place, from: position)
                }
                let newline = LineScanner.newline(in: bytes, from: position) ?? bytes.count
                try take(position..<newline, of: bytes, block, log, &pass, &window, into: &part)
                position = newline + 1
            }
            return pass.endBlock(bytes)
        }
        part.account = pass.account
        part.account.reading = reading
        return part
    }

    private func take(
        _ range: Range<Int>, of bytes: Span<UInt8>, _ block: LineBlock, _ log: LogFile, _ pass: inout FilePass,
        _ window: inout LineWindow, into part: inout SearchPart
    ) throws {
        var end = range.upperBound
        if end > range.lowerBound, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        let line = bytes.extracting(range.lowerBound..<end)
        let mayHide = redactor.nextPlace(in: line, from: 0) != nil
        // A line without a secret is looked at as it is.
        if !mayHide, !matcher.matches(line) { return }
        let found = pass.time(ofLineAt: range.lowerBound, in: bytes)
        if let (instant, _) = found, !span.contains(Timestamp(nanoseconds: instant)) { return }
        let isCut = block.cut > 0 && range.upperBound == bytes.count
        let offset = block.offset + range.lowerBound
        let raw = try Self.copy(line, at: range, of: bytes)
        guard let copy = try shown(raw, isCut: isCut, mayHide: mayHide, at: offset, &window) else { return }
        let time = found?.1.flatMap { $0.end <= copy.count ? $0 : nil }
        let level = LineFacts(of: copy.span, time: time).level
        if let leastLevel {
            guard let level, level >= leastLevel else { return }
        }
        guard conditions.allSatisfy({ $0.holds(of: copy.span) }) else { return }
        guard let (instant, _) = found else {
            // The time of the line above decides, which stands in another piece.
            let text = ShownText.make(copy.span, cut: false)
            part.leading.append(
                HitSelection.Hit(
                    instant: 0, source: log.source, file: log.file.name,
                    line: block.firstLine + pass.newlines(before: range.upperBound, in: bytes), offset: offset,
                    text: text, level: level))
            return
        }
        let isBodyWanted = !bodyIsFull.isSet
        guard isBodyWanted || part.hits.wants(instant) else {
            part.buckets.add(instant)
            part.hits.add(instant) { HitSelection.Hit.none }
            return
        }
        let hit = HitSelection.Hit(
            instant: instant, source: log.source, file: log.file.name,
            line: block.firstLine + pass.newlines(before: range.upperBound, in: bytes), offset: offset,
            text: ShownText.make(copy.span, cut: false), level: level)
        part.add(hit, toBody: isBodyWanted)
    }

    /// The line as it is shown; nil when what is shown does not match.
    ///
    /// Nothing that is hidden may decide. A line with a secret is judged by what is shown alone, whatever the secret is.
    /// That works only where all such lines are looked at, so that a line which only those around it show to be secret,
    /// and which is here because it matched as it is, is no hit at all.
    private func shown(
        _ line: [UInt8], isCut: Bool, mayHide: Bool, at offset: Int, _ window: inout LineWindow
    ) throws -> [UInt8]? {
        var copy = line
        if isCut { copy = Array(LineWindow.withoutCutWord(copy[...])) }
        copy = ShownText.visible(copy)
        let visible = copy
        var receipt = RedactionReceipt()
        _ = redactor.redact(&copy, &receipt)
        if Redactor.mayBelongToMore(visible) {
            let among = ShownText.visible(try window.line(at: offset))
            if among != copy || Redactor.isKeyLine(visible) { return nil }
        }
        guard copy == visible || mayHide else { return nil }
        return matcher.matches(copy.span) ? copy : nil
    }

    /// What a line is now; what is mapped may have changed since its ends were found.
    private static func copy(_ line: Span<UInt8>, at range: Range<Int>, of bytes: Span<UInt8>) throws -> [UInt8] {
        var copy: [UInt8] = []
        copy.reserveCapacity(line.count)
        for index in 0..<line.count { copy.append(line[index]) }
        let newline = UInt8(ascii: "\n")
        let begins = range.lowerBound == 0 || bytes[range.lowerBound - 1] == newline
        let ends = range.upperBound == bytes.count || bytes[range.upperBound] == newline
        guard begins, ends, !copy.contains(newline) else { throw LinePiece.Unfit() }
        return copy
    }

    private static func lineStart(in bytes: Span<UInt8>, before match: Int, from least: Int) -> Int {
        var position = match
        while position > least, bytes[position - 1] != UInt8(ascii: "\n") { position -= 1 }
        return position
    }
}
