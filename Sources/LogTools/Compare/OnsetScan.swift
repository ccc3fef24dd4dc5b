internal import Model
internal import Policy
internal import Scanning

/// The first pass over the logs: who fails when.
struct OnsetScan {
    let window: TimeSpan
    private(set) var baselineLines = 0
    private(set) var windowLines = 0
    private var streams: [FailureStream] = []
    private var files: [LogFile] = []
    /// What was found; valid once all files were read.
    var found: OnsetDetector.Onset? { OnsetDetector.find(in: streams) }

    init(window: TimeSpan) { self.window = window }

    mutating func run(_ log: LogFile, baseline: TimeSpan, _ reader: inout LogReader) async throws -> FileAccount {
        let whole = window.union(baseline)
        var stream = FailureStream(source: log.source, file: log.file.name, spanLength: whole.length)
        let window = (window.start.nanoseconds, window.end.nanoseconds)
        var inBaseline = 0
        var inWindow = 0
        func count(_ instant: Int64, _ lines: Int) -> Bool {
            if instant >= window.0, instant < window.1 {
                inWindow += lines
            } else if baseline.contains(
                Timestamp(nanoseconds: instant))
            {
                inBaseline += lines
            } else {
                return false
            }
            return true
        }
        let account = try await reader.forEachPiece(of: log) { piece in
            try FactsPart(piece, of: log)
        } take: { part, place in
            // What belongs to the line above has failed with it already.
            if let carried = place.carried { _ = count(carried, part.leading) }
            for line in part.lines where count(line.instant, 1 + line.following) {
                stream.add(
                    isFailing: line.isFailing, isAccess: line.isAccess,
                    FailureStream.Mark(instant: line.instant, line: place.line(line.number), offset: line.offset))
            }
            return part.account
        }
        baselineLines += inBaseline
        windowLines += inWindow
        if stream.failures > 0 {
            streams.append(stream)
            if files.count < FileAccess.maximumOpen { files.append(log) }
        }
        return account
    }

    /// The onset as it is told, its line read again.
    func onset(redactor: Redactor) throws -> CompareLogPatterns.Onset? {
        guard let found else { return nil }
        let holds = { (log: LogFile) in log.source == found.stream.source && log.file.name == found.stream.file }
        let file = files.first(where: holds)?.file
        let text = try file.map { try LineHiding.text(at: found.mark.offset, of: $0, redactor) } ?? ""
        return CompareLogPatterns.Onset(
            time: Timestamp(nanoseconds: found.mark.instant), source: found.stream.source, file: found.stream.file,
            line: found.mark.line, text: text, reason: found.reason,
            failuresBefore: found.failuresBefore, failuresAfter: found.failuresAfter, linesBefore: found.linesBefore,
            linesAfter: found.linesAfter)
    }
}
