/// The entries of a mapping that the format describes.
struct Fields: Sendable {
    let format: Format
    /// The whole mapping.
    let range: SourceRange
    /// In the order of the file: they are few, and soon looked through.
    private let pairs: [YAMLPair]

    init(format: Format, range: SourceRange, pairs: [YAMLPair] = []) {
        self.format = format
        self.range = range
        self.pairs = pairs
    }

    subscript(key: String) -> YAMLNode? { place(of: key).map { pairs[$0].value } }

    func contains(_ key: String) -> Bool { place(of: key) != nil }

    /// Where the key stands; the whole mapping when it does not.
    func keyRange(_ key: String) -> SourceRange { place(of: key).map { pairs[$0].keyRange } ?? range }

    /// Of two pairs of one key, which is a mistake, the first counts.
    private func place(of key: String) -> Int? { pairs.firstIndex { $0.key.text == key } }
}
