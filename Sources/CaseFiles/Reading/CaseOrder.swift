internal import Model

/// The one order in which the lines of a case file stand: the header, each journal's entries by their sequence, each
/// followed by its evidence and that by its body, and the end.
struct CaseOrder: Sendable {
    /// What came last.
    private enum Last {
        case nothing, header
        case entry, evidence
        /// A body of which so many bytes have come.
        case blob(Digest, length: Int, so: Int)
        case end
    }

    private var last = Last.nothing
    private var journals: [CaseJournal] = []
    private var journal = 0
    private var sequence = 0

    var isComplete: Bool {
        if case .end = last { return true }
        return false
    }

    mutating func take(_ item: CaseItem) throws(CaseError) {
        switch (last, item) {
        case (.end, _): throw CaseError(.cut, "something stands after the end")
        case (.nothing, .header(let header)):
            journals = header.head.journals
            last = .header
        case (.nothing, _), (_, .header): throw CaseError(.malformed, "the header is the first line and no other")
        case (_, .entry(let entry)): try take(entry.entry)
        case (.entry, .evidence(let evidence)):
            guard evidence.session == journals[journal].session, evidence.sequence == sequence else {
                throw CaseError(.malformed, "evidence does not stand behind its entry")
            }
            last = .evidence
        case (.evidence, .blob(let blob)): try take(blob, after: 0)
        case (.blob(let sha256, let length, let so), .blob(let blob)):
            guard blob.sha256 == sha256, blob.length == length, so < length else {
                throw CaseError(.malformed, "a piece of another body stands here")
            }
            try take(blob, after: so)
        case (_, .end(let end)):
            try leaveBody()
            guard journal == journals.count - 1, sequence == journals[journal].head.sequence,
                end.entries == journals.reduce(0, { $0 + $1.head.sequence })
            else { throw CaseError(.cut, "there are not as many entries as the file was written with") }
            last = .end
        default: throw CaseError(.malformed, "a line stands where it cannot stand")
        }
    }

    private mutating func take(_ entry: Entry) throws(CaseError) {
        try leaveBody()
        if sequence == journals[journal].head.sequence, journal + 1 < journals.count {
            journal += 1
            sequence = 0
        }
        guard entry.session == journals[journal].session, entry.sequence == sequence + 1,
            entry.sequence <= journals[journal].head.sequence
        else { throw CaseError(.malformed, "entry \(entry.sequence) of \(entry.session) is not the next one") }
        sequence = entry.sequence
        last = .entry
    }

    private mutating func take(_ blob: CaseBlob, after so: Int) throws(CaseError) {
        let count = so + blob.piece.count
        guard count <= blob.length, blob.piece.count == CaseFormat.piece || count == blob.length else {
            throw CaseError(.malformed, "a piece of a body is not as long as it has to be")
        }
        last = .blob(blob.sha256, length: blob.length, so: count)
    }

    private func leaveBody() throws(CaseError) {
        guard case .blob(_, let length, let so) = last, so < length else { return }
        throw CaseError(.malformed, "the body before it is not complete")
    }
}
