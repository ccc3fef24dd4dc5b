/// Writes doubles as text, exactly.
enum NumberText {
    /// The shortest text that reads back as the value, as ECMAScript writes it: `1`, `0.5`, `1e+21`, `NaN`, `-Infinity`.
    static func shortest(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity" }
        guard value != 0 else { return value.sign == .minus ? "-0" : "0" }
        let (digits, exponent) = shortestDigits(value.magnitude)
        let sign = value < 0 ? "-" : ""
        let magnitude = digits.count + exponent
        let text = String(decoding: digits, as: UTF8.self)
        if magnitude > 0, magnitude <= 21 {
            guard exponent < 0 else { return sign + text + String(repeating: "0", count: exponent) }
            return sign + text.prefix(magnitude) + "." + text.dropFirst(magnitude)
        }
        if magnitude <= 0, magnitude > -6 {
            return sign + "0." + String(repeating: "0", count: -magnitude) + text
        }
        let fraction = digits.count > 1 ? "." + text.dropFirst() : ""
        let power = magnitude - 1
        return sign + text.prefix(1) + fraction + "e" + (power < 0 ? "-" : "+") + String(abs(power))
    }

    /// Digits without zeros at the ends and the power of ten of the last, read off Swift's shortest text.
    private static func shortestDigits(_ value: Double) -> (digits: [UInt8], exponent: Int) {
        var digits: [UInt8] = []
        var exponent = 0
        let parts = value.description.split(separator: "e", maxSplits: 1)
        var inFraction = false
        for byte in parts[0].utf8 {
            if byte == UInt8(ascii: ".") {
                inFraction = true
            } else {
                digits.append(byte)
                if inFraction { exponent -= 1 }
            }
        }
        if parts.count > 1 { exponent += Int(parts[1]) ?? 0 }
        while digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            exponent += 1
        }
        let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(leading)
        return (digits, exponent)
    }

    /// A fixed number of digits after the point, rounded to even where the value lies exactly between two.
    static func fixed(_ value: Double, precision: Int) -> String {
        guard value.isFinite else { return shortest(value) }
        let exact = ExactDecimal(value.magnitude)
        let digits = exact.rounded(toPlaces: precision)
        let sign = value.sign == .minus ? "-" : ""
        return sign + digits.whole + (precision > 0 ? "." + digits.fraction : "")
    }

    /// One digit before the point, a fixed number after it, and an exponent of at least two digits.
    static func scientific(_ value: Double, precision: Int) -> String {
        guard value.isFinite else { return shortest(value) }
        let (digits, exponent) = ExactDecimal(value.magnitude).rounded(toDigits: precision + 1)
        let text = String(decoding: digits, as: UTF8.self)
        let power = String(abs(exponent))
        let sign = value.sign == .minus ? "-" : ""
        return sign + text.prefix(1) + (precision > 0 ? "." + text.dropFirst() : "") + "e" + (exponent < 0 ? "-" : "+")
            + (power.utf8.count < 2 ? "0" : "") + power
    }
}

/// All decimal digits of a finite double, of which there are at most about 1,080.
struct ExactDecimal {
    /// ASCII digits, without zeros in front.
    private let digits: [UInt8]
    /// How many of them stand after the point.
    private let places: Int

    init(_ value: Double) {
        let bits = value.significandBitPattern
        let isNormal = value.exponentBitPattern != 0
        let significand = isNormal ? bits | 1 << 52 : bits
        let power = Int(isNormal ? value.exponentBitPattern : 1) - 1_075
        var limbs: [UInt32] = [UInt32(truncatingIfNeeded: significand), UInt32(truncatingIfNeeded: significand >> 32)]
        // m × 2^-k = m × 5^k ÷ 10^k, so the digits are those of m × 5^k with k places.
        // 5^13 is the greatest power of five in 32 bits.
        let (rounds, rest) = abs(power).quotientAndRemainder(dividingBy: 13)
        for _ in 0..<rounds { Self.multiply(&limbs, by: power < 0 ? 1_220_703_125 : 1 << 13) }
        for _ in 0..<rest { Self.multiply(&limbs, by: power < 0 ? 5 : 2) }
        digits = Self.decimal(limbs)
        places = max(0, -power)
    }

    private static func multiply(_ limbs: inout [UInt32], by factor: UInt64) {
        var carry: UInt64 = 0
        for index in limbs.indices {
            let product = UInt64(limbs[index]) * factor + carry
            limbs[index] = UInt32(truncatingIfNeeded: product)
            carry = product >> 32
        }
        if carry > 0 { limbs.append(UInt32(carry)) }
    }

    private static func decimal(_ limbs: [UInt32]) -> [UInt8] {
        var limbs = limbs
        var reversed: [UInt8] = []
        while limbs.last == 0 { limbs.removeLast() }
        while !limbs.isEmpty {
            var rest: UInt64 = 0
            for index in limbs.indices.reversed() {
                let part = rest << 32 | UInt64(limbs[index])
                limbs[index] = UInt32(part / 1_000_000_000)
                rest = part % 1_000_000_000
            }
            while limbs.last == 0 { limbs.removeLast() }
            for _ in 0..<9 {
                reversed.append(UInt8(rest % 10) + UInt8(ascii: "0"))
                rest /= 10
            }
        }
        while reversed.last == UInt8(ascii: "0") { reversed.removeLast() }
        return reversed.reversed()
    }

    /// The first digits, rounded to even; one more of them when a carry runs off the front.
    private func firstDigits(_ count: Int) -> [UInt8] {
        guard count < digits.count else {
            return digits + Array(repeating: UInt8(ascii: "0"), count: count - digits.count)
        }
        guard count >= 0 else { return [] }
        var kept = Array(digits[..<count])
        let half = UInt8(ascii: "5")
        let isAboveHalf = digits[count] > half || digits[count] == half && digits[(count + 1)...].contains { $0 != 48 }
        let isTie = digits[count] == half && !isAboveHalf
        guard isAboveHalf || isTie && (kept.last ?? 48) % 2 == 1 else { return kept }
        for index in kept.indices.reversed() {
            guard kept[index] == UInt8(ascii: "9") else {
                kept[index] += 1
                return kept
            }
            kept[index] = UInt8(ascii: "0")
        }
        return [UInt8(ascii: "1")] + kept
    }

    func rounded(toPlaces precision: Int) -> (whole: String, fraction: String) {
        let all = firstDigits(digits.count - places + precision)
        let padding = max(0, precision + 1 - all.count)
        let text = String(repeating: "0", count: padding) + String(decoding: all, as: UTF8.self)
        return (String(text.dropLast(precision)), String(text.suffix(precision)))
    }

    func rounded(toDigits count: Int) -> (digits: [UInt8], exponent: Int) {
        guard !digits.isEmpty else { return (Array(repeating: UInt8(ascii: "0"), count: count), 0) }
        let all = firstDigits(count)
        let exponent = digits.count - places - 1 + (all.count - count)
        return (Array(all.prefix(count)), exponent)
    }
}
