extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with milliseconds, rounded down: `2026-03-01T14:05:09.120Z`.
    package var description: String { String(ofBytes: Self.length) { append(to: &$0) } }

    /// Bytes of the description.
    static let length = 24

    /// Adds the description to a text.
    func append(to text: inout OutputSpan<UInt8>) {
        let total = milliseconds
        let day = CivilDate.floorDivide(total, 86_400_000)
        let rest = Int(total - day * 86_400_000)
        let date = CivilDate(daysSince1970: Int(day))
        Self.append(date.year / 100, to: &text)
        Self.append(date.year % 100, to: &text)
        text.append(UInt8(ascii: "-"))
        Self.append(date.month, to: &text)
        text.append(UInt8(ascii: "-"))
        Self.append(date.day, to: &text)
        text.append(UInt8(ascii: "T"))
        Self.append(rest / 3_600_000, to: &text)
        text.append(UInt8(ascii: ":"))
        Self.append(rest / 60_000 % 60, to: &text)
        text.append(UInt8(ascii: ":"))
        Self.append(rest / 1000 % 60, to: &text)
        text.append(UInt8(ascii: "."))
        text.append(UInt8(48 + rest % 1000 / 100))
        Self.append(rest % 100, to: &text)
        text.append(UInt8(ascii: "Z"))
    }

    /// Adds two digits.
    private static func append(_ number: Int, to text: inout OutputSpan<UInt8>) {
        text.append(UInt8(truncatingIfNeeded: 48 + number / 10 % 10))
        text.append(UInt8(truncatingIfNeeded: 48 + number % 10))
    }

    /// Reads an RFC 3339 date-time with `Z` or a numeric offset; nil when it is not one or has no zone.
    package init?(rfc3339 text: some StringProtocol) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), reader.take("T") || reader.take("t") || reader.take(" "),
            let hour = reader.number(2), reader.take(":"), let minute = reader.number(2), reader.take(":"),
            let second = reader.number(2)
        else { return nil }
        let fraction = reader.take(".") ? reader.fraction() : 0
        guard let fraction, let offset = reader.offset(), reader.isAtEnd else { return nil }
        self.init(
            civil: CivilDate(year: year, month: month, day: day), hour: hour, minute: minute, second: second,
            nanosecond: fraction, offsetSeconds: offset)
    }

    /// Puts a civil date and time of day together; nil when a field is out of its range.
    ///
    /// Second 60 is taken for the first instant of the next minute, as POSIX time does.
    package init?(
        civil date: CivilDate, hour: Int, minute: Int, second: Int, nanosecond: Int = 0, offsetSeconds: Int = 0
    ) {
        guard date.isValid, 0...23 ~= hour, 0...59 ~= minute, 0...60 ~= second, 0..<1_000_000_000 ~= nanosecond,
            -86_400...86_400 ~= offsetSeconds
        else { return nil }
        let seconds = Int64(date.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offsetSeconds)
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return nil }
        self.init(nanoseconds: product + Int64(nanosecond))
    }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(rfc3339: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 time with a zone")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
