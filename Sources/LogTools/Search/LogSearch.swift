internal import Model
internal import Policy
internal import Scanning

/// What is looked for in the pieces of logs; it knows nothing of what was found.
struct LogSearch: Sendable {
    let matcher: LineMatcher
    let leastLevel: LogLevel?
    let conditions: [FieldCondition]
    let span: TimeSpan
    let redactor: Redactor
    let limit: Int
    /// Set when no more lines are wanted for the body.
    let bodyIsFull: Flag

    /// Searches one piece; only lines that match, and those that tell their time, are looked at one by one.
    func find(in piece: LinePiece, of log: LogFile) throws -> SearchPart {
        var pass = PieceSearch(self, of: log)
        return try pass.run(over: piece)
    }

    /// Searches a piece once more, and has its hits written as they are found.
    func write(_ piece: LinePiece, of log: LogFile, by writing: inout BodyWriting) throws {
        var pass = PieceSearch(self, of: log)
        // Moved, since a copy of the body would be made at its first change otherwise.
        pass.writing = writing.moved()
        defer { if let back = pass.writing?.moved() { writing = back } }
        _ = try pass.run(over: piece)
    }
}
