internal import Model
internal import Policy
internal import Scanning

/// Masks the lines of a piece and tallies them by what is left.
struct PatternPass<Tally: PlacedTally>: Sendable {
    /// The stretches of time whose lines count; others are read over.
    let spans: [TimeSpan]
    /// From this instant on lines are of the time during, in nanoseconds.
    var split = Int64.min
    let redactor: Redactor

    /// What one piece gave.
    struct Part: Sendable {
        var account = FileAccount()
        var miner = TemplateMiner()
        var tallies: [Tally] = []
        var lines = 0
        /// Those of them that are not of the time during.
        var before = 0
        var first = Int64.max
        var last = Int64.min
        /// Lines above the first with a time: their messages, to be counted once their time is known.
        var leading: [(index: Int, line: MinedLine)] = []
    }

    /// Reads a piece.
    func mine(_ piece: LinePiece, of log: LogFile, _ message: LineMessage) throws -> Part {
        var part = Part()
        var finder = log.finder
        var facts = LineFacts()
        var number = 0
        var current: Int64?
        let spans = spans.map { ($0.start.nanoseconds, $0.end.nanoseconds) }
        let reading = try piece.forEachBlock { bytes, block in
            number = block.firstLine - 1
            var hints = LineFacts.BlockHints()
            var start = 0
            // Most blocks have no secret; those that may are looked at line by line.
            var secret = redactor.nextPlace(in: bytes, from: 0) ?? bytes.count
            while start < bytes.count {
                let newline = LineScanner.newline(in: bytes, from: start) ?? bytes.count
                defer { start = newline + 1 }
                var end = newline
                if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
                number += 1
                guard end > start else { continue }
                let line = bytes.extracting(start..<end)
                let time = finder.find(in: line, at: block.offset + start)
                if let time {
                    current = time.instant
                    part.account.see(time.instant)
                }
                if let current {
                    guard spans.contains(where: { current >= $0.0 && current < $0.1 }) else { continue }
                } else {
                    part.account.miss(line, number: number)
                }
                if time != nil {
                    facts = LineFacts(of: line, time: time, hints: hints.hints(of: start..<end, in: bytes))
                }
                let mined = MinedLine(
                    instant: current ?? 0, isDuring: (current ?? 0) >= split, hasTime: time != nil, facts: facts,
                    place: MinedLine.Place(file: 0, line: number, offset: block.offset + start))
                let isPlaced = current != nil
                if isPlaced { Self.count(mined, in: &part) }
                // Told from the line as it is: what is hidden in one of a key is chance.
                if time == nil, Self.saysLittle(line) { continue }
                if secret < start { secret = redactor.nextPlace(in: bytes, from: start) ?? bytes.count }
                // Patterns are those of what is shown.
                if secret < end, let hidden = LineHiding.hidden(line, upTo: time?.end ?? 0, redactor) {
                    take(hidden.span, mined, time, message, isPlaced: isPlaced, into: &part)
                } else {
                    take(line, mined, time, message, isPlaced: isPlaced, into: &part)
                }
            }
            return number - block.firstLine + 1
        }
        part.account.reading = reading
        return part
    }

    private static func count(_ line: MinedLine, in part: inout Part) {
        part.lines += 1
        if !line.isDuring { part.before += 1 }
        part.first = min(part.first, line.instant)
        part.last = max(part.last, line.instant)
    }

    /// Whether a line without a time has no part in any pattern.
    ///
    /// The frames of a stack trace say less than the line above and the exception below, and the lines of a key nothing.
    private static func saysLittle(_ line: Span<UInt8>) -> Bool {
        line[0] == Byte.space || line[0] == Byte.tab || LineHiding.mayBeOfKey(line)
    }

    private func take(
        _ line: Span<UInt8>, _ mined: MinedLine, _ time: FoundTime?, _ message: LineMessage, isPlaced: Bool,
        into part: inout Part
    ) {
        let isRequest = mined.facts.isAccess && time != nil
        let range = message.part(of: line, time: time, facts: mined.facts)
        let index = part.miner.add(
            line, range.range, isRequest: range.isRequest,
            pinned: range.isRequest && isRequest ? mined.facts.status : nil)
        if index == part.tallies.count { part.tallies.append(Tally()) }
        guard isPlaced else {
            part.leading.append((index, mined))
            return
        }
        part.tallies[index].add(mined, line, part.miner.variables)
    }
}

/// The patterns of all logs that were read, by source.
struct PatternSum<Tally: PlacedTally> {
    private struct SourcePatterns {
        var miner = TemplateMiner()
        var tallies: [Tally] = []
    }

    private struct Seen {
        var lines: Int
        var before: Int
        var first: Int64
        var last: Int64
    }

    private let pass: PatternPass<Tally>
    private var sources: [String: SourcePatterns] = [:]
    private(set) var files: [ReadableFile] = []
    private(set) var lines = 0
    /// Those of them that are not of the time during.
    private(set) var before = 0
    private(set) var first = Int64.max
    private(set) var last = Int64.min

    init(_ pass: PatternPass<Tally>) { self.pass = pass }

    /// Reads a log, its pieces side by side.
    mutating func read(
        _ log: LogFile, _ shape: LogShape, _ reader: inout LogReader
    ) async throws -> FileAccount {
        // Taken out of the dictionary so that it is changed in place.
        var patterns = sources.removeValue(forKey: log.source) ?? SourcePatterns()
        let file = files.count
        let pass = pass
        let message = LineMessage(header: shape.header)
        var seen = Seen(lines: lines, before: before, first: first, last: last)
        let account = try await reader.forEachPiece(of: log) { piece in
            try pass.mine(piece, of: log, message)
        } take: { part, place in
            Self.add(part, to: &patterns, file, place, pass, &seen)
            return part.account
        }
        if seen.lines > lines { files.append(log.file) }
        (lines, before, first, last) = (seen.lines, seen.before, seen.first, seen.last)
        sources[log.source] = patterns
        return account
    }

    private static func add(
        _ part: PatternPass<Tally>.Part, to patterns: inout SourcePatterns, _ file: Int, _ place: LogPlace,
        _ pass: PatternPass<Tally>, _ seen: inout Seen
    ) {
        func put(_ own: inout MinedLine.Place) {
            own.file = file
            own.line = own.line.flatMap { place.line($0) }
        }
        var indices: [Int] = []
        indices.reserveCapacity(part.tallies.count)
        for (index, signature) in part.miner.signatures.enumerated() {
            let own = patterns.miner.add(signature)
            if own == patterns.tallies.count { patterns.tallies.append(Tally()) }
            indices.append(own)
            var tally = part.tallies[index]
            tally.place(put)
            patterns.tallies[own].add(tally)
        }
        seen.lines += part.lines
        seen.before += part.before
        seen.first = min(seen.first, part.first)
        seen.last = max(seen.last, part.last)
        guard let carried = place.carried,
            pass.spans.contains(where: { $0.contains(Timestamp(nanoseconds: carried)) })
        else { return }
        for (index, line) in part.leading {
            var line = line
            line.instant = carried
            line.isDuring = carried >= pass.split
            put(&line.place)
            seen.lines += 1
            if !line.isDuring { seen.before += 1 }
            let none: [UInt8] = []
            patterns.tallies[indices[index]].add(line, none.span, [])
        }
    }

    /// The templates of every source, ordered by source; messages that only stand above all times are none.
    func patterns(weight: (Tally) -> Int) -> [MinedPattern<Tally>] {
        sources.keys.sorted().flatMap { name -> [MinedPattern<Tally>] in
            guard let patterns = sources[name] else { return [] }
            let merger = TemplateMerger(patterns.miner.signatures, weights: patterns.tallies.map(weight))
            return merger.merge().compactMap { template in
                var tally = Tally()
                for member in template.members { tally.add(patterns.tallies[member]) }
                guard weight(tally) > 0 else { return nil }
                return MinedPattern(
                    source: name, template: template, tally: tally,
                    parts: template.members.map { patterns.tallies[$0] })
            }
        }
    }

    /// The text of a line, read again, without its secrets.
    func text(of place: MinedLine.Place, _ redactor: Redactor) throws -> (text: String, file: String)? {
        guard files.indices.contains(place.file) else { return nil }
        let file = files[place.file]
        return (try LineHiding.text(at: place.offset, of: file, redactor), file.name)
    }
}
