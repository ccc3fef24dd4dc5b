internal import Scanning

/// Which lines of a piece fail, and when they were written.
struct FactsPart: Sendable {
    /// A line that has a time.
    struct Line: Sendable {
        let instant: Int64
        let number: Int
        let offset: Int
        let isFailing: Bool
        let isAccess: Bool
        /// Lines without a time that follow it.
        var following = 0
    }

    private(set) var account = FileAccount()
    private(set) var lines: [Line] = []
    /// Lines above the first with a time.
    private(set) var leading = 0

    init(_ piece: LinePiece, of log: LogFile) throws {
        var finder = log.finder
        var account = FileAccount()
        var lines: [Line] = []
        var leading = 0
        let reading = try piece.forEachBlock { bytes, block in
            var number = block.firstLine
            var hints = LineFacts.BlockHints()
            var start = 0
            while start < bytes.count {
                let end = LineScanner.newline(in: bytes, from: start) ?? bytes.count
                let line = bytes.extracting(start..<end)
                if let time = finder.find(in: line, at: block.offset + start) {
                    let facts = LineFacts(
                        of: line, time: time, hints: hints.hints(of: start..<end, in: bytes))
                    account.see(time.instant)
                    lines.append(
                        Line(
                            instant: time.instant, number: number, offset: block.offset + start,
                            isFailing: facts.isFailing, isAccess: facts.isAccess))
                } else if lines.isEmpty {
                    leading += 1
                    if end > start { account.miss(line, number: number) }
                } else {
                    lines[lines.count - 1].following += 1
                }
                number += 1
                start = end + 1
            }
            return number - block.firstLine
        }
        account.reading = reading
        self.account = account
        self.lines = lines
        self.leading = leading
    }
}
