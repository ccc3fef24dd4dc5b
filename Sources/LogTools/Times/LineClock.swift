/// How the lines of a file begin with a time of day: `18:28:16.123 [main] INFO`, `[18:28:16]`, `INFO 18:28:16,123`.
///
/// What begins otherwise, such as a row of a table in a message, has no time, whatever it looks like.
struct LineClock: Hashable, Sendable {
    /// In what way a line begins.
    private struct Shape: Hashable {
        var opening: UInt8?
        var isBehindLevel = false
        /// What stands before the fraction; nil where there is none.
        var fraction: UInt8?
    }

    private let shape: Shape
    /// Whether nothing but hour, minute and second decides: there is neither `PM` nor a zone.
    let isPlain: Bool
    /// Whether the zone stands behind it.
    let saysZone: Bool

    /// Learns from sample lines; nil where they have dates, or too few of them begin with a time of day.
    /// - Parameter dates: Where the time with a date stands that was found in each of the lines.
    init?(sample: [[UInt8]], dates: [FoundTime?], rules: TimeRules) {
        var shapes: [Shape] = []
        var (dated, mentions) = (0, 0)
        var (isPlain, saysZone) = (true, true)
        var behind: [FoundTime] = []
        for (line, date) in zip(sample, dates) {
            if let found = Self.read(line.span, rules) {
                shapes.append(found.shape)
                isPlain = isPlain && found.isPlain
                saysZone = saysZone && found.saysZone
                guard let date else { continue }
                behind.append(date)
                if Self.isOneTime(found.time, date) { dated += 1 }
            } else if let date {
                // A line that begins with a date shows how the file is written, and what begins with a time of day is part of
                // its message.
                guard !Self.stands(date, atBeginningOf: line) else { return nil }
                mentions += 1
            }
        }
        guard let first = shapes.first, shapes.count * 20 >= sample.count, dated * 2 <= shapes.count,
            mentions * 20 <= shapes.count, behind.count * 2 <= shapes.count || !Self.goForward(behind)
        else { return nil }
        // A log begins with a line of it, and there may be more rows in messages than lines.
        shape = shapes.count { $0 == first } * 10 >= shapes.count ? first : Self.mostFrequent(of: shapes) ?? first
        self.isPlain = isPlain
        self.saysZone = saysZone
    }

    /// Whether a date belongs to the time of day in front of it: they are written side by side, or are the same but for the
    /// hour, which another zone has.
    private static func isOneTime(_ clock: FoundTime, _ date: FoundTime) -> Bool {
        date.start <= clock.end + 3
            || DayClock.distance(date.instant, clock.instant, within: DayClock.hour) <= 2_000_000_000
    }

    /// Whether dates stand in one column and go on with their lines, as those of the lines themselves do.
    private static func goForward(_ dates: [FoundTime]) -> Bool {
        guard let first = dates.first, let last = dates.last, first.instant < last.instant else { return false }
        return zip(dates, dates.dropFirst()).allSatisfy { $0.start == $1.start && $0.instant <= $1.instant }
    }

    private static func mostFrequent(of shapes: [Shape]) -> Shape? {
        var votes: [Shape: Int] = [:]
        for shape in shapes { votes[shape, default: 0] += 1 }
        let most = votes.values.max()
        return shapes.first { votes[$0] == most }
    }

    private static func stands(_ time: FoundTime, atBeginningOf line: [UInt8]) -> Bool {
        if line.first == UInt8(ascii: "{") { return true }
        // Marks, and a priority such as `<34>1`.
        return time.start < 8 && !line[..<time.start].contains { Byte.isLetter($0) }
    }

    /// The time of day at the beginning of a line, as an instant of 1 January 1970.
    func time(in line: Span<UInt8>, _ rules: TimeRules) -> FoundTime? {
        guard let found = Self.read(line, rules), found.shape == shape else { return nil }
        return found.time
    }

    private static func read(
        _ line: Span<UInt8>, _ rules: TimeRules
    ) -> (time: FoundTime, shape: Shape, isPlain: Bool, saysZone: Bool)? {
        guard line.count >= 7 else { return nil }
        var shape = Shape()
        var cursor = ByteCursor(position: 0)
        if !Byte.isDigit(line[0]) {
            if let end = levelEnd(in: line) {
                shape.isBehindLevel = true
                cursor.position = end
            }
            for mark in [Byte.open, UInt8(ascii: "("), UInt8(ascii: "<")] where cursor.take(mark, in: line) {
                shape.opening = mark
                break
            }
        }
        let start = cursor.position
        guard var clock = cursor.timeOfDay(in: line) else { return nil }
        let end = cursor.position
        clock.nanosecond = cursor.fractionOfSecond(in: line)
        if cursor.position > end { shape.fraction = line[end] }
        let half = cursor.halfOfDay(in: line)
        if let isAfternoon = half {
            guard 1...12 ~= clock.hour else { return nil }
            clock.hour = clock.hour % 12 + (isAfternoon ? 12 : 0)
        }
        let zone = cursor.zone(in: line)
        guard !cursor.isBeforeWord(in: line), !cursor.isBeforeGroup(in: line) else { return nil }
        let seconds = Int64(clock.hour * 3600 + clock.minute * 60 + clock.second - (zone ?? rules.offset))
        let time = DayClock.timeOfDay(seconds * 1_000_000_000 + Int64(clock.nanosecond))
        return (
            FoundTime(instant: time, start: start, end: cursor.position), shape, half == nil && zone == nil, zone != nil
        )
    }

    /// Just after `INFO`, `[INFO]` or `INFO:` and blanks at the beginning of a line; nil when it does not begin so.
    private static func levelEnd(in line: Span<UInt8>) -> Int? {
        var cursor = ByteCursor(position: 0)
        let isBracketed = cursor.take(Byte.open, in: line)
        let start = cursor.position
        while cursor.position < min(line.count, start + 10), Byte.isLetter(line[cursor.position]) {
            cursor.position += 1
        }
        guard LogLevel(line, start..<cursor.position) != nil else { return nil }
        if isBracketed, !cursor.take(Byte.close, in: line) { return nil }
        _ = cursor.take(Byte.colon, in: line)
        let end = cursor.position
        while cursor.take(Byte.space, in: line) {}
        return cursor.position > end ? cursor.position : nil
    }
}

extension ByteCursor {
    /// `hh:mm:ss`, or `h:mm:ss`.
    fileprivate mutating func timeOfDay(in line: Span<UInt8>) -> ClockTime? {
        guard var hour = number(1, in: line) else { return nil }
        if let second = number(1, in: line) { hour = hour * 10 + second }
        guard hour < 24, take(Byte.colon, in: line), let minute = number(2, in: line), minute < 60,
            take(Byte.colon, in: line), let second = number(2, in: line), second <= 60
        else { return nil }
        return ClockTime(hour: hour, minute: minute, second: second)
    }

    /// A fraction after dot or comma, or of three digits after a colon.
    fileprivate mutating func fractionOfSecond(in line: Span<UInt8>) -> Int {
        var next = self
        if next.take(Byte.colon, in: line) {
            guard next.number(3, in: line) != nil, !next.isBeforeWord(in: line) else { return 0 }
        }
        return fraction(in: line)
    }

    /// Whether `AM` or `PM` comes next, after at most one blank: true for the afternoon; nil, and nothing taken, otherwise.
    fileprivate mutating func halfOfDay(in line: Span<UInt8>) -> Bool? {
        var next = self
        _ = next.take(Byte.space, in: line)
        guard line.count - next.position >= 2, Byte.lower(line[next.position + 1]) == UInt8(ascii: "m") else {
            return nil
        }
        let letter = Byte.lower(line[next.position])
        guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { return nil }
        next.position += 2
        guard !next.isBeforeWord(in: line) else { return nil }
        self = next
        return letter == UInt8(ascii: "p")
    }

    /// Whether what was read is the beginning of an address, such as `00:11:22:33:44:55` or `12:34:56::1`.
    fileprivate func isBeforeGroup(in line: Span<UInt8>) -> Bool {
        var next = self
        if next.take(Byte.dot, in: line) { return next.isBeforeWord(in: line) }
        guard next.take(Byte.colon, in: line), next.position < line.count else { return false }
        if line[next.position] == Byte.colon { return true }
        let start = next.position
        while next.position < line.count, Byte.isHexadecimal(line[next.position]) { next.position += 1 }
        return 1...4 ~= next.position - start && !next.isBeforeWord(in: line)
    }
}

extension Byte {
    fileprivate static func isHexadecimal(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 97 < 6 }
}
