/// A word of a `Prefilter`, or the first sixteen bytes of a longer one, compared eight bytes at a time.
struct PrefilterWord: Sendable {
    /// The rules that may have a match where it stands.
    var rules: Prefilter.Rules = 0
    private let length: Int
    private let tail: RuleWord.Tail
    private let head: Piece
    private let rest: Piece

    /// Eight bytes, which of their bits count, and those that make the cases of a letter one.
    private struct Piece {
        var (bytes, mask, cases): (UInt64, UInt64, UInt64) = (0, 0, 0)

        init(_ text: ArraySlice<UInt8>, isExact: Bool) {
            for (index, byte) in text.enumerated() {
                let shift = UInt64(8 * index)
                bytes |= UInt64(byte) << shift
                mask |= 0xFF << shift
                if !isExact, SecretText.isLower(byte) { cases |= 0x20 << shift }
            }
        }

        @inline(__always)
        func equals(_ eight: UInt64) -> Bool { (eight | cases) & mask == bytes }
    }

    init(_ word: RuleWord) {
        tail = word.tail
        let word = Array(word.text.utf8)
        let isExact = word.contains(where: SecretText.isUpper)
        length = min(word.count, 16)
        head = Piece(word.prefix(8), isExact: isExact)
        rest = Piece(word.prefix(16).dropFirst(8), isExact: isExact)
    }

    /// Whether the word stands in the text at `start`, which is not negative.
    @inline(__always)
    func stands(in text: UnsafeRawBufferPointer, at start: Int) -> Bool {
        guard start + length <= text.count, unsafe head.equals(Self.eight(of: text, at: start)) else { return false }
        guard length <= 8 ? true : unsafe rest.equals(Self.eight(of: text, at: start + 8)) else { return false }
        return unsafe tail.stands(in: text, at: start + length)
    }

    /// Eight bytes of the text from `index`, which lies within it; zeros stand for what is behind its end.
    @inline(__always)
    static func eight(of text: UnsafeRawBufferPointer, at index: Int) -> UInt64 {
        // Each of the three reads lies within the text by the condition before it.
        if index + 8 <= text.count {
            return unsafe UInt64(littleEndian: text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        }
        if text.count >= 8 {
            let last = unsafe UInt64(littleEndian: text.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self))
            return last >> UInt64(8 * (index + 8 - text.count))
        }
        var eight: UInt64 = 0
        for place in index..<text.count { unsafe eight |= UInt64(text[place]) << UInt64(8 * (place - index)) }
        return eight
    }
}
