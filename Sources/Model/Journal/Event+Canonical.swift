internal import JSON

/// Writes the canonical JSON of what every step journals at once, which else costs more than all the rest of a step.
///
/// Each form is that of the value which `Codable` gives; a test holds them to each other.
protocol CanonicallyWritten: Encodable {
    /// Writes the members of this value's object in their canonical order.
    func writeMembers(_ writer: inout JSONCanonicalWriter)
}

extension CanonicallyWritten {
    /// The canonical JSON.
    var canonicalBytes: [UInt8] {
        var writer = JSONCanonicalWriter(capacity: 1024)
        writer.object { writeMembers(&$0) }
        return writer.bytes
    }
}

extension Event {
    /// The payload as it is stored: canonical JSON.
    package var canonicalPayload: [UInt8] {
        switch self {
        case .stepStarted(let started): started.canonicalBytes
        case .stepFinished(let finished): finished.canonicalBytes
        case .callFinished(let finished): finished.canonicalBytes
        default: payload.canonicalBytes()
        }
    }
}

extension JSONCanonicalWriter {
    /// Writes a member where there is a value.
    fileprivate mutating func member(_ name: StaticString, _ value: (some CanonicallyWritten)?) {
        if let value { object(name) { value.writeMembers(&$0) } }
    }

    fileprivate mutating func member<Subject>(_ name: StaticString, _ id: Identifier<Subject>?) {
        if let id { member(name, atMost: Identifier<Subject>.length) { id.append(to: &$0) } }
    }

    fileprivate mutating func member(_ name: StaticString, _ hash: Digest) {
        member(name, atMost: 64) { hash.appendHex(to: &$0) }
    }

    fileprivate mutating func member(_ name: StaticString, _ time: Timestamp) {
        member(name, atMost: Timestamp.length) { time.append(to: &$0) }
    }

    fileprivate mutating func list(_ name: StaticString, _ values: [some CanonicallyWritten]) {
        list(name, values) { writer, value in writer.object { value.writeMembers(&$0) } }
    }
}

extension StepReference: CanonicallyWritten {
    func writeMembers(_ writer: inout JSONCanonicalWriter) {
        writer.member("attempt", attempt)
        writer.member("iteration", iteration)
        writer.member("path", path)
        writer.member("run", run)
    }
}

extension EntryPlace: CanonicallyWritten {
    func writeMembers(_ writer: inout JSONCanonicalWriter) {
        writer.member("sequence", sequence)
        writer.member("session", session)
    }
}

extension StepStarted: CanonicallyWritten {
    func writeMembers(_ writer: inout JSONCanonicalWriter) { writer.member("step", step) }
}

extension StepFinished: CanonicallyWritten {
    func writeMembers(_ writer: inout JSONCanonicalWriter) {
        writer.member("error", error)
        writer.member("evidence", evidence)
        writer.member("output", output)
        writer.member("reason", reason)
        writer.member("status", status.rawValue)
        writer.member("step", step)
    }
}

extension CallFinished: CanonicallyWritten {
    func writeMembers(_ writer: inout JSONCanonicalWriter) {
        writer.member("cached", cached)
        writer.member("call", call)
        writer.member("cost", cost)
        writer.list("coverage", coverage)
        writer.member("evidence", evidence)
        writer.member("evidenceHash", evidenceHash)
        writer.member("from", from)
        if let imported { writer.member("imported", imported) }
        writer.member("step", step)
        writer.member("summary", summary)
        writer.member("tool", tool)
        writer.member("version", version)
    }
}

extension CallCost: CanonicallyWritten {
    func writeMembers(_ writer: inout JSONCanonicalWriter) {
        writer.member("answer", answer)
        writer.member("milliseconds", milliseconds)
    }
}

extension ToolError: CanonicallyWritten {
    func writeMembers(_ writer: inout JSONCanonicalWriter) {
        writer.member("hint", hint)
        writer.member("kind", kind.rawValue)
        writer.member("message", message)
    }
}

extension Coverage: CanonicallyWritten {
    func writeMembers(_ writer: inout JSONCanonicalWriter) {
        writer.list("omitted", omitted)
        writer.member("searched", searched)
        writer.member("source", source)
        writer.member("value", value.rawValue)
    }
}

extension Searched: CanonicallyWritten {
    func writeMembers(_ writer: inout JSONCanonicalWriter) {
        writer.member("bytes", bytes)
        writer.member("dayByFileTime", dayByFileTime)
        writer.member("files", files)
        writer.member("items", items)
        writer.member("lines", lines)
        writer.member("samples", samples)
        writer.member("series", series)
        writer.member("skew", skew)
        writer.member("span", span)
        writer.member("yearByFileTime", yearByFileTime)
    }
}

extension Omission: CanonicallyWritten {
    func writeMembers(_ writer: inout JSONCanonicalWriter) {
        writer.member("count", count)
        writer.member("reason", reason)
        writer.member("what", what)
    }
}

extension TimeSpan: CanonicallyWritten {
    func writeMembers(_ writer: inout JSONCanonicalWriter) {
        writer.member("end", end)
        writer.member("start", start)
    }
}

extension Window: CanonicallyWritten {
    func writeMembers(_ writer: inout JSONCanonicalWriter) {
        writer.member("baseline", baseline)
        writer.member("end", end)
        writer.member("start", start)
    }
}

extension BodyReference: CanonicallyWritten {
    func writeMembers(_ writer: inout JSONCanonicalWriter) {
        writer.member("length", length)
        writer.member("lines", lines)
        writer.member("sha256", sha256)
    }
}

extension Evidence: CanonicallyWritten {
    func writeMembers(_ writer: inout JSONCanonicalWriter) {
        writer.member("arguments", arguments)
        writer.member("body", body)
        writer.list("coverage", coverage)
        writer.member("finished", finished)
        writer.member("id", id)
        writer.member("output", output)
        writer.list("sources", sources) { $0.element($1) }
        writer.member("started", started)
        writer.member("summary", summary)
        writer.member("tool", tool)
        writer.member("version", version)
        writer.member("window", window)
    }
}
