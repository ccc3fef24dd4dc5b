/// Tells quickly which rules may have a match in a text: those of which a word stands there, in either case unless the
/// word has capitals.
///
/// Four bytes at every second place, five bits of each, so that both cases of a letter are one, are looked up in a set of
/// bits; where they are in it, the words are compared that may stand there. A word is in the set by both ways in which it
/// can lie, so none is missed.
struct Prefilter: Sendable {
    /// A bit for each rule.
    typealias Rules = UInt128

    /// Of each four bytes that may be those of a word one bit, by their hash.
    private var bits = [UInt32](repeating: 0, count: 1 << (Self.hashBits - 5))
    /// Where the places of each bucket begin in `places`, which are told by a part of the hash.
    private var buckets: [UInt16] = []
    private var places: [Place] = []
    private var words: [PrefilterWord] = []

    private static let hashBits = 18
    private static let bucketCount = 4096

    /// A word, and how far behind its beginning the four bytes stand: 1, 0 or -1.
    private struct Place: Comparable {
        /// The four bytes, five bits of each: most of what has the same hash is told from them by it.
        let code: UInt32
        let word: UInt16
        let shift: Int16

        static func < (left: Self, right: Self) -> Bool {
            (left.word, left.shift, left.code) < (right.word, right.shift, right.code)
        }
    }

    /// - Parameter words: For each rule its words, at least 3 bytes each; a thousand or so in all.
    init(_ words: [[RuleWord]]) {
        var known: [RuleWord: Int] = [:]
        for (rule, words) in words.enumerated() {
            for word in words {
                let index = known[word, default: self.words.count]
                if index == self.words.count { self.words.append(PrefilterWord(word)) }
                known[word] = index
                self.words[index].rules |= Rules(1) << Rules(rule)
            }
        }
        fill(known)
    }

    private mutating func fill(_ words: [RuleWord: Int]) {
        var all: [(bucket: Int, place: Place)] = []
        for (word, index) in words {
            let bytes = Array(word.text.utf8)
            precondition(bytes.count >= 3, "a word of two bytes stands nearly everywhere")
            // Behind a short word, or before it, anything may stand.
            let longer = bytes + [UInt8?](repeating: nil, count: 2)
            let odd = bytes.count > 4 ? Array(longer[1...4]) : [nil] + longer[0...2]
            for (four, shift) in [(Array(longer[0...3]), 0), (odd, bytes.count > 4 ? 1 : -1)] {
                for code in Self.codes(four) {
                    let hash = Self.hash(code)
                    bits[hash >> 5] |= 1 << UInt32(hash & 31)
                    let place = Place(code: Self.fiveBits(code), word: UInt16(index), shift: Int16(shift))
                    all.append((hash & (Self.bucketCount - 1), place))
                }
            }
        }
        all.sort { ($0.bucket, $0.place) < ($1.bucket, $1.place) }
        for (bucket, place) in all {
            while buckets.count <= bucket { buckets.append(UInt16(places.count)) }
            places.append(place)
        }
        while buckets.count <= Self.bucketCount { buckets.append(UInt16(places.count)) }
    }

    /// The rules of all words that stand in the text.
    func rules(in text: Span<UInt8>) -> Rules {
        var found: Rules = 0
        scan(text, from: 0) { hit in
            found |= hit.rules
            return true
        }
        return found
    }

    /// False when no word stands in the text; true when one does.
    func mayMatch(_ text: Span<UInt8>) -> Bool { first(in: text, from: 0) != nil }

    /// Where the first word stands that begins at `start` or later.
    func first(in text: Span<UInt8>, from start: Int) -> Int? {
        var found: Int?
        scan(text, from: start) { hit in
            found = hit.offset
            return false
        }
        return found
    }

    /// Visits the words in the text that begin at `start` or later, those near each other as one, until `visit` returns
    /// false.
    @inline(__always)
    private func scan(_ text: Span<UInt8>, from start: Int, _ visit: (Hit) -> Bool) {
        unsafe text.withUnsafeBytes { raw in
            unsafe bits.withUnsafeBufferPointer { bits in
                var index = max(0, start) & ~1
                while index < raw.count {
                    // The loop that nearly all of the time is spent in: eight bytes that lie within the text, three hashes
                    // of as many bits as the set has.
                    while index + 8 <= raw.count {
                        let eight = unsafe UInt64(
                            littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                        let (first, second) = (Self.hash(eight), Self.hash(eight &>> 16))
                        let third = Self.hash(eight &>> 32)
                        let found =
                            unsafe bits[first &>> 5] &>> UInt32(truncatingIfNeeded: first)
                            | bits[second &>> 5] &>> UInt32(truncatingIfNeeded: second)
                            | bits[third &>> 5] &>> UInt32(truncatingIfNeeded: third)
                        if found & 1 != 0 { break }
                        index += 6
                    }
                    guard index < raw.count else { return }
                    let hit = unsafe hit(in: raw, near: index, from: start)
                    if hit.rules != 0, !visit(hit) { return }
                    index += 6
                }
            }
        }
    }

    /// Words that really stand in a text; no rules for none.
    private struct Hit {
        var rules: Rules = 0
        /// Where the first of them begins.
        var offset = Int.max
    }

    /// The words that are looked up at `index` and the two places behind it.
    @inline(never)
    private func hit(in text: UnsafeRawBufferPointer, near index: Int, from least: Int) -> Hit {
        var hit = Hit()
        let eight = unsafe PrefilterWord.eight(of: text, at: index)
        for shift in stride(from: 0, through: 4, by: 2) {
            let four = eight &>> UInt64(8 * shift)
            let hash = Self.hash(four)
            guard bits[hash >> 5] &>> UInt32(hash & 31) & 1 != 0 else { continue }
            let bucket = hash & (Self.bucketCount - 1)
            for number in Int(buckets[bucket])..<Int(buckets[bucket + 1]) {
                let place = places[number]
                let start = index + shift - Int(place.shift)
                guard place.code == Self.fiveBits(four), start >= least,
                    unsafe words[Int(place.word)].stands(in: text, at: start)
                else { continue }
                hit.rules |= words[Int(place.word)].rules
                hit.offset = min(hit.offset, start)
            }
        }
        return hit
    }

    /// All that four bytes may be of which one may be anything.
    private static func codes(_ four: [UInt8?]) -> [UInt64] {
        var (known, free) = (0 as UInt64, nil as Int?)
        for (index, byte) in four.enumerated() {
            if let byte { known |= UInt64(byte) << UInt64(8 * index) } else { free = index }
        }
        guard let free else { return [known] }
        return (0..<32).map { known | $0 << UInt64(8 * free) }
    }

    /// The hash of the first four bytes.
    @inline(__always)
    private static func hash(_ bytes: UInt64) -> Int {
        Int((fiveBits(bytes) &* 0x9E37_79B1) &>> UInt32(32 - hashBits))
    }

    /// The first four bytes, five bits of each.
    @inline(__always)
    private static func fiveBits(_ bytes: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: bytes) & 0x1F1F_1F1F }
}
