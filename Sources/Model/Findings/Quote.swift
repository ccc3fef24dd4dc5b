package import JSON

/// What a citation says stands somewhere: all of it, or excerpts in order, with `…` for each part that was left out.
package struct Quote: Sendable {
    private let text: [UInt8]

    private static let cut = Array("…".utf8)

    package init(_ text: String) { self.text = Array(text.utf8) }

    /// How a value is quoted: the whole string, or the canonical number, truth value or null.
    package static func text(of value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .number, .bool, .null: value.canonicalText()
        case .array, .object: nil
        }
    }

    /// Whether it really stands there, byte for byte; in time that is linear in both lengths.
    package func stands(in whole: String) -> Bool {
        let whole = Array(whole.utf8)
        guard text != whole else { return true }
        let parts = text.split(separator: Self.cut, omittingEmptySubsequences: false)
        let blanks = Array(" \t\r\n".utf8)
        guard parts.count > 1, let first = parts.first, let last = parts.last,
            parts.contains(where: { !$0.allSatisfy(blanks.contains) }), whole.starts(with: first)
        else { return false }
        var rest = whole[first.count...]
        for part in parts.dropFirst().dropLast() {
            guard let end = Self.end(of: part, in: rest) else { return false }
            rest = rest[end...]
        }
        return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
    }

    /// Where the first place ends at which `part` stands (Knuth, Morris and Pratt, 1977).
    private static func end(of part: ArraySlice<UInt8>, in text: ArraySlice<UInt8>) -> Int? {
        let part = Array(part)
        guard !part.isEmpty else { return text.startIndex }
        // For each length of a beginning of the part: the longest shorter one that it ends with.
        var shorter = [0, 0]
        for byte in part.dropFirst() {
            var length = shorter[shorter.count - 1]
            while length > 0, part[length] != byte { length = shorter[length] }
            shorter.append(part[length] == byte ? length + 1 : 0)
        }
        var length = 0
        for (index, byte) in zip(text.indices, text) {
            while length > 0, part[length] != byte { length = shorter[length] }
            if part[length] == byte { length += 1 }
            if length == part.count { return index + 1 }
        }
        return nil
    }
}
