/// A place in a text.
public struct JSONPosition: Hashable, Sendable {
    /// Bytes from the start.
    public let offset: Int
    /// Lines counted from 1; a line feed ends a line.
    public let line: Int
    /// Bytes in the line, counted from 1.
    public let column: Int

    init(offset: Int, line: Int, column: Int) {
        self.offset = offset
        self.line = line
        self.column = column
    }
}
