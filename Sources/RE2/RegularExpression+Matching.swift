import CRE2

extension RegularExpression {
    /// Whether the text holds a match.
    package func matches(_ text: String) -> Bool {
        unsafe matches(in: text.utf8Span.span.bytes)
    }

    /// Whether the bytes hold a match at or after `start`.
    package func matches(in text: RawSpan, from start: Int = 0, anchor: Anchor = .none) -> Bool {
        test(text, from: start, anchor: anchor)
    }

    /// Whether the bytes hold a match at or after `start`.
    package func matches(in text: Span<UInt8>, from start: Int = 0, anchor: Anchor = .none) -> Bool {
        unsafe test(text.bytes, from: start, anchor: anchor)
    }

    /// Whether the bytes hold a match.
    package func matches(in text: [UInt8]) -> Bool {
        unsafe test(text.span.bytes, from: 0, anchor: .none)
    }

    /// Whether the whole text is one match.
    package func wholeMatches(_ text: String) -> Bool {
        unsafe test(text.utf8Span.span.bytes, from: 0, anchor: .both)
    }

    /// The byte offsets of the first match at or after `start`; what stands before `start` counts as context for `^` and `\b`.
    package func firstMatch(in text: RawSpan, from start: Int = 0, anchor: Anchor = .none) -> Range<Int>? {
        find(text, from: start, anchor: anchor)
    }

    /// The byte offsets of the first match at or after `start`.
    package func firstMatch(in text: Span<UInt8>, from start: Int = 0, anchor: Anchor = .none) -> Range<Int>? {
        unsafe find(text.bytes, from: start, anchor: anchor)
    }

    /// The byte offsets of the first match at or after `start`.
    package func firstMatch(in text: [UInt8], from start: Int = 0) -> Range<Int>? {
        unsafe find(text.span.bytes, from: start, anchor: .none)
    }

    /// The first match in a string.
    package func firstMatch(in text: String) -> Range<String.Index>? {
        unsafe find(text.utf8Span.span.bytes, from: 0, anchor: .none).map { Self.indices($0, in: text) }
    }

    /// The byte offsets of the first match and its groups, or nil; element 0 is the whole match.
    package func captures(in text: RawSpan, from start: Int = 0, anchor: Anchor = .none) -> [Range<Int>?]? {
        var ranges = [cre2_range](repeating: cre2_range(start: -1, end: -1), count: captureCount + 1)
        guard search(text, from: start, anchor: anchor, into: &ranges) else { return nil }
        return ranges.map { $0.start >= 0 ? Int($0.start)..<Int($0.end) : nil }
    }

    /// The byte offsets of the first match and its groups, or nil; element 0 is the whole match.
    package func captures(in text: [UInt8], from start: Int = 0) -> [Range<Int>?]? {
        unsafe captures(in: text.span.bytes, from: start)
    }

    /// The texts of the first match and its groups, or nil; element 0 is the whole match.
    package func captures(in text: String) -> [Substring?]? {
        unsafe captures(in: text.utf8Span.span.bytes)?.map { range in
            range.map { text[Self.indices($0, in: text)] }
        }
    }

    /// The byte offsets of up to `limit` matches that do not overlap, from left to right.
    package func allMatches(in text: RawSpan, from start: Int = 0, limit: Int = .max) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var position = start
        while found.count < limit, let match = find(text, from: position, anchor: .none) {
            found.append(match)
            position = advanced(past: match, in: text)
            guard position <= text.byteCount else { break }
        }
        return found
    }

    /// The matches in a string that do not overlap, from left to right.
    package func allMatches(in text: String, limit: Int = .max) -> [Range<String.Index>] {
        unsafe allMatches(in: text.utf8Span.span.bytes, limit: limit).map { Self.indices($0, in: text) }
    }

    /// Where to search on after a match; an empty one moves by a whole character.
    func advanced(past match: Range<Int>, in text: RawSpan) -> Int {
        guard match.isEmpty else { return match.upperBound }
        var next = match.upperBound + 1
        guard !options.contains(.bytes) else { return next }
        while next < text.byteCount, text[next] & 0xC0 == 0x80 { next += 1 }
        return next
    }

    static func indices(_ range: Range<Int>, in text: String) -> Range<String.Index> {
        let start = text.utf8.index(text.startIndex, offsetBy: range.lowerBound)
        return start..<text.utf8.index(start, offsetBy: range.count)
    }
}

extension RawSpan {
    fileprivate subscript(position: Int) -> UInt8 {
        // The caller compared the position with `byteCount`, and the load itself is bounds-checked.
        unsafe unsafeLoad(fromByteOffset: position, as: UInt8.self)
    }
}
