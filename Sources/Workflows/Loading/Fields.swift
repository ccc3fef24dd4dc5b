/// The entries of a mapping that the format describes.
struct Fields: Sendable {
    let format: Format
    /// The whole mapping.
    let range: SourceRange
    private var pairs: [String: YAMLPair] = [:]

    init(format: Format, range: SourceRange, pairs: [YAMLPair] = []) {
        self.format = format
        self.range = range
        for pair in pairs where self.pairs[pair.key.text] == nil { self.pairs[pair.key.text] = pair }
    }

    subscript(key: String) -> YAMLNode? { pairs[key]?.value }

    func contains(_ key: String) -> Bool { pairs[key] != nil }

    /// Where the key stands; the whole mapping when it does not.
    func keyRange(_ key: String) -> SourceRange { pairs[key]?.keyRange ?? range }
}
