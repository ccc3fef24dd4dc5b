internal import Glibc

/// Numbers, sizes and lengths of time for a reader; the same text on every machine.
enum Figures {
    /// `12,345`.
    static func count(_ value: Int) -> String {
        let digits = Array(value.magnitude.description)
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// `1 file`, `3 files`.
    static func count(_ value: Int, _ noun: String) -> String { "\(count(value)) \(noun)\(value == 1 ? "" : "s")" }

    /// `1.4 MiB`.
    static func bytes(_ value: Int) -> String {
        guard value.magnitude >= 1024 else { return "\(value) B" }
        var scaled = Double(value) / 1024
        for unit in ["KiB", "MiB", "GiB"] {
            if abs(scaled) < 1023.95 { return "\(fixed(scaled, scaled < 100 ? 1 : 0)) \(unit)" }
            scaled /= 1024
        }
        return "\(fixed(scaled, 1)) TiB"
    }

    /// `340 ms`, `2.4 s`, `5 min 12 s`, `3 h 4 min`, `2 d 1 h`.
    static func duration(nanoseconds: Int64) -> String {
        guard nanoseconds >= 0 else { return "-" + duration(nanoseconds: nanoseconds == .min ? .max : -nanoseconds) }
        let milliseconds = nanoseconds / 1_000_000
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        if milliseconds < 60_000 {
            return milliseconds.isMultiple(of: 1000)
                ? "\(milliseconds / 1000) s" : "\(fixed(Double(milliseconds) / 1000, 1)) s"
        }
        let seconds = milliseconds / 1000
        if seconds < 3600 { return pair(seconds / 60, "min", seconds % 60, "s") }
        if seconds < 86_400 { return pair(seconds / 3600, "h", seconds / 60 % 60, "min") }
        return pair(seconds / 86_400, "d", seconds / 3600 % 24, "h")
    }

    /// `93 %`.
    static func percent(_ value: Double) -> String { "\(Int((min(max(value, 0), 1) * 100).rounded())) %" }

    /// A number with this many digits after the point; Swift's own form where that would lose it.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        let decimals = min(max(decimals, 0), 9)
        let power = pow(10, Double(decimals))
        let scaled = (value * power).rounded()
        guard scaled.magnitude < 9e15, let whole = Int64(exactly: scaled) else { return value.description }
        let digits = String(whole.magnitude)
        let sign = whole < 0 ? "-" : ""
        guard decimals > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }

    /// At most four significant digits, without zeros at the end: `0.0123`, `17.5`, `4,096`.
    static func short(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        let magnitude = abs(value)
        if magnitude >= 10_000 {
            return magnitude < 1e15 ? count(Int(value.rounded())) : value.description
        }
        if magnitude > 0, magnitude < 1e-4 { return value.description }
        let decimals = magnitude >= 1000 ? 0 : magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : magnitude >= 1 ? 3 : 5
        var text = fixed(value, decimals)
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    private static func pair(_ major: Int64, _ name: String, _ minor: Int64, _ unit: String) -> String {
        minor == 0 ? "\(major) \(name)" : "\(major) \(name) \(minor) \(unit)"
    }
}
