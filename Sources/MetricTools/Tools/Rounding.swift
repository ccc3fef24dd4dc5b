internal import Glibc

/// Numbers as short as a reader needs them.
enum Rounding {
    /// The value with that many significant digits.
    static func short(_ value: Double, digits: Int = 6) -> Double {
        guard value != 0, value.isFinite else { return value }
        let places = digits - 1 - Int(log10(abs(value)).rounded(.down))
        guard abs(places) < 300 else { return value }
        // Dividing by a power of ten keeps the decimal short, multiplying by a negative one does not.
        if places >= 0 {
            let scale = pow(10, Double(places))
            return (value * scale).rounded() / scale
        }
        let scale = pow(10, Double(-places))
        return (value / scale).rounded() * scale
    }

    /// The value as a sentence tells it, with three significant digits: `212` and not `212.0`.
    static func words(_ value: Double) -> String {
        let text = short(value, digits: 3).description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
