internal import JSON
internal import Model

/// Says of each thing in a case whether it holds, shown one line after the other in the order of `CaseReader`.
///
/// It holds no payload, evidence or body: of each piece of evidence and of each body it remembers where it stands, and
/// reads what a finding cites again from its material. Hashes are over the bytes as they stand; nothing is put into
/// canonical form.
package struct CaseVerifier: Sendable {
    /// What has still to come, or was missed and may have been removed by an entry that follows.
    struct Missing {
        let subject: CasePart
        let place: Place
        var name: String?
        /// What is gone, and with it what this rests on.
        let gone: Gone
        let reason: String
    }

    /// An entry of a journal.
    struct Place {
        let session: SessionID
        let sequence: Int
    }

    /// A part of an entry that is not there.
    struct Gone {
        let place: Place?
        var body: Digest?
        let part: WithheldParts
    }

    let material: any CaseMaterial
    let trusted: PublicKey?
    var report = CaseReport()
    var removals = Removals()
    var missing: [Missing] = []
    var evidence: [EvidenceID: EvidencePlace] = [:]
    var bodies: [Digest: BodyPlace] = [:]
    /// Evidence that was not there, by its identifier.
    var goneEvidence: [EvidenceID: Place] = [:]
    /// An entry that told of evidence and lost its payload, so that nobody knows of which.
    var lostCall: Place?
    /// Bytes of evidence and bodies that were read again for citations, and of texts that were looked through.
    var reread = 0
    /// The evidence that was read again last; one finding mostly cites the same.
    var recent: (id: EvidenceID, record: RecordView)?
    private var journal = 0
    private var head = JournalHead.empty
    private var expected: CallView?
    private var body: BodySum?
    private var firstPlace = (Int.max, Int.max)

    /// - Parameters:
    ///   - material: gives what was shown again.
    ///   - trusted: the key that the reader knows the file's maker by; nil for none.
    package init(material: any CaseMaterial, trusted: PublicKey? = nil) {
        self.material = material
        self.trusted = trusted
    }

    /// Looks at the next line.
    ///
    /// - Throws: what the material throws, `CaseError` of code `tooLarge` when citations make it read too much.
    package mutating func take(_ line: CaseLine) async throws {
        switch line.item {
        case .header(let header): take(header)
        case .entry(let entry): try await take(entry)
        case .evidence(let evidence): take(evidence, at: line.place)
        case .blob(let blob): take(blob, at: line.place)
        case .end(let end): report.end = end
        }
    }

    /// What was found out, once everything was shown.
    package mutating func finish() -> CaseReport {
        leaveBody()
        leaveEntry()
        checkEnd()
        settle()
        return sorted()
    }

    /// What was found out when a line could not be read.
    package mutating func finish(_ error: CaseError) -> CaseReport {
        // What is missing may have been said to be removed by what could not be read.
        missing = []
        let line = error.line.map { "\($0)" }
        fault(CaseFault(.line, .broken, session: nil, name: line, reason: error.reason))
        return sorted()
    }

    private func sorted() -> CaseReport {
        var report = report
        report.faults = report.faults.sorted { place(of: $0) < place(of: $1) }
        return report
    }

    // MARK: What is shown

    private mutating func take(_ header: CaseHeader) {
        report.head = header.head
        guard let signature = header.signature else {
            if trusted != nil { fault(Self.signature("nobody signed it")) }
            return
        }
        guard signature.isOver(header.head) else {
            report.signature = .invalid
            return fault(Self.signature("the signature is not one over this head"))
        }
        guard let trusted else {
            report.signature = .unknown(signature.key)
            return
        }
        report.signature = signature.key == trusted ? .known(trusted) : .foreign(signature.key)
        if signature.key != trusted { fault(Self.signature("it was signed with another key, \(signature.key.hex)")) }
    }

    private mutating func take(_ item: CaseEntry) async throws {
        leaveBody()
        leaveEntry()
        let entry = item.entry
        if let journals = report.head?.journals, entry.session != journals[journal].session {
            checkEnd()
            journal += 1
            head = .empty
        }
        if let reason = fault(of: item) {
            fault(CaseFault(.entry, .broken, session: entry.session, sequence: entry.sequence, reason: reason))
        } else if entry.payload == nil {
            let place = Place(session: entry.session, sequence: entry.sequence)
            missing.append(
                Missing(
                    subject: .entry, place: place, gone: Gone(place: place, part: .payload),
                    reason: "its payload is gone"))
        } else {
            report.counts.count(.entry, .holds)
        }
        if entry.sequence == 1 { checkLink(entry) }
        // What follows is judged by what the file says this entry is, so that one fault is told once.
        head = JournalHead(sequence: entry.sequence, hash: item.hash)
        removals.take(entry)
        try await read(entry)
    }

    private func fault(of item: CaseEntry) -> String? {
        let entry = item.entry
        if entry.payloadHash != item.payloadHash { return "its payload is not the one that its hash was taken over" }
        if entry.previousHash != head.hash { return "it does not follow the entry before it" }
        return entry.hash == item.hash ? nil : "its hash is not that of its header"
    }

    /// A fork's first entry names where it leaves its parent, which stands before it.
    private mutating func checkLink(_ entry: Entry) {
        guard let journals = report.head?.journals else { return }
        let isFork = entry.kind == "session.forked"
        guard isFork || journal > 0 else { return }
        let parent = journal > 0 ? journals[journal - 1] : nil
        let value = entry.payload.flatMap { try? JSONValue(parsing: $0) }
        let isLinked =
            parent.map { parent in
                value?["parent"]?.stringValue == parent.session.rawValue
                    && value?["sequence"]?.intValue == parent.head.sequence
                    && value?["hash"]?.stringValue == parent.head.hash.hex
            } ?? false
        if isFork, isLinked {
            report.counts.count(.journal, .holds)
        } else {
            let reason = "it does not follow from the journal before it in the lineage"
            fault(CaseFault(.journal, .broken, session: entry.session, sequence: 1, reason: reason))
        }
    }

    private mutating func read(_ entry: Entry) async throws {
        switch entry.kind {
        case CallFinished.kind:
            guard entry.payload != nil else {
                lostCall = Place(session: entry.session, sequence: entry.sequence)
                return
            }
            expected = CallView(entry.payload)
        case FindingRecorded.kind:
            guard case .findingRecorded(let recorded) = Event(recorded: entry) else { return }
            try await check(recorded.finding, of: entry)
        default: break
        }
    }

    private mutating func take(_ item: CaseEvidence, at line: Range<Int>) {
        defer { expected = nil }
        guard let call = expected else {
            // What was removed took its evidence with it: whatever stands here, no hash in the chain is over it.
            let isLost = lostCall.map { $0.session == item.session && $0.sequence == item.sequence } ?? false
            let reason =
                isLost
                ? "the payload of its entry is gone, and nothing vouches for it"
                : "the entry before it tells of no evidence"
            return fault(CaseFault(.evidence, .broken, session: item.session, sequence: item.sequence, reason: reason))
        }
        guard Digest(of: item.record) == call.hash, let record = RecordView(item.record),
            record.id == call.evidence.rawValue
        else {
            return fault(
                CaseFault(
                    .evidence, .broken, session: item.session, sequence: item.sequence, name: call.evidence.rawValue,
                    reason: "it is not what the journal says was found"))
        }
        guard evidence[call.evidence] == nil else {
            return fault(
                CaseFault(
                    .evidence, .broken, session: item.session, sequence: item.sequence, name: call.evidence.rawValue,
                    reason: "an entry before has recorded something under this identifier already"))
        }
        report.counts.count(.evidence, .holds)
        evidence[call.evidence] = EvidencePlace(session: item.session, sequence: item.sequence, line: line)
        guard let reference = record.body else { return }
        body = BodySum(reference, session: item.session, sequence: item.sequence)
    }

    private mutating func take(_ item: CaseBlob, at line: Range<Int>) {
        guard body != nil else {
            let session = report.head?.journals[journal].session
            let reason = "the evidence before it names no body"
            return fault(
                CaseFault(
                    .body, .broken, session: session, sequence: head.sequence, name: item.sha256.hex, reason: reason))
        }
        body?.take(item, at: line)
    }

    // MARK: What should have been shown

    /// The body of the evidence before is complete, or is not there.
    private mutating func leaveBody() {
        guard let sum = body else { return }
        body = nil
        guard sum.hasBegun else {
            guard bodies[sum.reference.sha256] == nil else { return }
            let place = Place(session: sum.session, sequence: sum.sequence)
            let sha256 = sum.reference.sha256
            return missing.append(
                Missing(
                    subject: .body, place: place, name: sha256.hex,
                    gone: Gone(place: place, body: sha256, part: .body), reason: "it is gone"))
        }
        guard let place = sum.place, bodies[place.sha256] == nil else {
            return fault(
                CaseFault(
                    .body, .broken, session: sum.session, sequence: sum.sequence, name: sum.reference.sha256.hex,
                    reason: "it is not the one that its evidence describes"))
        }
        report.counts.count(.body, .holds)
        bodies[place.sha256] = place
    }

    /// The evidence of the entry before is there, or it is not.
    private mutating func leaveEntry() {
        guard let call = expected, let session = report.head?.journals[journal].session else { return }
        expected = nil
        let place = Place(session: session, sequence: head.sequence)
        goneEvidence[call.evidence] = place
        missing.append(
            Missing(
                subject: .evidence, place: place, name: call.evidence.rawValue,
                gone: Gone(place: place, part: .evidence), reason: "it is gone"))
    }

    /// A journal ends where the head says.
    private mutating func checkEnd() {
        guard let journals = report.head?.journals, journals.indices.contains(journal) else { return }
        let known = journals[journal]
        if known.head == head {
            report.counts.count(.journal, .holds)
        } else {
            fault(
                CaseFault(
                    .journal, .broken, session: known.session, sequence: head.sequence,
                    reason: "it does not end at the entry that the head names"))
        }
    }

    /// What is missing was removed by an entry or withheld, or is broken.
    private mutating func settle() {
        for item in missing {
            let by = remover(of: item.gone)
            let verdict = by == nil ? CaseVerdict.broken : .removed
            fault(
                CaseFault(
                    item.subject, verdict, session: item.place.session, sequence: item.place.sequence,
                    name: item.name, by: by,
                    reason: by == nil ? item.reason + ", and nothing says that it was removed" : item.reason))
        }
        missing = []
    }

    private func remover(of gone: Gone) -> String? {
        guard let place = gone.place else { return nil }
        if let by = removals.of(gone.part, gone.body, at: place.sequence, in: place.session) { return by }
        let withheld = report.head?.journals.first { $0.session == place.session }?.withheld[place.sequence] ?? []
        return withheld.isDisjoint(with: gone.part) ? nil : "the head, which names it among what is withheld"
    }

    // MARK: Faults

    mutating func fault(_ fault: CaseFault) {
        report.counts.count(fault.subject, fault.verdict)
        if report.faults.count < CaseReport.maximumFaults { report.faults.append(fault) }
        guard fault.verdict == .broken, place(of: fault) < firstPlace else { return }
        firstPlace = place(of: fault)
        report.first = fault
    }

    private func place(of fault: CaseFault) -> (Int, Int) {
        if fault.subject == .signature { return (-1, 0) }
        let journal = report.head?.journals.firstIndex { $0.session == fault.session }
        return (journal ?? .max - 1, fault.sequence)
    }

    private static func signature(_ reason: String) -> CaseFault {
        CaseFault(.signature, .broken, session: nil, reason: reason)
    }
}
