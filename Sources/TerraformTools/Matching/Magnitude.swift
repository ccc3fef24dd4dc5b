internal import JSON

/// A setting's value as a quantity, where it is one: `40`, `"30min"`, `"512Mi"`, `"db.r6g.large"`.
struct Magnitude: Hashable {
    /// What can be compared with what.
    enum Dimension { case number, seconds, bytes, size }

    let value: Double
    let dimension: Dimension

    init?(_ value: JSONValue?) {
        switch value {
        case .number(let number)?: self.init(number.double, .number)
        case .string(let text)?: self.init(text: text)
        default: return nil
        }
    }

    private init?(_ value: Double, _ dimension: Dimension) {
        guard value.isFinite else { return nil }
        self.value = value
        self.dimension = dimension
    }

    private init?(text: String) {
        let trimmed = text.split(separator: " ").joined()
        guard !trimmed.isEmpty, trimmed.utf8.count <= 40 else { return nil }
        if trimmed == "-1" {
            self.init(-1, .number)
            return
        }
        let digits = trimmed.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(digits) else {
            guard let size = Self.size(of: trimmed) else { return nil }
            self.init(size, .size)
            return
        }
        let unit = trimmed.dropFirst(digits.count)
        if unit.isEmpty {
            self.init(number, .number)
        } else if let factor = Self.seconds[String(unit).lowercased()] {
            self.init(number * factor, .seconds)
        } else if let factor = Self.bytes[String(unit).lowercased()] {
            self.init(number * factor, .bytes)
        } else if unit == "%" {
            self.init(number, .number)
        } else {
            return nil
        }
    }

    /// How many times larger the first is than the second, at most a thousand; nil where they cannot be compared.
    static func reduction(from before: JSONValue?, to after: JSONValue?) -> Double? {
        guard let first = Magnitude(before), let second = Magnitude(after), first.dimension == second.dimension else {
            return nil
        }
        guard first.value >= 0, second.value >= 0, first.value != second.value else { return nil }
        guard second.value > 0 else { return 1000 }
        return min(1000, first.value / second.value)
    }

    private static let seconds: [String: Double] = [
        "ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "min": 60,
        "mins": 60, "minute": 60, "minutes": 60, "h": 3600, "hour": 3600, "hours": 3600, "d": 86_400, "day": 86_400,
        "days": 86_400, "w": 604_800,
    ]

    private static let bytes: [String: Double] = [
        "b": 1, "k": 1e3, "kb": 1e3, "ki": 1024, "kib": 1024, "m": 1e6, "mb": 1e6, "mi": 1_048_576, "mib": 1_048_576,
        "g": 1e9, "gb": 1e9, "gi": 1_073_741_824, "gib": 1_073_741_824, "t": 1e12, "tb": 1e12, "ti": 1_099_511_627_776,
        "tib": 1_099_511_627_776,
    ]

    /// `db.r6g.2xlarge` and its like, in units of a quarter of `medium`.
    private static func size(of text: String) -> Double? {
        guard let last = text.split(whereSeparator: { $0 == "." || $0 == "-" || $0 == "_" }).last else { return nil }
        let names = ["nano": 0.25, "micro": 0.5, "small": 1.0, "medium": 2, "large": 4, "xlarge": 8]
        let name = last.drop { $0.isNumber }
        guard let base = names[name.lowercased()] else { return nil }
        let factor = last.prefix { $0.isNumber }
        return factor.isEmpty ? base : base * (Double(factor) ?? 1)
    }
}
