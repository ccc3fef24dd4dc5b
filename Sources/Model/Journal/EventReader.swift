/// Reads the entries of a journal as events, one after the other.
///
/// Most entries of a long journal are those of steps, which are written in one form, and most of what they say is said
/// again and again. These are read directly, without making JSON of them first; all others as `Event.init` reads them. A
/// test holds the two to each other.
package struct EventReader {
    /// What was read last, with the bytes that it was read from.
    private var run: (bytes: [UInt8], value: RunID)?
    private var tool: (bytes: [UInt8], value: String) = ([], "")
    private var coverage: (bytes: [UInt8], value: [Coverage]) = ([], [])

    package init() {}

    /// What an entry says happened.
    package mutating func event(of entry: Entry) -> Event {
        // What was made elsewhere is not told as it stands there.
        guard let payload = entry.payload, !entry.isImported else { return Event(entry) }
        return plainEvent(kind: entry.kind, payload: payload) ?? Event(entry)
    }

    /// What a payload says that is written in the one form of steps; nil for every other.
    mutating func plainEvent(kind: String, payload: [UInt8]) -> Event? {
        var reader = PlainReader(payload)
        let event: Event? =
            switch kind {
            case StepStarted.kind: stepStarted(&reader)
            case StepFinished.kind: stepFinished(&reader)
            case CallFinished.kind: callFinished(&reader)
            default: nil
            }
        return reader.isAtEnd ? event : nil
    }

    private mutating func stepStarted(_ reader: inout PlainReader) -> Event? {
        guard reader.take(#"{"step":"#), let step = step(&reader), reader.take("}") else { return nil }
        return .stepStarted(StepStarted(step))
    }

    private mutating func stepFinished(_ reader: inout PlainReader) -> Event? {
        guard reader.take("{") else { return nil }
        var evidence: EvidenceID?
        if reader.take(#""evidence":"#) {
            guard let id = reader.identifier() as EvidenceID?, reader.take(",") else { return nil }
            evidence = id
        }
        var reason: String?
        if reader.take(#""reason":"#) {
            guard let text = reader.string(), reader.take(",") else { return nil }
            reason = text
        }
        guard reader.take(#""status":"#), let status = status(&reader), reader.take(#","step":"#),
            let step = step(&reader), reader.take("}")
        else { return nil }
        return .stepFinished(StepFinished(step, status: status, evidence: evidence, reason: reason))
    }

    private func status(_ reader: inout PlainReader) -> StepStatus? {
        if reader.take(#""succeeded""#) { return .succeeded }
        return reader.string().flatMap { StepStatus(rawValue: $0) }
    }

    private mutating func step(_ reader: inout PlainReader) -> StepReference? {
        guard reader.take(#"{"attempt":"#), let attempt = reader.integer() else { return nil }
        var iteration: Int?
        if reader.take(#","iteration":"#) {
            guard let number = reader.integer() else { return nil }
            iteration = number
        }
        guard reader.take(#","path":"#), let path = reader.string(), reader.take(#","run":"#),
            let run = run(&reader), reader.take("}")
        else { return nil }
        return StepReference(run: run, path: path, iteration: iteration, attempt: attempt)
    }

    private mutating func run(_ reader: inout PlainReader) -> RunID? {
        if let run, reader.take(again: run.bytes) { return run.value }
        let start = reader.position
        guard let value = reader.identifier() as RunID? else { return nil }
        run = (reader.taken(since: start), value)
        return value
    }

    private mutating func tool(_ reader: inout PlainReader) -> String? {
        if reader.take(again: tool.bytes) { return tool.value }
        let start = reader.position
        guard let value = reader.string() else { return nil }
        tool = (reader.taken(since: start), value)
        return value
    }

    private mutating func callFinished(_ reader: inout PlainReader) -> Event? {
        let isCached = reader.take(#"{"cached":true,"#)
        guard isCached || reader.take(#"{"cached":false,"#), reader.take(#""call":"#),
            let call = reader.identifier() as CallID?
        else { return nil }
        var cost: CallCost?
        if reader.take(#","cost":{"answer":"#) {
            guard let answer = reader.integer(), reader.take(#","milliseconds":"#),
                let milliseconds = reader.integer(), reader.take("}")
            else { return nil }
            cost = CallCost(answer: answer, milliseconds: milliseconds)
        }
        guard reader.take(#","coverage":"#),
            let coverage = coverage(&reader), reader.take(#","evidence":"#),
            let evidence = reader.identifier() as EvidenceID?, reader.take(#","evidenceHash":"#),
            let hash = reader.digest()
        else { return nil }
        var step: StepReference?
        if reader.take(#","step":"#) {
            guard let reference = self.step(&reader) else { return nil }
            step = reference
        }
        guard reader.take(#","summary":"#), let summary = reader.string(), reader.take(#","tool":"#),
            let tool = tool(&reader), reader.take(#","version":"#), let version = reader.integer(), reader.take("}")
        else { return nil }
        return .callFinished(
            CallFinished(
                call: call, tool: tool, version: version, evidence: evidence, evidenceHash: hash, coverage: coverage,
                summary: summary, cached: isCached, step: step, from: nil, cost: cost))
    }

    private mutating func coverage(_ reader: inout PlainReader) -> [Coverage]? {
        if reader.take(again: coverage.bytes) { return coverage.value }
        let start = reader.position
        guard reader.take("[") else { return nil }
        var parts: [Coverage] = []
        while !reader.take("]") {
            guard parts.isEmpty || reader.take(","), let part = Coverage(reading: &reader) else { return nil }
            parts.append(part)
        }
        coverage = (reader.taken(since: start), parts)
        return parts
    }
}

extension Coverage {
    fileprivate init?(reading reader: inout PlainReader) {
        guard reader.take(#"{"omitted":[],"searched":"#), let searched = Searched(reading: &reader),
            reader.take(#","source":"#), let source = reader.string(), reader.take(#","value":"#),
            let value = reader.string().flatMap({ CoverageValue(rawValue: $0) }), reader.take("}")
        else { return nil }
        self.init(source: source, value: value, searched: searched)
    }
}

extension Searched {
    fileprivate init?(reading reader: inout PlainReader) {
        self.init()
        guard reader.take("{") else { return nil }
        var last = ""
        while !reader.take("}") {
            // In canonical order, so that no member can stand there twice.
            guard last.isEmpty || reader.take(","), let name = reader.string(), name > last, reader.take(":") else {
                return nil
            }
            last = name
            if name == "span" {
                guard let read = TimeSpan(reading: &reader) else { return nil }
                span = read
            } else {
                guard let member = Self.count(name), let number = reader.integer() else { return nil }
                self[keyPath: member] = number
            }
        }
    }

    private static func count(_ name: String) -> WritableKeyPath<Searched, Int?>? {
        switch name {
        case "bytes": \.bytes
        case "dayByFileTime": \.dayByFileTime
        case "files": \.files
        case "items": \.items
        case "lines": \.lines
        case "samples": \.samples
        case "series": \.series
        case "skew": \.skew
        case "yearByFileTime": \.yearByFileTime
        default: nil
        }
    }
}

extension TimeSpan {
    fileprivate init?(reading reader: inout PlainReader) {
        guard reader.take(#"{"end":"#), let end = reader.string().flatMap({ Timestamp(rfc3339: $0) }),
            reader.take(#","start":"#), let start = reader.string().flatMap({ Timestamp(rfc3339: $0) }),
            reader.take("}")
        else { return nil }
        self.init(start: start, end: end)
    }
}
