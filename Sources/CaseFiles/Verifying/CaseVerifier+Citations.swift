internal import JSON
internal import Model

extension CaseVerifier {
    /// How much is read again for citations at most, in bytes: a small file must not make a verifier work for hours.
    private static var maximumReread: Int { 8 << 30 }

    /// Looks the citations of a finding up again.
    ///
    /// A finding that claims less than is so does no harm; one that claims to be cited has to be. Where quotes stand is a
    /// fact. Which words say that something is not there, and which results do, are rules that become stricter: a finding
    /// that met those of its time is whole, and told to be judged otherwise by today's.
    mutating func check(_ finding: Finding, of entry: Entry) async throws {
        guard finding.verdict == .cited else {
            return report.counts.count(.citations, .holds)
        }
        let isAbsence = AbsenceClaim.isMade(in: finding.statement)
        var gap: Gone?
        var objection: String?
        for citation in finding.citations {
            switch try await verdict(on: citation) {
            case .stands(let record, let isEmpty):
                // However true the quote is, what was not seen may have been there.
                guard isAbsence || isEmpty, let gap = record.gap else { continue }
                let claim = isAbsence ? "it says that something is not there" : "it cites that nothing was found"
                objection = objection ?? "\(claim), but \(gap.source) was seen as \(gap.value) only"
            case .isNotThere: return fault(.broken, finding, entry, "a quote is not where it says")
            case .isGone(let found): gap = gap ?? found
            }
        }
        if finding.citations.isEmpty {
            return fault(.broken, finding, entry, "it claims to be cited and cites nothing")
        }
        if let objection {
            return fault(.judgedOtherwise, finding, entry, "by today's rules it is miscited: \(objection)")
        }
        guard let gap else { return report.counts.count(.citations, .holds) }
        // The evidence was removed, or it never was there: what removed it may yet follow.
        missing.append(
            Missing(
                subject: .citations, place: Place(session: entry.session, sequence: entry.sequence),
                name: finding.id.rawValue, gone: gap, reason: "what it cites is gone"))
    }

    private mutating func fault(_ verdict: CaseVerdict, _ finding: Finding, _ entry: Entry, _ reason: String) {
        fault(
            CaseFault(
                .citations, verdict, session: entry.session, sequence: entry.sequence, name: finding.id.rawValue,
                reason: reason))
    }

    private enum Found {
        /// In what, and whether what stands there is that there is nothing.
        case stands(RecordView, isEmpty: Bool)
        case isNotThere
        case isGone(Gone)
    }

    private mutating func verdict(on citation: Citation) async throws -> Found {
        guard let place = evidence[citation.evidence], let record = try await record(citation.evidence, at: place)
        else { return .isGone(gap(of: citation.evidence)) }
        let text: String?
        var isEmpty = false
        switch citation.place {
        case .pointer(let place):
            guard let pointer = try? JSONPointer(place), let value = record.output[pointer] else { return .isNotThere }
            text = Quote.text(of: value)
            isEmpty = AbsenceClaim.isEmptyResult(value, at: pointer)
        case .lines(let range):
            guard let reference = record.body, !record.isImage, range.lowerBound >= 1,
                range.upperBound <= reference.lines
            else { return .isNotThere }
            guard let body = bodies[reference.sha256] else {
                let entry = Place(session: place.session, sequence: place.sequence)
                return .isGone(Gone(place: entry, body: reference.sha256, part: .body))
            }
            text = try await lines(range, of: body)
        }
        guard let text else { return .isNotThere }
        try count(text.utf8.count)
        return Quote(citation.quote).stands(in: text) ? .stands(record, isEmpty: isEmpty) : .isNotThere
    }

    /// Evidence that was shown before; nil when it is gone.
    private mutating func record(_ id: EvidenceID, at place: EvidencePlace) async throws -> RecordView? {
        if let recent, recent.id == id { return recent.record }
        guard let bytes = try await material.record(at: place) else { return nil }
        try count(bytes.count)
        // Its bytes were read before, when it was shown.
        guard let record = RecordView(bytes) else { return nil }
        recent = (id, record)
        return record
    }

    /// Where evidence was that is not there any more.
    private func gap(of id: EvidenceID) -> Gone {
        if let known = goneEvidence[id] { return Gone(place: known, part: .evidence) }
        // An entry without its payload no longer says which evidence was its own.
        return Gone(place: lostCall, part: .payload)
    }

    private mutating func lines(_ range: ClosedRange<Int>, of body: BodyPlace) async throws -> String? {
        var excerpt = LineExcerpt(range)
        for number in 0..<body.pieces where !excerpt.isComplete {
            guard let piece = try await material.piece(number, of: body) else { return nil }
            try count(piece.count)
            excerpt.take(piece)
        }
        return excerpt.text
    }

    private mutating func count(_ bytes: Int) throws {
        reread += bytes
        guard reread <= Self.maximumReread else {
            throw CaseError(
                .tooLarge, "its citations ask for more than \(Self.maximumReread >> 30) GiB to be read again")
        }
    }
}
