extension JSONNumber {
    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// Reads a number whose grammar has been checked.
    init(checked bytes: Span<UInt8>, isInteger: Bool) {
        if isInteger, let value = Self.integer(bytes) {
            storage = .integer(value)
        } else if let value = Self.shortDecimal(bytes) {
            storage = .double(value)
        } else {
            storage = Self.longDecimal(bytes)
        }
    }

    /// An integer of 64 bits; nil for `-0` and what does not fit.
    private static func integer(_ bytes: Span<UInt8>) -> Int64? {
        let isNegative = bytes[0] == UInt8(ascii: "-")
        let start = isNegative ? 1 : 0
        guard bytes.count - start <= 19 else { return nil }
        var value: UInt64 = 0
        for index in start..<bytes.count {
            value = value &* 10 &+ UInt64(bytes[index] &- UInt8(ascii: "0"))
        }
        guard isNegative else { return Int64(exactly: value) }
        guard value != 0, value <= UInt64(Int64.max) + 1 else { return nil }
        return Int64(truncatingIfNeeded: 0 &- value)
    }

    /// A decimal of at most 15 digits and a small power of ten, which one division makes exactly right (Clinger 1990).
    private static func shortDecimal(_ bytes: Span<UInt8>) -> Double? {
        guard bytes.count <= 24 else { return nil }
        var mantissa: UInt64 = 0
        var digits = 0
        var scale = 0
        var inFraction = false
        var index = 0
        let isNegative = bytes[0] == UInt8(ascii: "-")
        if isNegative { index = 1 }
        while index < bytes.count {
            let byte = bytes[index]
            if isDigit(byte) {
                mantissa = mantissa &* 10 &+ UInt64(byte &- UInt8(ascii: "0"))
                if mantissa != 0 { digits += 1 }
                if inFraction { scale -= 1 }
            } else if byte == UInt8(ascii: ".") {
                inFraction = true
            } else {
                break
            }
            index += 1
        }
        guard digits <= 15 else { return nil }
        if index < bytes.count {
            guard let exponent = smallExponent(bytes, from: index + 1) else { return nil }
            scale += exponent
        }
        guard scale.magnitude <= 22 else { return nil }
        let power = powersOfTen[Int(scale.magnitude)]
        let value = scale < 0 ? Double(mantissa) / power : Double(mantissa) * power
        return isNegative ? -value : value
    }

    private static func smallExponent(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
        guard bytes.count - index <= 4 else { return nil }
        var value = 0
        while index < bytes.count {
            value = value * 10 + Int(bytes[index] &- UInt8(ascii: "0"))
            index += 1
        }
        return isNegative ? -value : value
    }

    /// A double when its shortest text is this decimal, else the text.
    private static func longDecimal(_ bytes: Span<UInt8>) -> Storage {
        var copy: [UInt8] = []
        copy.reserveCapacity(bytes.count)
        for index in bytes.indices { copy.append(bytes[index]) }
        let text = String(decoding: copy, as: UTF8.self)
        guard let value = Double(text), value.isFinite, let decimal = JSONDecimal(text: copy),
            JSONDecimal(shortest: value) == decimal
        else { return .decimal(text) }
        return .double(value)
    }
}
