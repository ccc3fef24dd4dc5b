internal import Glibc
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
    /// What may still be unpacked in this call.
    private var bytesToUnpack = 16 << 30
    /// Whether what was read until the call's time is nearly over is told, rather than nothing.
    private let stopsInTime: Bool

    /// How many pieces of a file are read at a time: one for each processor, unless `CASEBOOK_THREADS` says otherwise.
    static let threads: Int = {
        let wanted = unsafe getenv("CASEBOOK_THREADS").flatMap { unsafe Int(String(cString: $0)) }
        return min(max(wanted ?? min(Processors.count, 4), 1), 64)
    }()

    /// - Parameters:
    ///   - span: What is asked for; what lies outside is read over.
    ///   - stopsInTime: For whoever has an answer by a part of the lines too.
    init(context: ToolContext, span: TimeSpan, stopsInTime: Bool = false) {
        self.context = context
        self.span = span
        self.stopsInTime = stopsInTime
    }

    /// What was left out because the call's time was nearly over.
    private struct OutOfTime: Error {}

    private var isOutOfTime: Bool { stopsInTime && context.isShortOfTime() }

    /// The sources that a call names: one, or all that hold logs.
    static func sources(_ name: String?, in context: ToolContext) throws(ToolError) -> [Source] {
        guard let name else { return context.sources.sources(of: [.logs]) }
        return [try context.sources.source(name, kinds: [.logs])]
    }

    /// Opens every readable log of these sources; `body` reads it and tells what it saw.
    mutating func forEachFile(
        of sources: [Source], _ body: (LogFile, inout LogReader) async throws -> FileAccount
    ) async throws {
        for source in sources {
            var account = SourceAccount(name: source.name)
            let set = LogSet(source, after: context.looks[source.name])
            account.omitted = set.omitted
            var seen: Set<FileIdentity> = []
            for entry in set.entries {
                try Task.checkCancellation()
                do {
                    if isOutOfTime { throw OutOfTime() }
                    let file = try entry.open()
                    guard seen.insert(file.identity).inserted else { continue }
                    let log = try prepared(file, of: source)
                    account.add(try await body(log, &self), of: log)
                } catch is OutOfTime {
                    account.leaveOut(entry.name)
                } catch let refusal as LogFile.Refusal {
                    account.add(refusal, of: entry.name)
                } catch let fault as FileFault {
                    account.omitted.append(fault.omission(of: entry.name))
                }
            }
            accounts.append(account)
        }
        try checkSomethingWasRead()
    }

    private mutating func prepared(_ file: ReadableFile, of source: Source) throws -> LogFile {
        var limits = Packing.Limits()
        limits.bytes = min(limits.bytes, bytesToUnpack)
        let log = try LogFile(file, of: source, since: .instant(span.start), limits: limits) { bytes in
            try advance(by: bytes, "preparing", source.name, file.name)
            if isOutOfTime { throw OutOfTime() }
        }
        if log.file.isCopy { bytesToUnpack = max(0, bytesToUnpack - log.file.size) }
        return log
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

    /// Stops a cancelled call and tells how far it is.
    private mutating func advance(by bytes: Int, _ activity: String, _ source: String, _ file: String) throws {
        bytesDone += bytes
        guard bytesDone - bytesToldAt >= 1 << 20 else { return }
        bytesToldAt = bytesDone
        try Task.checkCancellation()
        context.progress(Progress(activity: "\(activity) \(source)/\(file)", done: bytesDone))
    }

    /// Reads the part of a log in which `span` lies, in pieces side by side, and takes what each gives in the file's order.
    ///
    /// What is taken depends on the pieces alone and not on how many are read at a time.
    /// - Parameters:
    ///   - mapped: Whether pieces are looked at where the kernel holds them, see `PieceRun.mapped`.
    ///   - inRuns: Whether pieces give so little that several may be held until those before them are taken.
    mutating func forEachPiece<Part: Sendable>(
        of log: LogFile, mapped: Bool = false, inRuns: () -> Bool = { false },
        work: @escaping @Sendable (LinePiece) throws -> Part,
        take: (Part, LogPlace) throws -> FileAccount
    ) async throws -> FileAccount {
        let work = { @Sendable (run: PieceRun) in mapped ? try run.mapped(work) : try run.read(work) }
        let region = try LogRegion(of: span, in: log)
        let pieces = LinePieces(
            log.file, region.range, size: mapped ? LinePieces.mappedSize : LinePieces.standardSize)
        var account = FileAccount()
        var line = region.firstLine
        var done = 0
        func run(from number: Int) -> PieceRun {
            // Many are taken at once while many are left, so that those who take them seldom wait for more.
            let length = inRuns() ? min(PieceRun.longest, (pieces.count - number) / (2 * Self.threads)) : 1
            return PieceRun(pieces, number..<number + max(1, length))
        }
        func finish(_ part: Part, _ reader: inout LogReader) throws {
            let seen = try take(part, LogPlace(piece: pieces[done], firstLine: line, carried: account.carried))
            done += 1
            account.add(seen, firstLine: line)
            line = line.map { $0 + seen.reading.lines }
            try reader.advance(by: seen.reading.bytes, "reading", log.source, log.file.name)
        }
        guard Self.threads > 1, pieces.count > 1 else {
            while done < pieces.count, !isOutOfTime {
                try Task.checkCancellation()
                for part in try work(run(from: done)) { try finish(part, &self) }
                // Others that wait for this thread go on between two pieces.
                await Task.yield()
            }
            account.unread = done < pieces.count ? region.range.upperBound - pieces[done].start : 0
            return account
        }
        try await withThrowingTaskGroup(of: (number: Int, parts: [Part]).self) { group in
            var next = 0
            var running = 0
            var waiting: [Int: [Part]] = [:]
            func start(_ group: inout ThrowingTaskGroup<(number: Int, parts: [Part]), any Error>) {
                let run = run(from: next)
                next = run.numbers.upperBound
                running += 1
                // A call may be tied to the thread that brought it, to which its pieces must not be.
                group.addTask(executorPreference: globalConcurrentExecutor) {
                    try Task.checkCancellation()
                    return (run.numbers.lowerBound, try work(run))
                }
            }
            repeat {
                // One that takes long is not run away from: what waits for it is held.
                let most = Self.threads * (inRuns() ? 2 * PieceRun.longest : mapped ? 2 : 4)
                while running < Self.threads, next < pieces.count, next - done < most, !isOutOfTime { start(&group) }
                guard let result = try await group.next() else { break }
                running -= 1
                waiting[result.number] = result.parts
                while let parts = waiting.removeValue(forKey: done) {
                    for part in parts { try finish(part, &self) }
                }
            } while done < pieces.count
        }
        account.unread = done < pieces.count ? region.range.upperBound - pieces[done].start : 0
        return account
    }
}

/// Where a piece stands in its file.
struct LogPlace: Sendable {
    let piece: LinePiece
    /// The number of its first line; nil where it is not known.
    let firstLine: Int?
    /// The instant of the last line above with a time; nil when there is none.
    let carried: Int64?

    /// The number of a line of the piece in the file.
    func line(_ number: Int) -> Int? { firstLine.map { $0 + number - 1 } }
}
