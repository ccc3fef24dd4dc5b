/// Reads numbers out of bytes without making a string of them, where a double can be had exactly by one operation.
enum NumberScan {
    /// The longest number that is read.
    static let maximumLength = 64

    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// The number from `start` up to a blank or the end; nil when there is none.
    ///
    /// `position` moves behind it.
    @inline(__always)
    static func double(_ bytes: borrowing Span<UInt8>, _ position: inout Int) -> Double? {
        let start = position
        var mantissa: UInt64 = 0
        var digits = 0
        var scale = 0
        var index = start
        var isNegative = false
        if index < bytes.count, bytes[index] == 0x2D {
            isNegative = true
            index += 1
        }
        while index < bytes.count, bytes[index] &- 48 < 10 {
            mantissa = mantissa &* 10 &+ UInt64(bytes[index] &- 48)
            digits += 1
            index += 1
        }
        if index < bytes.count, bytes[index] == 0x2E {
            index += 1
            while index < bytes.count, bytes[index] &- 48 < 10 {
                mantissa = mantissa &* 10 &+ UInt64(bytes[index] &- 48)
                digits += 1
                scale += 1
                index += 1
            }
        }
        // Up to 2^53 both operands are exact, so that the one division is rounded correctly (Clinger 1990).
        let ends = index == bytes.count || bytes[index] == 0x20 || bytes[index] == 0x09
        guard ends, digits > 0, digits <= 19, mantissa <= 1 << 53, scale <= 22 else {
            return slowDouble(bytes, &position)
        }
        position = index
        let value = scale == 0 ? Double(mantissa) : Double(mantissa) / powers[scale]
        return isNegative ? -value : value
    }

    @inline(never)
    private static func slowDouble(_ bytes: borrowing Span<UInt8>, _ position: inout Int) -> Double? {
        var text: [UInt8] = []
        var index = position
        while index < bytes.count, bytes[index] != 0x20, bytes[index] != 0x09 {
            guard text.count < maximumLength else { return nil }
            text.append(bytes[index])
            index += 1
        }
        let word = String(decoding: text, as: UTF8.self)
        switch word.lowercased() {
        case "nan", "+nan", "-nan":
            position = index
            return .nan
        case "inf", "+inf":
            position = index
            return .infinity
        case "-inf":
            position = index
            return -.infinity
        default: break
        }
        // Double's own initialiser also takes hexadecimal and words.
        let allowed = text.allSatisfy { ($0 &- 48) < 10 || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }
        guard allowed, let value = Double(word) else { return nil }
        position = index
        return value
    }

    /// A time as milliseconds since 1970: seconds in OpenMetrics, milliseconds in Prometheus's older format.
    ///
    /// Neither format says at its start which of them it is, so the size of the number decides: 10^11 is the year 5138
    /// in seconds and March 1973 in milliseconds.
    @inline(__always)
    static func time(_ bytes: borrowing Span<UInt8>, _ position: inout Int) -> Int64? {
        var index = position
        var whole: Int64 = 0
        while index < bytes.count, bytes[index] &- 48 < 10, index - position < 16 {
            whole = whole &* 10 &+ Int64(bytes[index] &- 48)
            index += 1
        }
        guard index > position, index - position < 16 else { return slowTime(bytes, &position) }
        var thousandths: Int64 = 0
        if index < bytes.count, bytes[index] == 0x2E {
            index += 1
            var place: Int64 = 1000
            while index < bytes.count, bytes[index] &- 48 < 10 {
                let digit = Int64(bytes[index] &- 48)
                // The first digit that is finer than a millisecond rounds.
                thousandths += place == 1 ? (digit >= 5 ? 1 : 0) : place / 10 * digit
                place /= 10
                index += 1
            }
        } else if whole >= 100_000_000_000 {
            guard index == bytes.count || bytes[index] == 0x20 || bytes[index] == 0x09 else { return nil }
            position = index
            return whole
        }
        guard index == bytes.count || bytes[index] == 0x20 || bytes[index] == 0x09, whole < 1 << 43 else {
            return slowTime(bytes, &position)
        }
        position = index
        return whole * 1000 + thousandths
    }

    @inline(never)
    private static func slowTime(_ bytes: borrowing Span<UInt8>, _ position: inout Int) -> Int64? {
        guard let value = slowDouble(bytes, &position), value.isFinite else { return nil }
        return Int64(exactly: (abs(value) >= 1e11 ? value : value * 1000).rounded())
    }
}
