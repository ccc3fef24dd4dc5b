import JSON
import MCP
import Model
import Policy
import Sessions
import Tooling
import Workflows

extension ToolShelf {
    var findingTools: [ServerTool] { [addNote, recordFinding] + hypothesisTools }

    private var recordFinding: ServerTool {
        let citation = Schema.object([
            .required("evidence", .evidence, "Evidence of this session"),
            .optional("pointer", .string(maximum: 1024), "JSON Pointer into its output, such as /new/0/template"),
            .optional(
                "lines", Schema.array(of: .integer(1...Int.max), maximum: 2).with("minItems", 2),
                "First and last line of its body, instead of a pointer"),
            .optional(
                "quote", .string(maximum: 4096),
                "What stands there: the whole text or number; … marks a cut. Left out, it is taken from the evidence"),
        ])
        return tool(
            "record_finding", "Record a finding",
            "Records a statement with citations. Every quote is looked up; record it anew when the verdict is not `cited`.",
            input: .object([
                Self.session,
                .required(
                    "statement", .string(maximum: 4096).with("minLength", 1), "What was found, in one or two sentences"),
                .required("severity", .oneOf(Severity.allCases.map(\.rawValue)), "How bad it is"),
                .required(
                    "confidence", Schema(json: ["type": "number", "minimum": 0, "maximum": 1]), "How sure you are"),
                .required("citations", .array(of: citation, maximum: 20), "Where the evidence says so"),
            ]), output: AnswerForm.recorded, annotations: Self.records
        ) { arguments, _ in
            let session = try await openSession(arguments)
            let recorder = FindingRecorder(store: desk.manager.store, executor: desk.executor, rights: desk.rights)
            let finding = try await recorder.finding(
                from: try Self.draft(arguments), by: desk.principal, at: nil, in: session)
            try await append(.findingRecorded(FindingRecorded(finding)), to: session)
            var answer: JSONObject = [
                "session": .string(session.id.rawValue), "finding": .string(finding.id.rawValue),
                "verdict": .string(finding.verdict.rawValue),
            ]
            if finding.verdict != .cited {
                answer.add("citations", try await recorder.checks(of: finding, in: session).map { Self.told($0) })
            }
            return answer
        }
    }

    /// What a citation came to, with what stands there instead.
    private static func told(_ check: CitationCheck) -> JSONValue {
        var object: JSONObject = ["verdict": .string(check.verdict.rawValue)]
        object.add("reason", check.reason)
        guard let nearest = check.nearest else { return .object(object) }
        switch nearest.place {
        case .pointer(let pointer): object["nearest"] = ["pointer": .string(pointer), "text": .string(nearest.text)]
        case .lines(let lines):
            object["nearest"] = [
                "lines": [JSONValue(lines.lowerBound), JSONValue(lines.upperBound)], "text": .string(nearest.text),
            ]
        }
        return .object(object)
    }

    private static func draft(_ arguments: JSONObject) throws -> FindingDraft {
        var citations: [CitationDraft] = []
        for value in arguments["citations"]?.arrayValue ?? [] {
            guard let evidence = EvidenceID(value["evidence"]?.stringValue ?? "") else {
                throw ServerError(.validation, "a citation names no evidence", hint: "an identifier begins with ev_")
            }
            let place: Citation.Place
            let lines = value["lines"]?.arrayValue?.compactMap(\.intValue) ?? []
            switch (value["pointer"]?.stringValue, lines.count) {
            case (let pointer?, 0): place = .pointer(pointer)
            case (nil, 2) where 1 <= lines[0] && lines[0] <= lines[1]: place = .lines(lines[0]...lines[1])
            default:
                throw ServerError(
                    .validation, "a citation needs either a pointer or two lines, the first not after the last",
                    hint: #"such as {"evidence": "ev_…", "pointer": "/points/0/time"}"#)
            }
            citations.append(CitationDraft(evidence: evidence, place: place, quote: value["quote"]?.stringValue))
        }
        guard let severity = Severity(rawValue: arguments["severity"]?.stringValue ?? "") else {
            throw ServerError(.validation, "that is no severity")
        }
        return FindingDraft(
            statement: arguments["statement"]?.stringValue ?? "", severity: severity,
            confidence: arguments["confidence"]?.doubleValue ?? 0, citations: citations)
    }

    private var addNote: ServerTool {
        tool(
            "add_note", "Add a note", "Writes a note into a session: what a person said.",
            input: .object([Self.session, .required("text", .string(maximum: 8192).with("minLength", 1), "The note")]),
            output: AnswerForm.noted, annotations: Self.records
        ) { arguments, _ in
            let session = try await session(arguments)
            let text = try await desk.executor.callerRedactor(of: session)
                .redact(arguments["text"]?.stringValue ?? "")
            let sequence = try await append(.noteAdded(NoteAdded(text: text, author: desk.principal)), to: session)
            return ["session": .string(session.id.rawValue), "entry": JSONValue(sequence)]
        }
    }

    /// Counts what is about to be written, unless as much is stored as may be.
    func makeRoom(for bytes: Int) async throws {
        try await desk.room?.checkBytes()
        await desk.room?.add(bytes: bytes)
    }

    /// Writes one event; returns the sequence of its entry.
    @discardableResult
    func append(_ event: Event, to session: Session) async throws -> Int {
        try await makeRoom(for: event.canonicalPayload.count)
        let draft = EntryDraft(event, principal: desk.principal.name, time: desk.manager.clock.now)
        return try await session.append(Batch([draft])).last?.sequence ?? 0
    }
}
