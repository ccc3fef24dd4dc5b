/// A text as it may stand in what programs write, who escape of it what they like: within JSON, within JSON that is itself a
/// text in JSON, or within a URL there.
///
/// Its characters are compared as whoever undoes the escapes reads them (RFC 8259, 7; RFC 3986, 2.1).
package struct EscapedText: Hashable, Sendable {
    /// What is found at a place.
    package enum Match: Equatable {
        case none
        /// The text as far as the bytes go.
        case cut
        /// The text, which ends before this place.
        case upTo(Int)
    }

    /// What a reader may have to undo, the first one first: a URL within JSON is read as JSON, and then as a URL.
    private static let spellings: [[EscapeReader.Layer]] = [[], [.json], [.json, .json], [.json, .percent]]

    private let bytes: [UInt8]

    /// - Parameter text: An empty one stands nowhere.
    package init(_ text: String) { bytes = Array(text.utf8) }

    /// Whether it may begin with this byte, whatever follows.
    package func mayBegin(with byte: UInt8) -> Bool { byte == bytes.first || Self.isSign(byte) }

    /// Looks at one place; of several spellings the longest counts.
    ///
    /// - Parameter isWhole: Whether no more bytes come, so that nothing is cut.
    package func match(in text: [UInt8], at place: Int, isWhole: Bool = true) -> Match {
        guard !bytes.isEmpty else { return .none }
        // As long as nothing is escaped every spelling is the same.
        var count = 0
        while count < bytes.count, place + count < text.count {
            let byte = text[place + count]
            if Self.isSign(byte) { break }
            guard byte == bytes[count] else { return .none }
            count += 1
        }
        if count == bytes.count { return .upTo(place + count) }
        guard mayGoOn(with: bytes[count], in: text, at: place + count) else { return .none }
        let reader = EscapeReader(text: text, isWhole: isWhole)
        do throws(EscapeReader.Cut) {
            var match = Match.none
            for layers in Self.spellings {
                guard let end = try end(of: bytes[count...], at: place + count, reader, layers[...]) else { continue }
                if case .upTo(let other) = match, other > end { continue }
                match = .upTo(end)
            }
            return match
        } catch { return .cut }
    }

    /// Whether it stands anywhere in these bytes.
    package func stands(in text: [UInt8]) -> Bool {
        var search = Search(self)
        return search.finds(in: text, isLast: true)
    }

    /// The length of what stands for one character within JSON: that of an escape, else one byte; nil when it goes on.
    package static func length(ofCharacterIn text: [UInt8], at place: Int, isWhole: Bool) -> Int? {
        try? EscapeReader(text: text, isWhole: isWhole).character(at: place, under: [.json]).length
    }

    private static func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "%") }

    /// Whether what stands here may be this byte: a look at the letter behind a backslash tells of most escapes that they are
    /// another one, in whatever they stand.
    private func mayGoOn(with byte: UInt8, in text: [UInt8], at place: Int) -> Bool {
        guard place + 1 < text.count, text[place] == UInt8(ascii: "\\"), byte != text[place] else { return true }
        let letter = text[place + 1]
        let isSign = letter == UInt8(ascii: "u") || Self.isSign(letter)
        return isSign || JSONText.meaning(of: letter) == byte
    }

    private func end(
        of rest: ArraySlice<UInt8>, at place: Int, _ reader: EscapeReader, _ layers: ArraySlice<EscapeReader.Layer>
    ) throws(EscapeReader.Cut) -> Int? {
        var (rest, place) = (rest, place)
        while let next = rest.first {
            let character = try reader.character(at: place, under: layers)
            switch character.content {
            case .byte(next): rest.removeFirst()
            case .scalar(let scalar):
                guard let encoded = UTF8.encode(scalar), rest.starts(with: encoded) else { return nil }
                rest.removeFirst(encoded.count)
            default: return nil
            }
            place += character.length
        }
        return place
    }
}

extension EscapedText {
    /// Looks for a text in what comes piece by piece.
    package struct Search {
        private let text: EscapedText
        /// From where the text may have begun.
        private var held: [UInt8] = []

        package init(_ text: EscapedText) { self.text = text }

        /// Whether it stands in the pieces up to this one, as far as that can be told.
        package mutating func finds(in piece: [UInt8], isLast: Bool) -> Bool {
            let bytes = held.isEmpty ? piece : held + piece
            held = []
            for (place, byte) in bytes.enumerated() where text.mayBegin(with: byte) {
                switch text.match(in: bytes, at: place, isWhole: isLast) {
                case .none: break
                case .upTo: return true
                case .cut:
                    held = Array(bytes[place...])
                    return false
                }
            }
            return false
        }
    }
}
