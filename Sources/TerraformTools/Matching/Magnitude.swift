internal import JSON

/// A setting's value as a quantity, where it is one: `40`, `"30min"`, `"512Mi"`, `"db.r6g.large"`.
struct Magnitude: Hashable {
    /// What can be compared with what.
    enum Dimension { case number, seconds, bytes, size }

    let value: Double
    let dimension: Dimension

    /// - Parameter name: What the value is called, since a letter may stand for several units: `100m` is a tenth of a
    ///   processor, 100 minutes or 100 megabytes.
    init?(_ value: JSONValue?, named name: String = "") {
        switch value {
        case .number(let number)?: self.init(number.double, .number)
        case .string(let text)?: self.init(text: text, named: name)
        default: return nil
        }
    }

    private init?(_ value: Double, _ dimension: Dimension) {
        guard value.isFinite else { return nil }
        self.value = value
        self.dimension = dimension
    }

    private init?(text: String, named name: String) {
        let trimmed = text.split(separator: " ").joined()
        guard !trimmed.isEmpty, trimmed.utf8.count <= 40 else { return nil }
        if trimmed == "-1" {
            self.init(-1, .number)
            return
        }
        let digits = trimmed.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(digits) else {
            if trimmed.first == "P", trimmed.utf8.count > 2, let seconds = Self.period(trimmed) {
                self.init(seconds, .seconds)
                return
            }
            guard let size = Self.size(of: trimmed) else { return nil }
            self.init(size, .size)
            return
        }
        let unit = trimmed.dropFirst(digits.count)
        if unit.isEmpty {
            self.init(number, .number)
        } else if unit == "m", let factor = Self.meaning(ofM: name) {
            self.init(number * factor.value, factor.dimension)
        } else if let factor = Self.seconds[String(unit).lowercased()] {
            self.init(number * factor, .seconds)
        } else if let factor = Self.bytes[String(unit).lowercased()] {
            self.init(number * factor, .bytes)
        } else if unit == "%" {
            self.init(number, .number)
        } else if let seconds = Self.duration(trimmed) {
            self.init(seconds, .seconds)
        } else {
            return nil
        }
    }

    /// What an `m` means under a name: a thousandth of a processor, or minutes; nil for megabytes.
    private static func meaning(ofM name: String) -> (value: Double, dimension: Dimension)? {
        if !processors.isDisjoint(with: Words.split(name)) { return (1e-3, .number) }
        let theme = Theme.ofSetting(name)
        return theme == .time || theme == .retention ? (60, .seconds) : nil
    }

    private static let processors: Set<String> = ["cpu", "cpus", "vcpu", "vcpus", "core", "cores"]

    /// A stretch of several parts, as `1h30m0s`.
    private static func duration(_ text: String) -> Double? {
        var rest = Substring(text.lowercased())
        var sum = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            let unit = rest.dropFirst(digits.count).prefix { $0.isLetter }
            guard let number = Double(digits), let factor = unit == "m" ? 60 : seconds[String(unit)] else { return nil }
            sum += number * factor
            rest = rest.dropFirst(digits.count + unit.count)
        }
        return sum
    }

    /// A stretch as ISO 8601 writes it: `PT5M`, `P14D`.
    private static func period(_ text: String) -> Double? {
        var rest = text.dropFirst()
        var sum = 0.0
        var isTime = false
        while let first = rest.first {
            if first == "T" {
                isTime = true
                rest = rest.dropFirst()
                continue
            }
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard let number = Double(digits), let unit = rest.dropFirst(digits.count).first,
                let factor = (isTime ? clock : calendar)[unit]
            else { return nil }
            sum += number * factor
            rest = rest.dropFirst(digits.count + 1)
        }
        return sum
    }

    private static let clock: [Character: Double] = ["H": 3600, "M": 60, "S": 1]
    private static let calendar: [Character: Double] = [
        "Y": 31_536_000, "M": 2_592_000, "W": 604_800, "D": 86_400,
    ]

    /// How many times larger the first is than the second, at most a thousand; nil where they cannot be compared.
    static func reduction(from before: JSONValue?, to after: JSONValue?, named name: String = "") -> Double? {
        guard let first = Magnitude(before, named: name), let second = Magnitude(after, named: name),
            first.dimension == second.dimension
        else { return nil }
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
