/// Bytes by their names, for parsers of lines.
enum Byte {
    static let space = UInt8(ascii: " ")
    static let tab = UInt8(ascii: "\t")
    static let colon = UInt8(ascii: ":")
    static let dot = UInt8(ascii: ".")
    static let comma = UInt8(ascii: ",")
    static let dash = UInt8(ascii: "-")
    static let plus = UInt8(ascii: "+")
    static let slash = UInt8(ascii: "/")
    static let quote = UInt8(ascii: "\"")
    static let equals = UInt8(ascii: "=")
    static let open = UInt8(ascii: "[")
    static let close = UInt8(ascii: "]")
    static let bar = UInt8(ascii: "|")

    static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 }

    static func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) || byte == 95 }

    static func lower(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }
}

/// Reads fixed fields of a line; every step says whether it was there.
struct ByteCursor {
    var position: Int

    mutating func take(_ byte: UInt8, in line: Span<UInt8>) -> Bool {
        guard position < line.count, line[position] == byte else { return false }
        position += 1
        return true
    }

    /// Exactly `width` digits.
    mutating func number(_ width: Int, in line: Span<UInt8>) -> Int? {
        guard line.count - position >= width else { return nil }
        var value = 0
        for index in position..<position + width {
            let digit = line[index] &- 48
            guard digit < 10 else { return nil }
            let (tens, isTooMuch) = value.multipliedReportingOverflow(by: 10)
            let (sum, isMore) = tens.addingReportingOverflow(Int(digit))
            guard !isTooMuch, !isMore else { return nil }
            value = sum
        }
        position += width
        return value
    }

    /// One or two digits, or a blank and one digit.
    mutating func day(in line: Span<UInt8>) -> Int? {
        if take(Byte.space, in: line) { return number(1, in: line) }
        guard let first = number(1, in: line) else { return nil }
        guard let second = number(1, in: line) else { return first }
        return first * 10 + second
    }

    /// `hh:mm:ss` with these separators, and a fraction after dot, comma or colon.
    mutating func clock(in line: Span<UInt8>, separator: UInt8 = Byte.colon) -> ClockTime? {
        guard let hour = number(2, in: line), take(separator, in: line), let minute = number(2, in: line),
            take(separator, in: line), let second = number(2, in: line), hour < 24, minute < 60, second <= 60
        else { return nil }
        return ClockTime(hour: hour, minute: minute, second: second, nanosecond: fraction(in: line))
    }

    /// Digits after a dot, comma or colon as nanoseconds; 0 when there are none.
    mutating func fraction(in line: Span<UInt8>) -> Int {
        guard position + 1 < line.count, Byte.isDigit(line[position + 1]) else { return 0 }
        let mark = line[position]
        guard mark == Byte.dot || mark == Byte.comma || mark == Byte.colon else { return 0 }
        position += 1
        var value = 0
        var width = 0
        while position < line.count {
            // Looked at once: a line that is mapped may change.
            let digit = line[position] &- 48
            guard digit < 10 else { break }
            if width < 9 {
                value = value * 10 + Int(digit)
                width += 1
            }
            position += 1
        }
        while width < 9 {
            value *= 10
            width += 1
        }
        return value
    }

    /// `Jan` to `Dec`, in any case, as 1 to 12.
    mutating func month(in line: Span<UInt8>) -> Int? {
        guard line.count - position >= 3 else { return nil }
        let code =
            UInt32(line[position] | 0x20) << 16 | UInt32(line[position + 1] | 0x20) << 8
            | UInt32(line[position + 2] | 0x20)
        guard let index = Self.months.firstIndex(of: code) else { return nil }
        position += 3
        return index + 1
    }

    /// `Z`, `+hh:mm`, `+hhmm`, `+hh` or `UTC`, after at most one blank; nil, and nothing taken, when there is none.
    mutating func zone(in line: Span<UInt8>) -> Int? {
        var next = self
        let blank = next.take(Byte.space, in: line)
        if !blank, next.take(UInt8(ascii: "Z"), in: line) {
            self = next
            return 0
        }
        if next.word("UTC", in: line) || next.word("GMT", in: line) {
            self = next
            return 0
        }
        let sign: Int
        if next.take(Byte.plus, in: line) {
            sign = 1
        } else if next.take(Byte.dash, in: line) {
            sign = -1
        } else {
            return nil
        }
        guard let hours = next.number(2, in: line) else { return nil }
        let hasColon = next.take(Byte.colon, in: line)
        let minutes = next.number(2, in: line)
        // After a blank a short number such as `-08` may be anything.
        if minutes == nil, hasColon || blank { return nil }
        guard hours < 24, minutes ?? 0 < 60, !next.isBeforeWord(in: line) else { return nil }
        self = next
        return sign * (hours * 3600 + (minutes ?? 0) * 60)
    }

    /// Whether a letter or digit comes next.
    func isBeforeWord(in line: Span<UInt8>) -> Bool { position < line.count && Byte.isWord(line[position]) }

    private mutating func word(_ text: StaticString, in line: Span<UInt8>) -> Bool {
        guard line.count - position >= 3 else { return false }
        let matches = text.withUTF8Buffer { word in
            unsafe word[0] == line[position] && word[1] == line[position + 1] && word[2] == line[position + 2]
        }
        guard matches else { return false }
        var next = self
        next.position += 3
        guard !next.isBeforeWord(in: line) else { return false }
        self = next
        return true
    }

    private static let months: [UInt32] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ].map { $0.utf8.reduce(0) { $0 << 8 | UInt32($1) } }
}
