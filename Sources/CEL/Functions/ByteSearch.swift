/// Searches texts as UTF-8 in linear time.
enum ByteSearch {
    /// The places of a needle, overlapping ones too, until the closure returns false (Knuth, Morris and Pratt 1977).
    static func forEachMatch(
        of needle: Span<UInt8>, in text: Span<UInt8>, from start: Int = 0, _ body: (Int) -> Bool
    ) {
        guard start <= text.count else { return }
        guard !needle.isEmpty else {
            for place in start...text.count where !body(place) { return }
            return
        }
        let fallbacks = fallbacks(of: needle)
        let first = needle[0]
        var matched = 0
        var index = start
        while index < text.count {
            let byte = text[index]
            index += 1
            if matched == 0, byte != first { continue }
            while matched > 0, needle[matched] != byte { matched = fallbacks[matched - 1] }
            if needle[matched] == byte { matched += 1 }
            guard matched == needle.count else { continue }
            guard body(index - matched) else { return }
            matched = fallbacks[matched - 1]
        }
    }

    /// For each prefix the length of its longest proper suffix that is also a prefix.
    private static func fallbacks(of needle: Span<UInt8>) -> [Int] {
        var result = Array(repeating: 0, count: needle.count)
        var matched = 0
        for index in 1..<max(1, needle.count) {
            while matched > 0, needle[matched] != needle[index] { matched = result[matched - 1] }
            if needle[matched] == needle[index] { matched += 1 }
            result[index] = matched
        }
        return result
    }

    static func first(of needle: Span<UInt8>, in text: Span<UInt8>, from start: Int = 0) -> Int? {
        var found: Int?
        guard needle.count <= text.count else { return nil }
        forEachMatch(of: needle, in: text, from: start) { place in
            found = place
            return false
        }
        return found
    }

    /// The places of a needle that do not overlap, at most so many.
    static func separateMatches(of needle: Span<UInt8>, in text: Span<UInt8>, limit: Int) -> [Int] {
        var places: [Int] = []
        guard limit > 0 else { return [] }
        forEachMatch(of: needle, in: text) { place in
            if place >= (places.last.map { $0 + needle.count } ?? 0) { places.append(place) }
            return places.count < limit
        }
        return places
    }

    static func hasPrefix(_ prefix: Span<UInt8>, in text: Span<UInt8>) -> Bool {
        guard prefix.count <= text.count else { return false }
        for index in prefix.indices where prefix[index] != text[index] { return false }
        return true
    }

    static func hasSuffix(_ suffix: Span<UInt8>, in text: Span<UInt8>) -> Bool {
        guard suffix.count <= text.count else { return false }
        let offset = text.count - suffix.count
        for index in suffix.indices where suffix[index] != text[offset + index] { return false }
        return true
    }

    static func scalarCount(_ text: String) -> Int {
        let bytes = text.utf8.span
        var count = 0
        for index in bytes.indices where bytes[index] & 0xC0 != 0x80 { count += 1 }
        return count
    }
}
