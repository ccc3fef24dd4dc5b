internal import Model
internal import Scanning
internal import Tooling

/// Opens the files of log sources one after the other, and keeps the account of what was seen.
struct LogReader {
    let context: ToolContext
    let span: TimeSpan
    private(set) var accounts: [SourceAccount] = []
    private var bytesDone = 0
    private var bytesToldAt = 0

    /// - Parameter span: What is asked for; what lies outside is read over.
    init(context: ToolContext, span: TimeSpan) {
        self.context = context
        self.span = span
    }

    /// The sources that a call names: one, or all that hold logs.
    static func sources(_ name: String?, in context: ToolContext) throws(ToolError) -> [Source] {
        guard let name else { return context.sources.sources(of: [.logs]) }
        return [try context.sources.source(name, kinds: [.logs])]
    }

    /// Opens every readable log of these sources; `body` reads it and tells what it saw.
    mutating func forEachFile(
        of sources: [Source], _ body: (LogFile, inout LogReader) throws -> FileAccount
    ) throws {
        for source in sources {
            var account = SourceAccount(name: source.name)
            var (files, omitted) = FileAccess.files(of: source)
            account.omitted = omitted
            omitted.removeAll()
            var seen: Set<FileIdentity> = []
            for found in files {
                try Task.checkCancellation()
                do {
                    let file = try found.open()
                    guard seen.insert(file.identity).inserted else { continue }
                    let log = try LogFile(file, of: source)
                    account.add(try body(log, &self), of: file)
                } catch let refusal as LogFile.Refusal {
                    account.add(refusal, of: found.name)
                } catch let fault as FileFault {
                    account.omitted.append(fault.omission(of: found.name))
                }
            }
            files.removeAll()
            accounts.append(account)
        }
        try checkSomethingWasRead()
    }

    /// One source of several that cannot be read is told as coverage; when none can, there is no answer to give.
    private func checkSomethingWasRead() throws(ToolError) {
        guard !accounts.isEmpty, accounts.allSatisfy(\.isUnread), let account = accounts.first,
            let omission = account.omitted.first
        else { return }
        throw ToolError(
            .communication, "no log of source \(account.name) can be read: \(omission.what) \(omission.reason)",
            hint: "`casebook doctor` checks the sources")
    }

    /// Called after each block: stops a cancelled call and tells how far it is.
    mutating func advance(by bytes: Int, in file: LogFile) throws {
        bytesDone += bytes
        guard bytesDone - bytesToldAt >= 1 << 20 else { return }
        bytesToldAt = bytesDone
        try Task.checkCancellation()
        context.progress(Progress(activity: "reading \(file.source)/\(file.file.name)", done: bytesDone))
    }

    /// Walks over the lines of a log that lie in `span`; each has the instant of the last line above with a time.
    mutating func forEachLine(
        of log: LogFile, _ body: (Span<UInt8>, LogLine) throws -> Void
    ) throws -> FileAccount {
        var account = FileAccount()
        var finder = log.finder
        var current: Int64?
        var told = 0
        let start = span.start.nanoseconds
        let end = span.end.nanoseconds
        let reading = try LineScanner(log.file).forEach(afterBlock: { done in
            try advance(by: done - told, in: log)
            told = done
        }) { line, place in
            let time = finder.find(in: line)
            if let time {
                current = time.instant
                account.see(time.instant)
            }
            guard let instant = current else {
                if !line.isEmpty { account.unparsed += 1 }
                return true
            }
            guard instant >= start, instant < end else { return true }
            try body(line, LogLine(place: place, instant: instant, time: time))
            return true
        }
        account.reading = reading
        return account
    }
}

/// A line and when it was written.
struct LogLine {
    let place: LinePlace
    let instant: Int64
    /// Nil when the line belongs to the one above, as in a stack trace.
    let time: FoundTime?
}
