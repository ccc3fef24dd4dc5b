package import Model

/// What one line of a case file holds.
package enum CaseItem: Sendable {
    case header(CaseHeader)
    case entry(CaseEntry)
    case evidence(CaseEvidence)
    case blob(CaseBlob)
    case end(CaseEnd)
}

/// The first line: the head, and who vouches for it.
package struct CaseHeader: Hashable, Sendable {
    package let head: CaseHead
    /// Nil in a file that nobody signed.
    package let signature: HeadSignature?

    package init(head: CaseHead, signature: HeadSignature?) {
        self.head = head
        self.signature = signature
    }
}

/// An entry, with the hashes that the file says it has.
package struct CaseEntry: Hashable, Sendable {
    /// As its own bytes make it: its hashes are computed.
    package let entry: Entry
    package let hash: Digest
    package let payloadHash: Digest

    package init(_ entry: Entry, hash: Digest, payloadHash: Digest) {
        self.entry = entry
        self.hash = hash
        self.payloadHash = payloadHash
    }
}

/// What a call found, in its stored form; it follows the entry that tells of it.
package struct CaseEvidence: Hashable, Sendable {
    package let session: SessionID
    package let sequence: Int
    package let record: [UInt8]

    package init(session: SessionID, sequence: Int, record: [UInt8]) {
        self.session = session
        self.sequence = sequence
        self.record = record
    }
}

/// A piece of a body, which follows the first evidence that names it.
package struct CaseBlob: Hashable, Sendable {
    /// Of the whole body.
    package let sha256: Digest
    /// Of the whole body, in bytes.
    package let length: Int
    package let piece: [UInt8]

    package init(sha256: Digest, length: Int, piece: [UInt8]) {
        self.sha256 = sha256
        self.length = length
        self.piece = piece
    }
}

/// The last line.
package struct CaseEnd: Hashable, Sendable {
    package let entries: Int
    /// Over all the bytes before the line.
    package let sha256: Digest

    package init(entries: Int, sha256: Digest) {
        self.entries = entries
        self.sha256 = sha256
    }
}
