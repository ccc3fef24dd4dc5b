/// Reads fixed-width decimal fields from the front of a text.
struct DigitReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: some StringProtocol) { bytes = Array(text.utf8.prefix(64)) }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(truncatingIfNeeded: character.value) else {
            return false
        }
        position += 1
        return true
    }

    mutating func number(_ width: Int) -> Int? {
        guard bytes.count - position >= width else { return nil }
        var value = 0
        for byte in bytes[position..<position + width] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        position += width
        return value
    }

    /// Digits after the decimal sign as nanoseconds; what is finer is cut off.
    mutating func fraction() -> Int? {
        var value = 0
        var width = 0
        while position < bytes.count, (48...57).contains(bytes[position]) {
            if width < 9 { value = value * 10 + Int(bytes[position] - 48) }
            width += 1
            position += 1
        }
        guard width > 0 else { return nil }
        for _ in min(width, 9)..<9 { value *= 10 }
        return value
    }

    /// `Z`, `+hh:mm` or `-hh:mm` as seconds east of UTC.
    mutating func offset() -> Int? {
        if take("Z") || take("z") { return 0 }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(2), take(":"), let minutes = number(2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
