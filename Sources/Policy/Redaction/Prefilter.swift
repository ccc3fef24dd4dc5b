/// Tells quickly which rules may have a match in a text: those of which a word stands there, in either case unless the
/// word has capitals.
///
/// Three bytes at every second place, five bits of each, so that both cases of a letter are one, are looked up in a
/// table; where they fit, the whole word is compared. A word is in the table by both ways in which it can lie, so none is
/// missed.
struct Prefilter: Sendable {
    /// A bit for each rule.
    typealias Rules = UInt128

    private struct Word: Sendable {
        let bytes: [UInt8]
        /// Whether it stands in one case alone.
        let isExact: Bool
        /// How far behind the word's beginning the three bytes stand.
        let shift: Int
        var rules: Rules

        func stands(in text: Span<UInt8>, at start: Int) -> Bool {
            for index in bytes.indices {
                let byte = text[start + index]
                guard (isExact ? byte : Prefilter.lowercase(byte)) == bytes[index] else { return false }
            }
            return true
        }
    }

    /// For each code of three bytes the place of its words in `buckets`; 0 for none.
    private var places = [UInt8](repeating: 0, count: 1 << 15)
    private var buckets: [[Word]] = [[]]

    /// - Parameter words: For each rule its words, ASCII, at least 3 bytes each.
    init(_ words: [[String]]) {
        for (rule, words) in words.enumerated() {
            for word in words { add(Array(word.utf8), Rules(1) << Rules(rule)) }
        }
    }

    private mutating func add(_ word: [UInt8], _ rules: Rules) {
        let isExact = word.contains { Self.lowercase($0) != $0 }
        add(Word(bytes: word, isExact: isExact, shift: 0, rules: rules), code: Self.code(word[0], word[1], word[2]))
        // Behind a word of three bytes anything may stand.
        for last in word.count > 3 ? [word[3]] : Array(0..<32) {
            add(Word(bytes: word, isExact: isExact, shift: 1, rules: rules), code: Self.code(word[1], word[2], last))
        }
    }

    private mutating func add(_ word: Word, code: Int) {
        if places[code] == 0 {
            // Codes share the places that there are.
            let place = buckets.count < 256 ? buckets.count : 1 + code % 255
            if place == buckets.count { buckets.append([]) }
            places[code] = UInt8(place)
        }
        let place = Int(places[code])
        let known = buckets[place].firstIndex { $0.bytes == word.bytes && $0.shift == word.shift }
        if let known { buckets[place][known].rules |= word.rules } else { buckets[place].append(word) }
    }

    /// The rules of all words that stand in the text.
    func rules(in text: Span<UInt8>) -> Rules {
        var found: Rules = 0
        scan(text, from: 0) { rules, _ in
            found |= rules
            return true
        }
        return found
    }

    /// False when no word stands in the text; true when one does.
    func mayMatch(_ text: Span<UInt8>) -> Bool { first(in: text, from: 0) != nil }

    /// Where the first word stands that begins at `start` or later.
    func first(in text: Span<UInt8>, from start: Int) -> Int? {
        var found: Int?
        scan(text, from: start) { _, offset in
            guard offset >= start else { return true }
            found = offset
            return false
        }
        return found
    }

    /// Visits the words in the text, and one before `start` where it overlaps, until `visit` returns false.
    @inline(__always)
    private func scan(_ text: Span<UInt8>, from start: Int, _ visit: (Rules, _ offset: Int) -> Bool) {
        unsafe text.withUnsafeBytes { raw in
            unsafe places.withUnsafeBufferPointer { places in
                var index = max(0, start) & ~1
                while index + 8 <= raw.count {
                    // The eight bytes lie within the text by the condition of the loop; a code has fifteen bits.
                    let eight = unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                    let first = unsafe places[Self.code(eight)]
                    let second = unsafe places[Self.code(eight >> 16)]
                    let third = unsafe places[Self.code(eight >> 32)]
                    if first | second | third != 0 {
                        guard compare(first, text, at: index, visit), compare(second, text, at: index + 2, visit),
                            compare(third, text, at: index + 4, visit)
                        else { return }
                    }
                    index += 6
                }
                while index < raw.count {
                    let next = index + 1 < raw.count ? text[index + 1] : 0
                    let last = index + 2 < raw.count ? text[index + 2] : 0
                    let place = unsafe places[Self.code(text[index], next, last)]
                    guard compare(place, text, at: index, visit) else { return }
                    index += 2
                }
            }
        }
    }

    /// Visits the words of a place that really stand there.
    private func compare(_ place: UInt8, _ text: Span<UInt8>, at index: Int, _ visit: (Rules, Int) -> Bool) -> Bool {
        guard place != 0 else { return true }
        for word in buckets[Int(place)] {
            let start = index - word.shift
            guard start >= 0, text.count - start >= word.bytes.count,
                word.stands(in: text, at: start)
            else { continue }
            guard visit(word.rules, start) else { return false }
        }
        return true
    }

    private static func code(_ bytes: UInt64) -> Int {
        Int((bytes & 31) << 10 | (bytes >> 3) & 0x3E0 | (bytes >> 16) & 31)
    }

    private static func code(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int {
        Int(first & 31) << 10 | Int(second & 31) << 5 | Int(third & 31)
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
