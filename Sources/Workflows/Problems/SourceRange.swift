/// A part of a file's text, in UTF-8 bytes from its start.
struct SourceRange: Hashable, Sendable {
    let start: Int
    let end: Int

    init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = max(start, end)
    }

    var length: Int { end - start }

    /// From the start of this part to the end of the other.
    func union(_ other: SourceRange) -> SourceRange { SourceRange(min(start, other.start), max(end, other.end)) }
}
