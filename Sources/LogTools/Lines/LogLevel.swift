/// How serious a line says that it is.
package enum LogLevel: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    case trace, debug, info, notice, warning, error, critical

    /// From 0, the least serious.
    var rank: Int {
        switch self {
        case .trace: 0
        case .debug: 1
        case .info: 2
        case .notice: 3
        case .warning: 4
        case .error: 5
        case .critical: 6
        }
    }

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    /// The first letter of a klog line.
    init?(klog letter: UInt8) {
        switch letter {
        case UInt8(ascii: "I"): self = .info
        case UInt8(ascii: "W"): self = .warning
        case UInt8(ascii: "E"): self = .error
        case UInt8(ascii: "F"): self = .critical
        default: return nil
        }
    }

    /// A single letter, as Android writes it.
    init?(letter: UInt8) {
        switch letter {
        case UInt8(ascii: "V"): self = .trace
        case UInt8(ascii: "D"): self = .debug
        default: self.init(klog: letter)
        }
    }

    /// A whole word in any case.
    init?(_ line: Span<UInt8>, _ range: Range<Int>) {
        guard 3...9 ~= range.count else { return nil }
        var code: UInt64 = 0
        for position in range.prefix(8) { code = code << 8 | UInt64(Byte.lower(line[position])) }
        guard let level = Self.level(of: code),
            range.count < 9 || line[range.upperBound - 1] | 0x20 == UInt8(ascii: "y")
        else { return nil }
        self = level
    }

    /// Looked for in a table that nearly every word misses at its first place.
    private static func level(of code: UInt64) -> LogLevel? {
        var place = slot(of: code)
        while table[place].code != 0 {
            if table[place].code == code { return table[place].level }
            place = (place + 1) % table.count
        }
        return nil
    }

    private static func slot(of code: UInt64) -> Int { Int((code &* 0x9E37_79B9_7F4A_7C15) >> 57) }

    private static let table: [(code: UInt64, level: LogLevel)] = {
        var table = [(code: UInt64, level: LogLevel)](repeating: (0, .info), count: 128)
        for (code, level) in words {
            var place = slot(of: code)
            while table[place].code != 0 { place = (place + 1) % table.count }
            table[place] = (code, level)
        }
        return table
    }()

    private static let words: [UInt64: LogLevel] = {
        let levels: [(LogLevel, [String])] = [
            (.trace, ["trace", "finest", "finer", "verbose"]), (.debug, ["debug", "fine", "dbg"]),
            (.info, ["info", "log", "information", "inf", "statement"]), (.notice, ["notice"]),
            (.warning, ["warning", "warn", "wrn"]), (.error, ["error", "err", "severe", "failure"]),
            (.critical, ["fatal", "critical", "crit", "panic", "alert", "emerg", "emergency"]),
        ]
        var words: [UInt64: LogLevel] = [:]
        for (level, names) in levels {
            for name in names where name.utf8.count <= 9 {
                words[name.utf8.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }] = level
            }
        }
        return words
    }()
}
