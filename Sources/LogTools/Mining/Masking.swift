/// Replaces what obviously varies in a message, so that lines of one template become equal bytes.
enum Masking {
    /// Stands for `<*>` in masked bytes; no log line that is shown holds it.
    static let wildcard: UInt8 = 1
    /// Begins a word that is never a variable.
    static let pin: UInt8 = 2

    /// Appends the masked message; blanks become one space.
    /// - Parameter splitsPaths: Whether the parts of a path are looked at one by one, as for requests.
    /// - Parameter variables: Takes the place of each mark's part in the line.
    static func mask(
        _ line: Span<UInt8>, _ range: Range<Int>, splitsPaths: Bool, into masked: inout [UInt8],
        variables: inout [Range<Int>]
    ) {
        var position = range.lowerBound
        let end = range.upperBound
        while position < end {
            let byte = line[position]
            if byte == Byte.space || byte == Byte.tab {
                if let last = masked.last, last != Byte.space { masked.append(Byte.space) }
                position += 1
                continue
            }
            // The first byte of `«`.
            if byte == 0xC2, let stop = endOfSecret(line, position..<end) {
                mark(position..<stop, &masked, &variables)
                position = stop
                continue
            }
            guard isRun(byte, splitsPaths) else {
                // An empty pair of brackets is one whose content is missing this time.
                if byte == UInt8(ascii: ")"), masked.last == UInt8(ascii: "("), masked.dropLast().last == Byte.space {
                    masked.append(wildcard)
                    variables.append(position..<position)
                }
                // Hostile bytes cannot pretend to be a mark.
                masked.append(byte < 0x20 ? UInt8(ascii: "?") : byte)
                position += 1
                continue
            }
            let start = position
            var digits = 0
            var letters = 0
            while position < end {
                let byte = line[position]
                // Letters and digits first: most bytes are.
                if Byte.isLetter(byte) {
                    letters += 1
                } else if Byte.isDigit(byte) {
                    digits += 1
                } else if !isRun(byte, splitsPaths) || byte == 0xC2 && endOfSecret(line, position..<end) != nil {
                    break
                }
                position += 1
            }
            // What ends a sentence is no part of the word before it.
            var stop = position
            while stop > start + 1, line[stop - 1] == Byte.dot || line[stop - 1] == Byte.dash { stop -= 1 }
            if isVariable(line, start..<stop, in: range, digits: digits, letters: letters, splitsPaths, masked) {
                mark(start..<stop, &masked, &variables)
            } else {
                append(line, start..<stop, to: &masked)
            }
            if stop < position { append(line, stop..<position, to: &masked) }
            // Sizes and times change their unit with their number, and some stand twice: `4096 bytes (4 KB)`.
            if masked.last == wildcard { position = endOfUnit(line, position..<end, &masked) }
        }
        while masked.last == Byte.space { masked.removeLast() }
    }

    /// At once, since each byte by itself would ask whether there is room for it.
    private static func append(_ line: Span<UInt8>, _ range: Range<Int>, to masked: inout [UInt8]) {
        unsafe line.extracting(range).withUnsafeBufferPointer { unsafe masked.append(contentsOf: $0) }
    }

    /// Puts a mark in the place of a part that varies.
    private static func mark(_ part: Range<Int>, _ masked: inout [UInt8], _ variables: inout [Range<Int>]) {
        if appendWildcard(to: &masked) {
            variables.append(part)
        } else if let last = variables.indices.last {
            variables[last] = variables[last].lowerBound..<part.upperBound
        }
    }

    /// How that begins which stands for a secret.
    private static let secretMark = Array("«secret:".utf8)
    private static let secretEnd = Array("»".utf8)

    /// The end of what stands for a secret, which is one value whatever digits it has; nil where none begins.
    private static func endOfSecret(_ line: Span<UInt8>, _ rest: Range<Int>) -> Int? {
        guard rest.count > secretMark.count else { return nil }
        for index in secretMark.indices where line[rest.lowerBound + index] != secretMark[index] { return nil }
        var position = rest.lowerBound + secretMark.count
        while position < rest.upperBound, Byte.isWord(line[position]) { position += 1 }
        guard rest.upperBound - position >= 2, line[position] == secretEnd[0], line[position + 1] == secretEnd[1] else {
            return nil
        }
        return position + 2
    }

    /// Skips a unit, and the same size in brackets, after a number.
    private static func endOfUnit(_ line: Span<UInt8>, _ rest: Range<Int>, _ masked: inout [UInt8]) -> Int {
        guard let unit = unit(in: line, rest) else { return rest.lowerBound }
        if masked.count > 1, masked[masked.count - 2] == UInt8(ascii: "<") { masked.remove(at: masked.count - 2) }
        var position = unit
        guard position + 3 < rest.upperBound, line[position] == Byte.space, line[position + 1] == UInt8(ascii: "("),
            Byte.isDigit(line[position + 2])
        else { return unit }
        position += 2
        while position < rest.upperBound,
            Byte.isDigit(line[position]) || line[position] == Byte.dot
                || line[position] == Byte.comma
        { position += 1 }
        guard let second = Self.unit(in: line, position..<rest.upperBound), second < rest.upperBound,
            line[second] == UInt8(ascii: ")")
        else { return unit }
        return second + 1
    }

    /// Just after a blank and a unit of size or time.
    private static func unit(in line: Span<UInt8>, _ rest: Range<Int>) -> Int? {
        guard rest.count > 1, line[rest.lowerBound] == Byte.space, isUnitLetter(line[rest.lowerBound + 1]) else {
            return nil
        }
        var position = rest.lowerBound + 1
        var word: UInt64 = 0
        while position < rest.upperBound, position - rest.lowerBound < 9, Byte.isWord(line[position]) {
            word = word << 8 | UInt64(Byte.lower(line[position]))
            position += 1
        }
        // `ms=` is the next key.
        guard position == rest.upperBound || !Byte.isWord(line[position]) && line[position] != Byte.equals else {
            return nil
        }
        return units.contains(word) ? position : nil
    }

    /// Whether a unit may begin with this byte.
    private static func isUnitLetter(_ byte: UInt8) -> Bool {
        switch byte | 0x20 {
        case UInt8(ascii: "b"), UInt8(ascii: "k"), UInt8(ascii: "m"), UInt8(ascii: "g"), UInt8(ascii: "t"),
            UInt8(ascii: "u"), UInt8(ascii: "n"), UInt8(ascii: "s"):
            true
        default: false
        }
    }

    private static let units: Set<UInt64> = Set(
        [
            "bytes", "byte", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "ms", "us", "ns", "sec", "secs", "seconds",
            "second",
        ]
        .map { $0.utf8.reduce(0) { $0 << 8 | UInt64($1) } })

    /// Two marks with only a colon or the like between them are one; tells whether there is one more.
    private static func appendWildcard(to masked: inout [UInt8]) -> Bool {
        let count = masked.count
        if count > 1, masked[count - 2] == wildcard {
            let between = masked[count - 1]
            if between == Byte.colon || between == Byte.comma || between == Byte.space || between == Byte.slash {
                masked.removeLast()
                return false
            }
        }
        // A sign belongs to its number.
        guard masked.last != wildcard else { return false }
        masked.append(wildcard)
        return true
    }

    private static func isVariable(
        _ line: Span<UInt8>, _ run: Range<Int>, in range: Range<Int>, digits: Int, letters: Int, _ isRequest: Bool,
        _ masked: [UInt8]
    ) -> Bool {
        // The version in `HTTP/1.1` tells nothing.
        if isRequest, masked.suffix(5).elementsEqual("HTTP/".utf8) { return false }
        if digits > 0, varies(line, run, digits: digits, letters: letters) { return true }
        if isValue(line, run) { return true }
        return isHost(line, run, in: range) || isDatePart(line, run, in: range)
    }

    /// `true`, `false` and `null`.
    private static func isValue(_ line: Span<UInt8>, _ run: Range<Int>) -> Bool {
        guard run.count == 4 || run.count == 5 else { return false }
        var word: UInt64 = 0
        for index in run { word = word << 8 | UInt64(Byte.lower(line[index])) }
        return word == 0x7472_7565 || word == 0x66_616C_7365 || word == 0x6E75_6C6C
    }

    /// A name with dots before a port.
    private static func isHost(_ line: Span<UInt8>, _ run: Range<Int>, in range: Range<Int>) -> Bool {
        let next = run.upperBound
        guard next + 1 < range.upperBound, line[next] == Byte.colon, Byte.isDigit(line[next + 1]) else { return false }
        for index in run where line[index] == Byte.dot { return true }
        return false
    }

    /// `Mon` before a month, a month before a number.
    private static func isDatePart(_ line: Span<UInt8>, _ run: Range<Int>, in range: Range<Int>) -> Bool {
        guard run.count == 3, run.upperBound + 1 < range.upperBound, line[run.upperBound] == Byte.space else {
            return false
        }
        var next = run.upperBound
        while next < range.upperBound, line[next] == Byte.space { next += 1 }
        guard next < range.upperBound else { return false }
        var month = ByteCursor(position: run.lowerBound)
        if month.month(in: line) != nil { return Byte.isDigit(line[next]) }
        var following = ByteCursor(position: next)
        return following.month(in: line) != nil && !following.isBeforeWord(in: line) && line[run.lowerBound] < 97
    }

    private static func varies(_ line: Span<UInt8>, _ range: Range<Int>, digits: Int, letters: Int) -> Bool {
        if Byte.isDigit(line[range.lowerBound]) || letters == 0 { return true }
        // One digit in a word, such as `IPv4` or `jk2_init`, is part of a name as often as not; merging decides.
        return digits > 1
    }

    private static func isRun(_ byte: UInt8, _ splitsPaths: Bool) -> Bool {
        if Byte.isWord(byte) || byte >= 0x80 { return true }
        switch byte {
        case Byte.dot, Byte.dash, UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "#"),
            UInt8(ascii: "+"), UInt8(ascii: "~"), UInt8(ascii: "\\"), UInt8(ascii: "*"):
            return true
        case Byte.slash: return !splitsPaths
        default: return false
        }
    }
}
