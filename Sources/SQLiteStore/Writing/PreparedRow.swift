internal import Foundation
internal import Model
internal import Store

/// An entry, and those that stand in its row with it, in the form of the row.
struct PreparedRow: Sendable {
    /// The bytes of each full chunk of a blob.
    static let chunk = 1 << 20

    struct Body: Sendable {
        let sha256: Data
        let length: Int
        let chunks: [Data]
    }

    let first: Entry
    /// Those that stand in the row too; nil for none.
    let followers: Int?
    /// That of the last.
    let hash: Digest
    /// The stored form of the payload, or of the group; nil once the payload was scrubbed.
    let payload: [UInt8]?
    /// The stored form of the evidence record of an entry that stands by itself.
    let record: [UInt8]?
    /// The evidence key.
    let key: [UInt8]?
    let body: Body?
    /// The body's hash when its bytes are expected to be stored already.
    let knownBody: Data?

    /// Roughly the bytes that will be written.
    var cost: Int { 128 + (payload?.count ?? 0) + (record?.count ?? 0) + (body?.length ?? 0) }

    /// - Parameters:
    ///   - followers: those that stand in the row too.
    ///   - hash: that of the last of them, or of the first where there is none.
    init(
        _ first: Entry, _ followers: [EntryGroup.Follower], to hash: Digest, _ evidence: EvidenceRecord?,
        _ texts: TextPacking
    ) throws {
        self.first = first
        self.followers = followers.isEmpty ? nil : followers.count
        self.hash = hash
        let bytes = evidence?.bytes
        if let evidence, bytes?.isEmpty == true {
            throw StoreError(.badAppend, "evidence \(evidence.evidence.id) cannot be written as JSON")
        }
        if followers.isEmpty {
            payload = first.payload.map(texts.pack)
            record = bytes.map(texts.pack)
        } else {
            let group = EntryGroup(payload: first.payload ?? [], record: bytes ?? [], followers: followers)
            payload = texts.pack(group.text)
            record = nil
        }
        let reference = evidence?.evidence.body
        key = evidence?.key?.bytes
        body = try evidence.flatMap { evidence in
            try evidence.body.map { try Self.body($0, reference, evidence.evidence.id) }
        }
        knownBody = evidence?.body == nil ? reference.map { Data($0.sha256.bytes) } : nil
    }

    private static func body(_ bytes: [UInt8], _ reference: BodyReference?, _ evidence: EvidenceID) throws -> Body {
        guard let reference, reference.length == bytes.count, reference.sha256 == Digest(of: bytes) else {
            throw StoreError(.badAppend, "the body of evidence \(evidence) is not the one that it describes")
        }
        let chunks = stride(from: 0, to: bytes.count, by: chunk).map { start in
            Data(bytes[start..<min(start + chunk, bytes.count)])
        }
        return Body(sha256: Data(reference.sha256.bytes), length: bytes.count, chunks: chunks)
    }
}
