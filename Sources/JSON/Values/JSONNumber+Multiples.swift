extension JSONNumber {
    /// Whether dividing by another number above zero leaves nothing, exactly where that has at most 18 digits.
    func isMultiple(of divisor: JSONNumber) -> Bool {
        if let value = int64, let step = divisor.int64 { return step != 0 && value % step == 0 }
        guard let value = decimal, let step = divisor.decimal, let modulus = step.smallDigits else {
            let remainder = double.truncatingRemainder(dividingBy: divisor.double)
            return remainder == 0
        }
        guard !value.digits.isEmpty else { return true }
        // The digits of a decimal end in no zero, so ten divides them never.
        guard value.exponent >= step.exponent else { return false }
        var rest: UInt64 = 0
        for digit in value.digits {
            rest = Self.product(rest, 10, modulus)
            rest = (rest + UInt64(digit - UInt8(ascii: "0"))) % modulus
        }
        return Self.product(rest, Self.powerOfTen(value.exponent - step.exponent, modulus), modulus) == 0
    }

    private static func product(_ left: UInt64, _ right: UInt64, _ modulus: UInt64) -> UInt64 {
        let wide = (left % modulus).multipliedFullWidth(by: right % modulus)
        return modulus.dividingFullWidth(wide).remainder
    }

    private static func powerOfTen(_ exponent: Int, _ modulus: UInt64) -> UInt64 {
        var result: UInt64 = 1 % modulus
        var base: UInt64 = 10 % modulus
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = product(result, base, modulus) }
            base = product(base, base, modulus)
            rest >>= 1
        }
        return result
    }
}

extension JSONDecimal {
    /// The digits as a number, if there are at most 18.
    fileprivate var smallDigits: UInt64? {
        guard !digits.isEmpty, digits.count <= 18 else { return nil }
        return digits.reduce(0) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) }
    }
}
