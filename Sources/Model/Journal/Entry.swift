/// One record of a session's append-only, hash-chained journal, as it is stored.
///
/// The hash covers the header alone and the header covers the payload by its hash, so that a payload which leaked a
/// secret can be scrubbed while the chain still holds.
///
/// An object that never changes, since it passes through many hands.
package final class Entry: Hashable, Sendable, CustomStringConvertible {
    /// The version of the header's form.
    package static let version = 1

    package let session: SessionID
    /// Counts from 1 without gaps.
    package let sequence: Int
    /// When it was written, in whole milliseconds.
    package let time: Timestamp
    /// Name of the principal who caused it.
    package let principal: String
    /// What happened, such as `step.finished`; kinds of newer versions are kept as they are.
    package let kind: String
    /// Canonical JSON; nil once it was scrubbed.
    package let payload: [UInt8]?
    package let payloadHash: Digest
    /// Hash of the entry before this one; `Digest.zero` for the first.
    package let previousHash: Digest
    package let hash: Digest
    /// Whether it was made elsewhere and came with a case file; stands beside the journal, not in the hash.
    package let isImported: Bool

    /// Seals a draft as the entry that follows `head`.
    package convenience init(_ draft: EntryDraft, session: SessionID, after head: JournalHead) {
        self.init(
            session: session, sequence: head.sequence + 1, time: draft.time, principal: draft.principal,
            kind: draft.event.kind, payload: draft.event.canonicalPayload, previousHash: head.hash)
    }

    /// Takes an entry as it was stored and computes its hashes from its bytes.
    ///
    /// - Parameters:
    ///   - payloadHash: kept beside a scrubbed payload; otherwise it is computed.
    ///   - isImported: whether it was made elsewhere.
    package init(
        session: SessionID, sequence: Int, time: Timestamp, principal: String, kind: String, payload: [UInt8]?,
        payloadHash: Digest? = nil, previousHash: Digest, isImported: Bool = false
    ) {
        self.session = session
        self.sequence = sequence
        // The header says no more, so neither may a store that keeps entries in another form.
        self.time = Timestamp(milliseconds: time.milliseconds)
        self.principal = principal
        self.kind = kind
        self.payload = payload
        self.previousHash = previousHash
        self.isImported = isImported
        self.payloadHash = payload.map { Digest(of: $0) } ?? payloadHash ?? .zero
        hash =
            EntryHeader(
                session: session, sequence: sequence, time: time, principal: principal, kind: kind,
                payloadHash: self.payloadHash, previousHash: previousHash
            ).hash
    }

    /// The hash covers all but whether the payload is still there and where the entry was made.
    package static func == (left: Entry, right: Entry) -> Bool {
        left.hash == right.hash && left.payload == right.payload && left.isImported == right.isImported
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(hash) }

    /// Which entry it is, without what it says.
    package var description: String {
        let marks = (payload == nil ? " scrubbed" : "") + (isImported ? " imported" : "")
        return "\(session)#\(sequence) \(kind) \(hash)\(marks)"
    }

    /// The canonical JSON (RFC 8785) that the hash is taken over.
    package var header: [UInt8] {
        EntryHeader(
            session: session, sequence: sequence, time: time, principal: principal, kind: kind,
            payloadHash: payloadHash, previousHash: previousHash
        ).bytes
    }

    /// The same entry as one that was made elsewhere.
    package var imported: Entry {
        Entry(
            session: session, sequence: sequence, time: time, principal: principal, kind: kind, payload: payload,
            payloadHash: payloadHash, previousHash: previousHash, isImported: true)
    }

    /// The principal as every reader is shown it: who acted elsewhere is nobody here.
    package var author: String { isImported ? Principal.importedPrefix + principal : principal }

    /// Where the journal stands after this entry.
    package var head: JournalHead { JournalHead(sequence: sequence, hash: hash) }
}

/// What is to be journalled, before it has a place in the chain.
package struct EntryDraft: Sendable {
    package let event: Event
    package let principal: String
    package let time: Timestamp

    package init(_ event: Event, principal: String, time: Timestamp) {
        self.event = event
        self.principal = principal
        self.time = time
    }
}

/// The last entry's place and hash.
package struct JournalHead: Hashable, Sendable, Codable {
    package let sequence: Int
    package let hash: Digest

    package init(sequence: Int, hash: Digest) {
        self.sequence = sequence
        self.hash = hash
    }

    /// Before the first entry.
    package static let empty = JournalHead(sequence: 0, hash: .zero)
}
