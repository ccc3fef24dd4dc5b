import CaseFiles
import JSON
import Model
import TestSupport

/// A case before it is sealed: what an attacker can change who computes every hash anew.
struct CaseDraft {
    struct Row {
        var principal = "local:ada"
        var time: Timestamp
        var kind: String
        var payload: [UInt8]?
        var evidence: Evidence?
        var body: [UInt8]?
    }

    /// Who signs the head.
    enum Signer {
        case nobody
        case key(SigningKey)
        /// The signature of another case, as it was.
        case borrowed(CaseHeader)
    }

    var journals: [(session: SessionID, rows: [Row])]
    static let principal = Principal(name: "local:ada", kind: .person)
    static let time = Timestamp(milliseconds: 1_772_366_400_000)

    static func key(_ number: UInt8) throws -> SigningKey {
        guard let key = SigningKey(seed: Array(repeating: number, count: 32)) else { throw TestFailure("no key") }
        return key
    }

    static func session(_ number: UInt64) -> SessionID { SessionID(from: SeededIdentifierSource(seed: number)) }

    /// A session with notes, three pieces of evidence, two bodies of which one is used twice, and findings.
    static func sample(session number: UInt64 = 1) -> CaseDraft {
        var draft = CaseDraft(journals: [(session(number), [])])
        draft.add(.sessionOpened(SessionOpened(title: "Checkout is slow «é»", owner: principal)))
        let bodies = ["first line\nsecond line \u{1F600}\nthird", "alone\n"].map { Array($0.utf8) }
        let evidence = [
            draft.addCall(1, output: ["hits": 3, "text": "connection refused", "share": 0.25], body: bodies[0]),
            draft.addCall(2, output: ["hits": 7, "text": "timeout \"quoted\""], body: bodies[1]),
            draft.addCall(3, output: ["hits": 9, "text": "again"], body: bodies[0]),
        ]
        draft.add(.noteAdded(NoteAdded(text: "The queue\nis full \u{7}", author: principal)))
        draft.addFinding(
            1,
            [
                Citation(evidence: evidence[0], place: .pointer("/text"), quote: "connection refused"),
                Citation(evidence: evidence[0], place: .pointer("/share"), quote: "0.25"),
                Citation(evidence: evidence[2], place: .lines(1...2), quote: "first line\nsecond line \u{1F600}"),
            ])
        draft.addFinding(2, [Citation(evidence: evidence[1], place: .pointer("/text"), quote: "time…\"quoted\"")])
        draft.add(.unknown(kind: "session.starred", payload: ["by": "ada"]))
        return draft
    }

    mutating func add(_ event: Event) { add(kind: event.kind, payload: event.payload.canonicalBytes()) }

    mutating func add(kind: String, payload: [UInt8]?, evidence: Evidence? = nil, body: [UInt8]? = nil) {
        let last = journals.count - 1
        let count = journals.reduce(0) { $0 + $1.rows.count }
        let time = Self.time.advanced(byNanoseconds: Int64(count) * 1_000_000)
        journals[last].rows.append(Row(time: time, kind: kind, payload: payload, evidence: evidence, body: body))
    }

    @discardableResult
    mutating func addCall(
        _ number: UInt64, output: JSONValue, body: [UInt8]? = nil, seen: CoverageValue = .complete
    ) -> EvidenceID {
        let evidence = Evidence(
            id: EvidenceID(from: SeededIdentifierSource(seed: number)), tool: "look", version: 1, arguments: ["n": 1],
            window: nil, sources: ["app"], coverage: [Coverage(source: "app", value: seen)], started: Self.time,
            finished: Self.time, output: output, body: body.map { BodyReference(describing: $0) }, summary: "found")
        add(kind: CallFinished.kind, payload: Self.call(evidence), evidence: evidence, body: body)
        return evidence.id
    }

    mutating func addFinding(
        _ number: UInt64, _ citations: [Citation], verdict: Verdict = .cited, statement: String = "It is the pool"
    ) {
        let finding = Finding(
            id: FindingID(from: SeededIdentifierSource(seed: number)), statement: statement, severity: .high,
            confidence: 0.9, author: Self.principal, citations: citations, verdict: verdict, step: nil)
        add(.findingRecorded(FindingRecorded(finding)))
    }

    static func call(_ evidence: Evidence) -> [UInt8] {
        let call = CallFinished(
            call: CallID(from: SeededIdentifierSource(seed: 5)), evidence: evidence, cached: false, step: nil)
        return Event.callFinished(call).payload.canonicalBytes()
    }

    /// Every line but the end, with all hashes computed anew.
    func items(_ signer: Signer, withheld: [Int: WithheldParts] = [:]) throws -> [CaseItem] {
        var items: [CaseItem] = []
        var heads: [CaseJournal] = []
        var bodies: Set<Digest> = []
        for (session, rows) in journals {
            var head = JournalHead.empty
            for row in rows {
                let entry = Entry(
                    session: session, sequence: head.sequence + 1, time: row.time, principal: row.principal,
                    kind: row.kind, payload: row.payload, payloadHash: Digest(of: Array("gone".utf8)),
                    previousHash: head.hash)
                head = entry.head
                items.append(.entry(CaseEntry(entry, hash: entry.hash, payloadHash: entry.payloadHash)))
                guard let evidence = row.evidence else { continue }
                items.append(
                    .evidence(CaseEvidence(session: session, sequence: entry.sequence, record: evidence.record)))
                guard let body = row.body, bodies.insert(Digest(of: body)).inserted else { continue }
                items.append(.blob(CaseBlob(sha256: Digest(of: body), length: body.count, piece: body)))
            }
            heads.append(CaseJournal(session: session, head: head, withheld: withheld))
        }
        let head = CaseHead(created: Self.time, journals: heads)
        let header =
            switch signer {
            case .nobody: CaseHeader(head: head, signature: nil)
            case .key(let key): CaseHeader(head: head, signature: try key.sign(head))
            case .borrowed(let other): CaseHeader(head: head, signature: other.signature)
            }
        return [.header(header)] + items
    }

    func bytes(_ signer: Signer, withheld: [Int: WithheldParts] = [:]) throws -> [UInt8] {
        try Self.bytes(of: items(signer, withheld: withheld))
    }

    /// The file of these lines, with an end that fits.
    static func bytes(of items: [CaseItem]) throws -> [UInt8] {
        var writer = CaseWriter()
        var bytes: [UInt8] = []
        for item in items { bytes += try writer.line(item) }
        return bytes + (try writer.end())
    }

    /// The file of these lines of bytes, with an end that fits.
    static func bytes(ofLines lines: [[UInt8]], entries: Int) throws -> [UInt8] {
        let bytes = lines.flatMap { $0 + [UInt8(ascii: "\n")] }
        let end = CaseItem.end(CaseEnd(entries: max(1, entries), sha256: Digest(of: bytes)))
        return bytes + (try end.line()) + [UInt8(ascii: "\n")]
    }
}

/// Bytes in memory, read by offsets.
struct MemoryInput: CaseInput {
    let bytes: [UInt8]

    func read(at offset: Int, count: Int) -> [UInt8] {
        Array(bytes[min(offset, bytes.count)..<min(offset + count, bytes.count)])
    }
}

extension CaseReport {
    static func of(_ bytes: [UInt8], key: PublicKey? = nil) async throws -> CaseReport {
        try await CaseCheck(MemoryInput(bytes: bytes), trusted: key).report()
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }
}
