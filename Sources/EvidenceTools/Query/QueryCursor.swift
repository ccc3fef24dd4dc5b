internal import Model

/// Where the next page of an answer begins.
struct QueryCursor: Hashable, Sendable {
    /// Which of the evidence, as an index.
    var evidence = 0
    /// The number of the row, from 1, or how many sorted rows went before.
    var row = 1
    /// The offset of a line in a body.
    var offset = 0

    init() {}

    /// Reads what an answer gave.
    init(_ text: String) throws(ToolError) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let evidence = parts[0], let row = parts[1], let offset = parts[2], evidence >= 0,
            row >= 1, offset >= 0, row < 1 << 40, offset < 1 << 40
        else {
            throw ToolError(.validation, "that is no cursor", hint: "give the nextCursor of the page before")
        }
        (self.evidence, self.row, self.offset) = (evidence, row, offset)
    }

    var text: String { "\(evidence).\(row).\(offset)" }
}
