/// Tells quickly that none of a list of words stands in a text.
///
/// The first three bytes of each word, five bits of each, so that both cases of a letter are one, are looked up in a
/// table while the text goes by; where they fit, the whole word is compared. Never misses a word.
struct Prefilter: Sendable {
    /// For each code of three bytes the place of its words in `buckets`; 0 for none.
    private var places: [UInt8]
    private var buckets: [[[UInt8]]] = [[]]

    private static let mask = 1 << 15 - 1

    /// - Parameter words: ASCII in lower case, at least 3 bytes each, fewer than 256.
    init(_ words: [String]) {
        places = [UInt8](repeating: 0, count: Self.mask + 1)
        for word in words.map({ Array($0.utf8) }) {
            let code = word.prefix(3).reduce(0) { Self.code($0, $1) }
            if places[code] == 0 {
                places[code] = UInt8(buckets.count)
                buckets.append([])
            }
            buckets[Int(places[code])].append(word)
        }
    }

    /// False when no word stands in the text, in either case; true when one does.
    func mayMatch(_ text: Span<UInt8>) -> Bool {
        var code = 0
        for index in text.indices {
            code = Self.code(code, text[index])
            let place = places[code]
            if place != 0, index >= 2, isThere(place, at: index - 2, in: text) { return true }
        }
        return false
    }

    private func isThere(_ place: UInt8, at start: Int, in text: Span<UInt8>) -> Bool {
        buckets[Int(place)].contains { word in
            text.count - start >= word.count
                && word.indices.allSatisfy { Self.lowercase(text[start + $0]) == word[$0] }
        }
    }

    private static func code(_ code: Int, _ byte: UInt8) -> Int { (code << 5 | Int(byte & 31)) & mask }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
