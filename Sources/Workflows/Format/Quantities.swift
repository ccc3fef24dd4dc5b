/// Durations and sizes as workflow files and configuration write them.
package enum Quantities {
    private static let durations: [(unit: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]
    private static let sizes: [(unit: String, bytes: Int)] = [
        ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("B", 1),
    ]
    /// The longest duration that is accepted, ten years.
    private static let maximum: Int64 = 3650 * 86_400_000

    /// What durations look like, for hints.
    package static let durationHint = "write a whole number and a unit: 500ms, 10s, 5m, 2h, 7d"
    /// What sizes look like, for hints.
    package static let sizeHint = "write a whole number and a unit: 64KiB, 10MiB, 2GiB"

    /// `500ms`, `10s`, `5m`, `2h` or `7d`; nil for anything else, and beyond ten years.
    package static func duration(_ text: String) -> Duration? {
        for (unit, factor) in durations where text.hasSuffix(unit) {
            guard let count = whole(text.dropLast(unit.count)) else { continue }
            let (product, overflow) = Int64(count).multipliedReportingOverflow(by: factor)
            guard !overflow, product <= maximum else { return nil }
            return .milliseconds(product)
        }
        return nil
    }

    /// `64KiB`, `10MiB` or `2GiB` in bytes; nil for anything else.
    package static func size(_ text: String) -> Int? {
        for (unit, factor) in sizes where text.hasSuffix(unit) {
            guard let count = whole(text.dropLast(unit.count)) else { continue }
            let (product, overflow) = count.multipliedReportingOverflow(by: factor)
            return overflow ? nil : product
        }
        return nil
    }

    private static func whole(_ digits: Substring) -> Int? {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return nil }
        return Int(digits)
    }
}

extension Duration {
    /// The duration in whole milliseconds, rounded down.
    package var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        return overflow ? (seconds < 0 ? .min : .max) : product + attoseconds / 1_000_000_000_000_000
    }

    /// As workflow files write it, in the greatest unit that fits exactly.
    package var shortText: String {
        let value = milliseconds
        for (unit, factor) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)] as [(String, Int64)]
        where value >= factor && value % factor == 0 {
            return "\(value / factor)\(unit)"
        }
        return "\(value)ms"
    }
}
