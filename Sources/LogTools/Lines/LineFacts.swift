internal import Scanning

/// What a line says of itself besides its time.
struct LineFacts: Hashable {
    var level: LogLevel?
    /// Of an HTTP answer, from 100 to 599.
    var status: Int?
    /// True when the line belongs to an access log.
    var isAccess = false

    /// An answer of 5xx where there is one, else an error or worse.
    var isFailing: Bool {
        if let status { return status >= 500 }
        return level.map { $0 >= .error } ?? false
    }

    /// Nothing is known.
    init() {}

    /// Reads level and status from the beginning of a line.
    /// - Parameters:
    ///   - time: Where the line's time stands; the level stands near it.
    ///   - hints: What the lines around it may have at all.
    init(of line: Span<UInt8>, time: FoundTime?, hints: Hints = Hints()) {
        self.init()
        if line.count > 1, line[0] == UInt8(ascii: "{") {
            self.init(ofJSON: line)
            return
        }
        if let time, let body = ContainerLine.body(of: line, after: time) {
            // What the program wrote has facts of its own, mostly behind another time.
            self.init(of: line.extracting(body), time: nil)
            return
        }
        if hints.mayBeAccess, let status = Self.accessStatus(in: line) {
            self.status = status
            isAccess = true
            return
        }
        level = Self.level(in: line, time: time)
        if hints.mayHaveStatus, level == nil || level == .info {
            status = Self.status(in: line, after: Self.statusField, gap: 1)
        }
    }

    /// What a line may have, so that it need not be searched for what it has not.
    struct Hints {
        var mayBeAccess = true
        var mayHaveStatus = true
    }

    /// Looks for what lines may have in a whole block, each time as far as the next place, not in one line after the other.
    struct BlockHints {
        private var access = -1
        private var status = -1

        /// - Parameter line: of this block, behind those that were asked for before.
        mutating func hints(of line: Range<Int>, in block: Span<UInt8>) -> Hints {
            Hints(
                mayBeAccess: Self.next(&access, Self.protocolName, line, block),
                mayHaveStatus: Self.next(&status, Self.statusField, line, block))
        }

        private static func next(
            _ place: inout Int, _ text: TextFinder?, _ line: Range<Int>, _ block: Span<UInt8>
        ) -> Bool {
            guard let text else { return true }
            if place < line.lowerBound {
                place = unsafe text.first(in: block.bytes, from: line.lowerBound) ?? block.count
            }
            return place < line.upperBound
        }

        private static let protocolName = TextFinder([LineFacts.protocolText])
        private static let statusField = TextFinder([LineFacts.statusText])
    }

    private init(ofJSON line: Span<UInt8>) {
        level = JSONLine.level(in: line).flatMap { LogLevel(line, $0) ?? Self.numeric(line, $0) }
        if level == nil, unsafe Self.mongoTime.firstMatch(in: line.bytes) != nil {
            level = JSONLine.severity(in: line).flatMap { Self.letter(line, $0) }
        }
        status = Self.status(in: line, after: Self.statusMember, gap: 4)
        guard level == nil, status == nil, let message = JSONLine.message(in: line) else { return }
        // A container's log has the program's own line as a member.
        let text = line.extracting(message)
        if let status = Self.accessStatus(in: text) {
            self.status = status
            isAccess = true
        } else {
            level = Self.level(in: text, time: nil)
        }
    }

    private static let (protocolText, statusText) = ("HTTP/", "status=")
    private static let protocolName = BytePattern(protocolText)
    private static let statusField = BytePattern(statusText)
    /// As MongoDB writes times, and hardly anybody else: an `s` of another program is no level.
    private static let mongoTime = BytePattern("\"$date\"")
    private static let statusMember = BytePattern("\"status\"")

    /// The three digits after the quoted request of an access log.
    private static func accessStatus(in line: Span<UInt8>) -> Int? {
        guard let start = unsafe protocolName.firstMatch(in: line.bytes) else { return nil }
        var position = start + 5
        while position < line.count, position < start + 10, line[position] != Byte.quote,
            line[position] != UInt8(ascii: "\\")
        {
            position += 1
        }
        // Within JSON the quote is escaped.
        if position < line.count, line[position] == UInt8(ascii: "\\") { position += 1 }
        guard position + 4 < line.count, line[position] == Byte.quote, line[position + 1] == Byte.space else {
            return nil
        }
        return threeDigits(in: line, at: position + 2)
    }

    private static func status(in line: Span<UInt8>, after name: BytePattern, gap: Int) -> Int? {
        guard let start = unsafe name.firstMatch(in: line.bytes) else { return nil }
        var position = start + name.bytes.count
        let limit = position + gap
        while position < line.count, position < limit, !Byte.isDigit(line[position]) { position += 1 }
        return threeDigits(in: line, at: position)
    }

    private static func threeDigits(in line: Span<UInt8>, at start: Int) -> Int? {
        var cursor = ByteCursor(position: start)
        guard let value = cursor.number(3, in: line), !cursor.isBeforeWord(in: line), 100...599 ~= value else {
            return nil
        }
        return value
    }

    /// Levels as numbers: 10 to 60 as Bunyan and Pino write them, 0 to 7 as the journal does.
    private static func numeric(_ line: Span<UInt8>, _ range: Range<Int>) -> LogLevel? {
        if range.count == 1 {
            let levels: [LogLevel] = [
                .critical, .critical, .critical, .error, .warning, .notice, .info, .debug,
            ]
            let index = Int(line[range.lowerBound]) - 48
            return levels.indices.contains(index) ? levels[index] : nil
        }
        guard range.count == 2, line[range.lowerBound + 1] == 48 else { return nil }
        let levels: [LogLevel] = [.trace, .debug, .info, .warning, .error, .critical]
        let index = Int(line[range.lowerBound]) - 49
        return levels.indices.contains(index) ? levels[index] : nil
    }

    /// A single letter, or `D1` to `D5`, as MongoDB writes it.
    private static func letter(_ line: Span<UInt8>, _ range: Range<Int>) -> LogLevel? {
        let first = line[range.lowerBound]
        let isDebug = range.count == 2 && first == UInt8(ascii: "D") && Byte.isDigit(line[range.lowerBound + 1])
        return range.count == 1 || isDebug ? LogLevel(letter: first) : nil
    }

    /// A level word in capitals, in brackets, before a colon or after `level=`, before or soon after the time.
    private static func level(in line: Span<UInt8>, time: FoundTime?) -> LogLevel? {
        if let time, time.start < line.count, Byte.isLetter(line[time.start]), time.end - time.start > 10,
            time.start + 1 < line.count, Byte.isDigit(line[time.start + 1])
        {
            return LogLevel(klog: line[time.start])
        }
        let end = min(line.count, (time?.end ?? 0) + 96)
        var position = time.map { $0.start > 40 ? $0.end : 0 } ?? 0
        var words = 0
        // Whether the next word is the first of the line or the first behind its time.
        var isFirst = true
        while position < end, words < 14 {
            if let time, position == time.start {
                position = time.end
                isFirst = true
            }
            guard position < end else { break }
            guard Byte.isLetter(line[position]) else {
                position += 1
                continue
            }
            let start = position
            var isUpper = true
            while position < line.count, Byte.isWord(line[position]) {
                isUpper = isUpper && line[position] < 97
                position += 1
            }
            words += 1
            let isWhole = start == 0 || line[start - 1] != Byte.dot && line[start - 1] != Byte.slash
            guard isWhole,
                let level = level(
                    line, start..<position, isUpper: isUpper, isFirst: isFirst, hasTime: time != nil)
            else {
                isFirst = false
                continue
            }
            return level
        }
        return nil
    }

    private static func level(
        _ line: Span<UInt8>, _ range: Range<Int>, isUpper: Bool, isFirst: Bool, hasTime: Bool
    ) -> LogLevel? {
        let before = range.lowerBound > 0 ? line[range.lowerBound - 1] : Byte.space
        let after = range.upperBound < line.count ? line[range.upperBound] : Byte.space
        if range.count == 1, hasTime, before == Byte.space || before == Byte.bar || before == Byte.slash,
            after == Byte.space || after == Byte.slash || after == Byte.bar
        {
            return LogLevel(letter: line[range.lowerBound])
        }
        let isMarked =
            before == Byte.open && after == Byte.close || after == Byte.colon || before == Byte.equals
            || before == Byte.bar && after == Byte.bar || before == Byte.colon && after == Byte.close
        guard isUpper || isMarked || isFirst else { return nil }
        guard after != Byte.equals, after != Byte.dash, after != Byte.slash else { return nil }
        return LogLevel(line, range)
    }
}
