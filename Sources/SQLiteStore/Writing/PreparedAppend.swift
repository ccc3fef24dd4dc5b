internal import Foundation
internal import Model
internal import Store

/// An append in the form of its rows, made before the database is touched so that no other caller waits for it.
struct PreparedAppend: Sendable {
    /// The bytes of each full chunk of a blob.
    static let chunk = 1 << 20

    struct Body: Sendable {
        let sha256: Data
        let length: Int
        let chunks: [Data]
    }

    struct Row: Sendable {
        let record: Data
        let key: Data?
        let body: Body?
        /// The body's hash when its bytes are expected to be stored already.
        let knownBody: Data?
    }

    let append: Append
    /// The stored form of each entry's payload; nil once it was scrubbed.
    let payloads: [Data?]
    /// By the sequence of its entry.
    let evidence: [Int: Row]
    /// What a new session goes on from.
    let origin: SessionForked?
    /// Roughly the bytes that will be written.
    let cost: Int

    /// - Throws: `StoreError` of code `badAppend` for evidence that does not agree with its body, and for a fork of nothing.
    init(_ append: Append, _ texts: TextPacking) throws {
        self.append = append
        origin = try append.origin
        payloads = append.entries.map { $0.payload.map(texts.pack) }
        evidence = try append.evidence.mapValues { try Self.row($0, texts) }
        cost =
            payloads.reduce(0) { $0 + 128 + ($1?.count ?? 0) }
            + evidence.values.reduce(0) { $0 + $1.record.count + ($1.body?.length ?? 0) }
    }

    private static func row(_ record: EvidenceRecord, _ texts: TextPacking) throws -> Row {
        let bytes = record.bytes
        guard !bytes.isEmpty else {
            throw StoreError(.badAppend, "evidence \(record.evidence.id) cannot be written as JSON")
        }
        let reference = record.evidence.body
        return Row(
            record: texts.pack(bytes), key: record.key.map { Data($0.bytes) },
            body: try record.body.map { try body($0, reference, record.evidence.id) },
            knownBody: record.body == nil ? reference.map { Data($0.sha256.bytes) } : nil)
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
