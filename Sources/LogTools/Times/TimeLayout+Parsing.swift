extension TimeLayout {
    /// Reads a time in this layout that begins exactly at `start`; nil when there is none.
    func parse(_ line: Span<UInt8>, at start: Int, _ rules: TimeRules) -> FoundTime? {
        guard line.count - start >= 10 else { return nil }
        var cursor = ByteCursor(position: start)
        guard let instant = read(line, &cursor, rules) else { return nil }
        guard !cursor.isBeforeWord(in: line) else { return nil }
        return FoundTime(instant: instant, start: start, end: cursor.position)
    }

    private func read(_ line: Span<UInt8>, _ cursor: inout ByteCursor, _ rules: TimeRules) -> Int64? {
        switch self {
        case .iso: Self.iso(line, &cursor, rules)
        case .dotted: Self.dotted(line, &cursor, rules)
        case .access: Self.access(line, &cursor, rules)
        case .calendar: Self.calendar(line, &cursor, rules)
        case .syslog: Self.syslog(line, &cursor, rules)
        case .dayFirst: Self.dayFirst(line, &cursor, rules)
        case .klog: Self.klog(line, &cursor, rules)
        case .monthDay: Self.monthDay(line, &cursor, rules)
        case .shortYear: Self.shortYear(line, &cursor, rules)
        case .compact: Self.compact(line, &cursor, rules)
        case .compactShort: Self.compactShort(line, &cursor, rules)
        case .epoch: Self.epoch(line, &cursor)
        case .clock: nil
        }
    }

    private static func iso(_ line: Span<UInt8>, _ cursor: inout ByteCursor, _ rules: TimeRules) -> Int64? {
        guard let year = cursor.number(4, in: line), cursor.position < line.count else { return nil }
        let separator = line[cursor.position]
        guard separator == Byte.dash || separator == Byte.slash, cursor.take(separator, in: line),
            let month = cursor.number(2, in: line), cursor.take(separator, in: line),
            let day = cursor.number(2, in: line), cursor.position < line.count
        else { return nil }
        let between = line[cursor.position]
        guard
            between == UInt8(ascii: "T") || between == Byte.space || between == UInt8(ascii: "_")
                || between == UInt8(ascii: "t"), cursor.take(between, in: line), let clock = cursor.clock(in: line)
        else { return nil }
        return CivilTime.instant(year, month, day, clock, offset: cursor.zone(in: line) ?? rules.offset)
    }

    private static func dotted(_ line: Span<UInt8>, _ cursor: inout ByteCursor, _ rules: TimeRules) -> Int64? {
        guard let year = cursor.number(4, in: line), cursor.take(Byte.dash, in: line),
            let month = cursor.number(2, in: line), cursor.take(Byte.dash, in: line),
            let day = cursor.number(2, in: line), cursor.take(Byte.dash, in: line),
            let clock = cursor.clock(in: line, separator: Byte.dot)
        else { return nil }
        return CivilTime.instant(year, month, day, clock, offset: rules.offset)
    }

    private static func access(_ line: Span<UInt8>, _ cursor: inout ByteCursor, _ rules: TimeRules) -> Int64? {
        guard let day = cursor.number(2, in: line), cursor.take(Byte.slash, in: line),
            let month = cursor.month(in: line), cursor.take(Byte.slash, in: line),
            let year = cursor.number(4, in: line), cursor.take(Byte.colon, in: line),
            let clock = cursor.clock(in: line)
        else { return nil }
        return CivilTime.instant(year, month, day, clock, offset: cursor.zone(in: line) ?? rules.offset)
    }

    private static func calendar(_ line: Span<UInt8>, _ cursor: inout ByteCursor, _ rules: TimeRules) -> Int64? {
        for _ in 0..<3 {
            guard cursor.position < line.count, Byte.isLetter(line[cursor.position]) else { return nil }
            cursor.position += 1
        }
        guard cursor.take(Byte.space, in: line), let month = cursor.month(in: line),
            cursor.take(Byte.space, in: line), let day = cursor.day(in: line), cursor.take(Byte.space, in: line),
            let clock = cursor.clock(in: line)
        else { return nil }
        let offset = cursor.zone(in: line)
        guard cursor.take(Byte.space, in: line), let year = cursor.number(4, in: line) else { return nil }
        return CivilTime.instant(year, month, day, clock, offset: offset ?? rules.offset)
    }

    private static func syslog(_ line: Span<UInt8>, _ cursor: inout ByteCursor, _ rules: TimeRules) -> Int64? {
        guard let month = cursor.month(in: line), cursor.take(Byte.space, in: line),
            let day = cursor.day(in: line), cursor.take(Byte.space, in: line)
        else { return nil }
        var year: Int?
        var withYear = cursor
        if let number = withYear.number(4, in: line), withYear.take(Byte.space, in: line) {
            year = number
            cursor = withYear
        }
        guard let clock = cursor.clock(in: line) else { return nil }
        guard let year else { return rules.instant(month: month, day: day, clock, offset: nil) }
        return CivilTime.instant(year, month, day, clock, offset: cursor.zone(in: line) ?? rules.offset)
    }

    private static func dayFirst(_ line: Span<UInt8>, _ cursor: inout ByteCursor, _ rules: TimeRules) -> Int64? {
        guard let day = cursor.day(in: line), cursor.position < line.count else { return nil }
        let separator = line[cursor.position]
        guard separator == Byte.dash || separator == Byte.space || separator == Byte.dot,
            cursor.take(separator, in: line),
            let month = separator == Byte.dot ? cursor.number(2, in: line) : cursor.month(in: line),
            cursor.take(separator, in: line),
            let year = cursor.number(4, in: line), cursor.take(Byte.space, in: line),
            let clock = cursor.clock(in: line)
        else { return nil }
        return CivilTime.instant(year, month, day, clock, offset: cursor.zone(in: line) ?? rules.offset)
    }

    private static func klog(_ line: Span<UInt8>, _ cursor: inout ByteCursor, _ rules: TimeRules) -> Int64? {
        guard LogLevel(klog: line[cursor.position]) != nil else { return nil }
        cursor.position += 1
        guard let month = cursor.number(2, in: line), let day = cursor.number(2, in: line),
            cursor.take(Byte.space, in: line), let clock = cursor.clock(in: line)
        else { return nil }
        return rules.instant(month: month, day: day, clock, offset: nil)
    }

    private static func monthDay(_ line: Span<UInt8>, _ cursor: inout ByteCursor, _ rules: TimeRules) -> Int64? {
        guard let month = cursor.number(2, in: line), cursor.position < line.count else { return nil }
        let separator = line[cursor.position]
        guard separator == Byte.dash || separator == Byte.dot || separator == Byte.slash,
            cursor.take(separator, in: line), let day = cursor.number(2, in: line),
            cursor.take(Byte.space, in: line), let clock = cursor.clock(in: line)
        else { return nil }
        return rules.instant(month: month, day: day, clock, offset: nil)
    }

    private static func shortYear(_ line: Span<UInt8>, _ cursor: inout ByteCursor, _ rules: TimeRules) -> Int64? {
        guard let year = cursor.number(2, in: line), cursor.position < line.count else { return nil }
        let separator = line[cursor.position]
        guard separator == Byte.slash || separator == Byte.dash, cursor.take(separator, in: line),
            let month = cursor.number(2, in: line), cursor.take(separator, in: line),
            let day = cursor.number(2, in: line), cursor.take(Byte.space, in: line),
            let clock = cursor.clock(in: line)
        else { return nil }
        return CivilTime.instant(fullYear(year), month, day, clock, offset: cursor.zone(in: line) ?? rules.offset)
    }

    private static func compact(_ line: Span<UInt8>, _ cursor: inout ByteCursor, _ rules: TimeRules) -> Int64? {
        guard let year = cursor.number(4, in: line), let month = cursor.number(2, in: line),
            let day = cursor.number(2, in: line), cursor.position < line.count
        else { return nil }
        let between = line[cursor.position]
        guard between == Byte.dash || between == Byte.space || between == UInt8(ascii: "T"),
            cursor.take(between, in: line)
        else { return nil }
        guard let clock = cursor.looseClock(in: line) else { return nil }
        return CivilTime.instant(year, month, day, clock, offset: cursor.zone(in: line) ?? rules.offset)
    }

    private static func compactShort(_ line: Span<UInt8>, _ cursor: inout ByteCursor, _ rules: TimeRules) -> Int64? {
        guard let year = cursor.number(2, in: line), let month = cursor.number(2, in: line),
            let day = cursor.number(2, in: line), cursor.take(Byte.space, in: line),
            let clock = cursor.looseClock(in: line)
        else { return nil }
        return CivilTime.instant(fullYear(year), month, day, clock, offset: rules.offset)
    }

    private static func epoch(_ line: Span<UInt8>, _ cursor: inout ByteCursor) -> Int64? {
        let start = cursor.position
        var end = start
        while end < line.count, end - start < 20, Byte.isDigit(line[end]) { end += 1 }
        let width = end - start
        // Seconds from 1990 to 2096, and the same in finer units.
        guard [10, 13, 16, 19].contains(width), let value = cursor.number(width, in: line) else { return nil }
        var scale: Int64 = 1_000_000_000
        for _ in stride(from: 10, to: width, by: 3) { scale /= 1000 }
        guard 631_152_000...3_976_214_400 ~= Int64(value) / (1_000_000_000 / scale) else { return nil }
        let (nanoseconds, overflow) = Int64(value).multipliedReportingOverflow(by: scale)
        guard !overflow else { return nil }
        guard width == 10, end < line.count, line[end] == Byte.dot else { return nanoseconds }
        return nanoseconds + Int64(cursor.fraction(in: line))
    }

    private static func fullYear(_ year: Int) -> Int { year < 70 ? 2000 + year : 1900 + year }
}

extension ByteCursor {
    /// `hh:mm:ss` or `hhmmss`, with a fraction; hours may have one digit.
    fileprivate mutating func looseClock(in line: Span<UInt8>) -> ClockTime? {
        var plain = self
        if let hour = plain.number(2, in: line), let minute = plain.number(2, in: line),
            let second = plain.number(2, in: line), hour < 24, minute < 60, second <= 60
        {
            self = plain
            return ClockTime(hour: hour, minute: minute, second: second, nanosecond: fraction(in: line))
        }
        var parts: [Int] = []
        for index in 0..<3 {
            if index > 0, !take(Byte.colon, in: line) { return nil }
            guard let first = number(1, in: line) else { return nil }
            parts.append(number(1, in: line).map { first * 10 + $0 } ?? first)
        }
        guard parts[0] < 24, parts[1] < 60, parts[2] <= 60 else { return nil }
        return ClockTime(hour: parts[0], minute: parts[1], second: parts[2], nanosecond: fraction(in: line))
    }
}
