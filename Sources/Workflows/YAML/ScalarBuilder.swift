/// Puts a scalar's text together and remembers where its parts come from.
struct ScalarBuilder {
    private(set) var text: [UInt8] = []
    private var origins: [(text: Int, file: Int)] = []

    /// Takes bytes of the file as they are.
    mutating func append(_ bytes: [UInt8], _ range: SourceRange) {
        guard range.length > 0 else { return }
        note(range.start)
        text += bytes[range.start..<range.end]
    }

    /// Adds what an escape stands for.
    mutating func append(_ replacement: some Sequence<UInt8>, from offset: Int) {
        origins.append((text.count, offset))
        text += replacement
    }

    /// Line breaks between two parts: one becomes a space, of more all but the first stay.
    mutating func fold(breaks: Int, at offset: Int) {
        origins.append((text.count, max(offset - 1, 0)))
        text += breaks <= 1 ? [UInt8(ascii: " ")] : Array(repeating: UInt8(ascii: "\n"), count: breaks - 1)
    }

    mutating func removeLast(_ count: Int) { text.removeLast(min(count, text.count)) }

    private mutating func note(_ offset: Int) {
        if let last = origins.last, last.file + (text.count - last.text) == offset { return }
        origins.append((text.count, offset))
    }

    func scalar(_ style: YAMLScalar.Style, isFollowedByComment: Bool = false) -> YAMLScalar {
        YAMLScalar(
            text: String(decoding: text, as: UTF8.self), style: style, origins: origins,
            isFollowedByComment: isFollowedByComment)
    }
}
