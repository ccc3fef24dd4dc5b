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

    mutating func run(_ log: LogFile, baseline: TimeSpan, _ reader: inout LogReader) throws -> FileAccount {
        let whole = window.union(baseline)
        var stream = FailureStream(source: log.source, file: log.file.name, spanLength: whole.length)
        let start = window.start.nanoseconds
        let end = window.end.nanoseconds
        var inBaseline = 0
        var inWindow = 0
        let account = try reader.forEachLine(of: log) { line, info in
            if info.instant >= start, info.instant < end {
                inWindow += 1
            } else if baseline.contains(
                Timestamp(nanoseconds: info.instant))
            {
                inBaseline += 1
            } else {
                return
            }
            // What belongs to the line above has failed with it already.
            guard let time = info.time else { return }
            let facts = LineFacts(of: line, time: time)
            let mark = FailureStream.Mark(
                instant: info.instant, line: info.place.number, offset: info.place.offset)
            stream.add(isFailing: facts.isFailing, isAccess: facts.isAccess, mark)
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
