/// A decimal number as digits and a power of ten: `digits × 10^exponent`, without zeros at either end of the digits.
struct JSONDecimal: Hashable, Sendable {
    let isNegative: Bool
    /// ASCII digits; empty for zero.
    let digits: [UInt8]
    let exponent: Int

    static let zero = JSONDecimal(isNegative: false, digits: [], exponent: 0)

    private init(isNegative: Bool, digits: [UInt8], exponent: Int) {
        self.isNegative = isNegative
        self.digits = digits
        self.exponent = exponent
    }

    /// Reads a number in JSON's grammar or Swift's description of a double; nil when the exponent does not fit.
    init?(text: some Collection<UInt8>) {
        var digits: [UInt8] = []
        var isNegative = false
        var fraction = 0
        var inFraction = false
        var exponentText: [UInt8]?
        for byte in text {
            if exponentText != nil {
                exponentText?.append(byte)
                continue
            }
            switch byte {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "."): inFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"): exponentText = []
            default:
                digits.append(byte)
                if inFraction { fraction += 1 }
            }
        }
        let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(leading)
        guard !digits.isEmpty else {
            self = .zero
            return
        }
        var exponent = 0
        if let exponentText {
            guard let read = Int(String(decoding: exponentText, as: UTF8.self)), abs(read) < Int.max / 4 else {
                return nil
            }
            exponent = read
        }
        exponent -= fraction
        while digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            exponent += 1
        }
        self.init(isNegative: isNegative, digits: digits, exponent: exponent)
    }

    /// The shortest decimal that reads back as this finite double.
    init(shortest value: Double) {
        self = JSONDecimal(text: value.description.utf8) ?? .zero
    }

    init(_ value: Int64) {
        self = JSONDecimal(text: value.description.utf8) ?? .zero
    }

    /// Whether this has no fraction.
    var isInteger: Bool { exponent >= 0 }

    /// The position of the first digit: 1 for 1…9, 0 for 0.1….
    var magnitude: Int { digits.count + exponent }

    /// The value, if it is an integer of 64 bits.
    var int64: Int64? {
        guard isInteger, magnitude <= 19 else { return nil }
        var result: Int64 = 0
        for index in 0..<magnitude {
            let digit = index < digits.count ? Int64(digits[index] &- UInt8(ascii: "0")) : 0
            let (product, overflow) = result.multipliedReportingOverflow(by: 10)
            let (sum, overflowed) = product.addingReportingOverflow(isNegative ? -digit : digit)
            guard !overflow, !overflowed else { return nil }
            result = sum
        }
        return result
    }

    /// ECMAScript's form of a number, as RFC 8785 asks for (ECMA-262, Number::toString).
    var canonicalText: String {
        guard !digits.isEmpty else { return "0" }
        let text = String(decoding: digits, as: UTF8.self)
        let sign = isNegative ? "-" : ""
        if magnitude > 0, magnitude <= 21 {
            guard exponent < 0 else { return sign + text + String(repeating: "0", count: exponent) }
            return sign + text.prefix(magnitude) + "." + text.dropFirst(magnitude)
        }
        if magnitude <= 0, magnitude > -6 {
            return sign + "0." + String(repeating: "0", count: -magnitude) + text
        }
        let power = magnitude - 1
        let fraction = digits.count > 1 ? "." + text.dropFirst() : ""
        return sign + text.prefix(1) + fraction + "e" + (power < 0 ? "-" : "+") + String(abs(power))
    }
}

extension JSONDecimal: Comparable {
    static func < (left: JSONDecimal, right: JSONDecimal) -> Bool {
        if left.digits.isEmpty { return !right.digits.isEmpty && !right.isNegative }
        if right.digits.isEmpty { return left.isNegative }
        guard left.isNegative == right.isNegative else { return left.isNegative }
        let (small, large) = left.isNegative ? (right, left) : (left, right)
        guard small.magnitude == large.magnitude else { return small.magnitude < large.magnitude }
        return small.digits.lexicographicallyPrecedes(large.digits)
    }
}
