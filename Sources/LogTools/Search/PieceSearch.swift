internal import Model
internal import Policy
internal import Scanning

/// The search of one piece of a log.
struct PieceSearch {
    private let search: LogSearch
    private let log: LogFile
    private var part: SearchPart
    private var pass: FilePass
    private var window: LineWindow
    private var late: LateHits
    private var codes = SpeltCodes()
    /// Takes the hits for the body, where they need not be kept.
    var writing: BodyWriting?

    init(_ search: LogSearch, of log: LogFile) {
        self.search = search
        self.log = log
        part = SearchPart(limit: search.limit, span: search.span)
        pass = FilePass(finder: log.finder)
        late = LateHits(most: part.hits.lastCount)
        let redactor = search.redactor
        window = LineWindow(log.file) { bytes in
            var receipt = RedactionReceipt()
            _ = redactor.redactLines(of: &bytes, &receipt)
        }
    }

    mutating func run(over piece: LinePiece) throws -> SearchPart {
        let reading = try piece.forEachBlock { bytes, block in try look(at: bytes, block) }
        part.account = pass.account
        part.account.reading = reading
        return part
    }

    /// - Returns: How many lines the block has.
    private mutating func look(at bytes: Span<UInt8>, _ block: LineBlock) throws -> Int {
        pass.begin(block, bytes)
        codes = SpeltCodes()
        var position = 0
        var candidates = search.matcher.worksOnBlocks ? LineCandidates(search.matcher, search.redactor) : nil
        while position < bytes.count {
            if candidates != nil {
                guard let place = candidates?.next(in: bytes, from: position, counting: &pass.feeds) else { break }
                position = Self.lineStart(in: bytes, before: place, from: position)
            }
            let newline = LineScanner.newline(in: bytes, from: position) ?? bytes.count
            try take(position..<newline, of: bytes, block)
            position = newline + 1
        }
        try takeLate(of: bytes, block)
        return pass.endBlock(bytes)
    }

    private mutating func take(_ range: Range<Int>, of bytes: Span<UInt8>, _ block: LineBlock) throws {
        let line = bytes.extracting(range.lowerBound..<Self.end(of: range, in: bytes))
        let mayHide = search.redactor.nextPlace(in: line, from: 0) != nil
        // A line without a secret is looked at as it is.
        if !mayHide, !search.matcher.matches(line) { return }
        let found = pass.time(ofLineAt: range.lowerBound, in: bytes)
        if let (instant, _) = found, !search.span.contains(Timestamp(nanoseconds: instant)) { return }
        if let (instant, time) = found, !isWanted(instant), !mayHide, isShownAsItIs(line, range, bytes, block) {
            guard search.conditions.isEmpty && search.leastLevel == nil || meets(line, time) else { return }
            part.pass(instant)
            if part.hits.mayEnd(with: instant) {
                late.add(LateHits.Place(range: range, instant: instant, time: time))
            }
            return
        }
        let number = block.firstLine + pass.newlines(before: range.upperBound, in: bytes)
        guard
            let hit = try hit(
                at: range, of: bytes, block, found?.0 ?? 0, found?.1, mayHide: mayHide, number: number)
        else { return }
        // Without a time that of the line above decides, which stands in another piece.
        part.add(hit, isLeading: found == nil)
        if writing != nil {
            writing?.take(hit, isLeading: found == nil)
        } else if !search.bodyIsFull.isSet {
            part.keep(hit, isLeading: found == nil)
        }
    }

    /// Whether a hit of this moment has to be kept now.
    private func isWanted(_ instant: Int64) -> Bool {
        if part.hits.wants(instant) { return true }
        if let writing { return !writing.isFull }
        return !part.isBodyCut && !search.bodyIsFull.isSet
    }

    /// Keeps those of the hits that were counted alone which may be among the last.
    private mutating func takeLate(of bytes: Span<UInt8>, _ block: LineBlock) throws {
        var feeds = LineFeeds()
        for place in late.take() where part.hits.mayEnd(with: place.instant) {
            feeds.count(to: place.range.upperBound, in: bytes)
            let hit = try hit(
                at: place.range, of: bytes, block, place.instant, place.time, mayHide: false,
                number: block.firstLine + feeds.count)
            if let hit { part.end(with: hit) }
        }
    }

    /// The hit that a line is; nil when what is shown of it is none.
    private mutating func hit(
        at range: Range<Int>, of bytes: Span<UInt8>, _ block: LineBlock, _ instant: Int64, _ time: FoundTime?,
        mayHide: Bool, number: Int
    ) throws -> HitSelection.Hit? {
        let isCut = block.cut > 0 && range.upperBound == bytes.count
        let offset = block.offset + range.lowerBound
        let raw = try Self.copy(range, of: bytes)
        guard let line = try shown(raw, isCut: isCut, mayHide: mayHide, at: offset) else { return nil }
        let level = level(of: line.span, time)
        guard meets(line.span, level) else { return nil }
        return HitSelection.Hit(
            instant: instant, source: log.source, file: log.file.name, line: number, offset: offset,
            text: ShownText.make(line.span), level: level)
    }

    private func level(of line: Span<UInt8>, _ time: FoundTime?) -> LogLevel? {
        LineFacts(of: line, time: time.flatMap { $0.end <= line.count ? $0 : nil }).level
    }

    /// Whether a line is what is asked for besides what stands in it.
    private func meets(_ line: Span<UInt8>, _ time: FoundTime?) -> Bool {
        meets(line, search.leastLevel == nil ? nil : level(of: line, time))
    }

    private func meets(_ line: Span<UInt8>, _ level: LogLevel?) -> Bool {
        if let least = search.leastLevel {
            guard let level, level >= least else { return false }
        }
        for condition in search.conditions where !condition.holds(of: line) { return false }
        return true
    }

    /// Whether a line in which no secret begins is shown as it is, and so is a hit when it matches.
    private mutating func isShownAsItIs(
        _ line: Span<UInt8>, _ range: Range<Int>, _ bytes: Span<UInt8>, _ block: LineBlock
    ) -> Bool {
        let isCut = block.cut > 0 && range.upperBound == bytes.count
        return !isCut && PlainText.isPlain(line) && !codes.mayStand(in: range, of: bytes)
            && !Redactor.mayBelongToMore(line)
    }

    /// The line as it is shown; nil when what is shown does not match.
    ///
    /// Nothing that is hidden may decide. A line with a secret is judged by what is shown alone, whatever the secret is.
    /// That works only where all such lines are looked at, so that a line which only those around it show to be secret,
    /// and which is here because it matched as it is, is no hit at all.
    private mutating func shown(_ line: [UInt8], isCut: Bool, mayHide: Bool, at offset: Int) throws -> [UInt8]? {
        var copy = line
        if isCut { copy = Array(LineWindow.withoutCutWord(copy[...])) }
        copy = ShownText.visible(copy)
        let visible = copy
        var receipt = RedactionReceipt()
        _ = search.redactor.redact(&copy, &receipt)
        if Redactor.mayBelongToMore(visible.span) {
            let among = ShownText.visible(try window.line(at: offset))
            if among != copy || Redactor.isKeyLine(visible) { return nil }
        }
        guard copy == visible || mayHide else { return nil }
        return search.matcher.matches(copy.span) ? copy : nil
    }

    /// What a line is now, without its end; what is mapped may have changed since its ends were found.
    private static func copy(_ range: Range<Int>, of bytes: Span<UInt8>) throws -> [UInt8] {
        let copy = bytes.extracting(range.lowerBound..<end(of: range, in: bytes)).copied()
        let newline = UInt8(ascii: "\n")
        let begins = range.lowerBound == 0 || bytes[range.lowerBound - 1] == newline
        let ends = range.upperBound == bytes.count || bytes[range.upperBound] == newline
        guard begins, ends, !copy.contains(newline) else { throw LinePiece.Unfit() }
        return copy
    }

    /// Where a line ends without its carriage return.
    private static func end(of range: Range<Int>, in bytes: Span<UInt8>) -> Int {
        let end = range.upperBound
        return end > range.lowerBound && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
    }

    private static func lineStart(in bytes: Span<UInt8>, before match: Int, from least: Int) -> Int {
        var position = match
        while position > least, bytes[position - 1] != UInt8(ascii: "\n") { position -= 1 }
        return position
    }
}
