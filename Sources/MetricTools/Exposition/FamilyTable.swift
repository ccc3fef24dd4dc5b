/// What the comment lines of an exposition declare of its families.
struct FamilyTable {
    /// The most families that are remembered.
    static let maximumCount = 100_000

    private var types: [String: String] = [:]
    private var units: [String: String] = [:]

    /// Endings of sample names and what they mean within a family of these types.
    private static let endings: [(ending: String, types: Set<String>, kind: SeriesKind)] = [
        ("_total", ["counter"], .counter),
        ("_bucket", ["histogram", "gaugehistogram"], .bucket),
        ("_sum", ["histogram", "summary"], .counter),
        ("_count", ["histogram", "summary"], .counter),
        ("_gsum", ["gaugehistogram"], .gauge),
        ("_gcount", ["gaugehistogram"], .gauge),
        ("_created", ["counter", "histogram", "summary"], .created),
        ("_info", ["info"], .info),
    ]

    /// What a line that begins with `#` was.
    enum Comment {
        case comment, declaration, malformed
    }

    /// Takes a line that begins with `#`.
    mutating func take(_ line: borrowing Span<UInt8>) -> Comment {
        let words = Self.words(line)
        guard words.count >= 2, words[0] == "#" else { return .comment }
        switch words[1] {
        case "TYPE":
            guard words.count >= 4 else { return .malformed }
            if types.count < Self.maximumCount { types[Self.unquoted(words[2])] = words[3] }
        case "UNIT":
            guard words.count >= 3 else { return .malformed }
            if words.count > 3, units.count < Self.maximumCount { units[Self.unquoted(words[2])] = words[3] }
        case "HELP", "EOF": break
        default: return .comment
        }
        return .declaration
    }

    /// Takes what somebody else declares of a family.
    mutating func declare(_ name: String, type: String, unit: String?) {
        guard types.count < Self.maximumCount else { return }
        types[name] = type
        if let unit, !unit.isEmpty { units[name] = unit }
    }

    /// What the samples of this name mean, and their unit.
    func meaning(of name: String) -> (kind: SeriesKind, unit: String?) {
        if let type = types[name] { return (Self.kind(type), unit(family: name, kind: Self.kind(type))) }
        for (ending, allowed, kind) in Self.endings where name.hasSuffix(ending) {
            let family = String(name.dropLast(ending.count))
            guard let type = types[family], allowed.contains(type) else { continue }
            let counts = ending == "_count" || ending == "_bucket" || ending == "_gcount"
            return (kind, counts ? nil : unit(family: family, kind: kind))
        }
        if name.hasSuffix("_total") { return (.counter, unit(family: String(name.dropLast(6)), kind: .counter)) }
        return (.unknown, unit(family: name, kind: .unknown))
    }

    private func unit(family: String, kind: SeriesKind) -> String? {
        if let unit = units[family] { return unit }
        let stem = family.hasSuffix("_total") ? family.dropLast(6) : Substring(family)
        let known = [
            "seconds", "bytes", "ratio", "percent", "celsius", "volts", "amperes", "joules", "meters", "grams",
        ]
        return known.first { stem.hasSuffix("_\($0)") }
    }

    private static func kind(_ type: String) -> SeriesKind {
        switch type {
        case "counter": .counter
        case "gauge", "summary", "stateset": .gauge
        case "info": .info
        case "histogram", "gaugehistogram": .bucket
        default: .unknown
        }
    }

    /// The first words of a line; a quoted one may hold blanks.
    private static func words(_ line: borrowing Span<UInt8>) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        var isQuoted = false
        for index in 0..<min(line.count, 4096) {
            let byte = line[index]
            if byte == 0x22 { isQuoted.toggle() }
            if KeyText.isBlank(byte), !isQuoted {
                if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
                word = []
                if words.count == 4 { return words }
            } else {
                word.append(byte)
            }
        }
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        return words
    }

    private static func unquoted(_ text: String) -> String {
        text.hasPrefix("\"") && text.hasSuffix("\"") && text.count > 1 ? String(text.dropFirst().dropLast()) : text
    }
}
