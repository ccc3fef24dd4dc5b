internal import Scanning

/// The codes by which a program tells a terminal to write in colours: `ESC [ 31 m`, also as JSON and syslog write them,
/// `\u001b[31m` and `#033[31m`.
enum ColourCode {
    /// What a place may hold.
    private enum Found {
        case none
        /// It may be one, of which more has to be known.
        case beginning
        /// Just after it.
        case code(end: Int)
    }

    private static let escape: UInt8 = 0x1B
    private static let spellings = [#"\u001b"#, #"\x1b"#, #"\033"#, "#033"].map { Array($0.utf8) }
    /// In bytes.
    private static let longest = 40

    static func stands(in line: ArraySlice<UInt8>) -> Bool {
        let bytes = Array(line)
        for place in bytes.indices where isFirst(bytes[place]) {
            if case .code = found(in: bytes, at: place) { return true }
        }
        return false
    }

    /// Appends the bytes without their codes.
    /// - Returns: How many bytes were looked at; all of them when no more follow.
    static func without(_ bytes: [UInt8], isLast: Bool, into output: inout [UInt8]) -> Int {
        var start = 0
        var position = 0
        while position < bytes.count {
            guard isFirst(bytes[position]) else {
                position += 1
                continue
            }
            switch found(in: bytes, at: position) {
            case .none: position += isEscapedBackslash(bytes, at: position) ? 2 : 1
            case .beginning:
                guard isLast else {
                    output += bytes[start..<position]
                    return position
                }
                position += 1
            case .code(let end):
                output += bytes[start..<position]
                start = end
                position = end
            }
        }
        output += bytes[start...]
        return bytes.count
    }

    /// Whether two backslashes stand for one of them, which begins no code.
    private static func isEscapedBackslash(_ bytes: [UInt8], at place: Int) -> Bool {
        bytes[place] == UInt8(ascii: "\\") && place + 1 < bytes.count && bytes[place + 1] == bytes[place]
    }

    /// What every code that is spelt out has in it.
    private static let middles = TextFinder(["1b[", "1B[", "033["])

    /// Whether a code that is spelt out may stand in these bytes.
    static func mayBeSpelt(in bytes: Span<UInt8>) -> Bool {
        middles.map { unsafe $0.first(in: bytes.bytes, from: 0) != nil } ?? true
    }

    private static func isFirst(_ byte: UInt8) -> Bool {
        byte == escape || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "#")
    }

    private static func found(in bytes: [UInt8], at place: Int) -> Found {
        let isPlain = bytes[place] == escape
        guard let opening = opening(in: bytes, at: place) else { return .none }
        var position = opening
        let end = min(bytes.count, place + longest)
        if position < end, bytes[position] != Byte.open { return .none }
        position += 1
        // Digits and what stands between them.
        while position < end, 0x20...0x3F ~= bytes[position] { position += 1 }
        guard position < end else { return end == bytes.count ? .beginning : .none }
        // Spelt out it may be anything, unless it is a colour.
        let ends = isPlain ? 0x40...0x7E ~= bytes[position] : "mK".utf8.contains(bytes[position])
        return ends ? .code(end: position + 1) : .none
    }

    /// Just after what stands for the escape character, and no further than the end; nil when it does not stand there.
    private static func opening(in bytes: [UInt8], at place: Int) -> Int? {
        if bytes[place] == escape { return place + 1 }
        for spelling in spellings {
            let length = min(spelling.count, bytes.count - place)
            let stands = (0..<length).allSatisfy { Byte.lower(bytes[place + $0]) == spelling[$0] }
            if stands { return place + length }
        }
        return nil
    }
}
