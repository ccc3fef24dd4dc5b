import CaseFiles
import JSON
import Model
import Policy
import Store

/// What this installation's redaction lets in of an entry that was made elsewhere.
///
/// A part in which it would hide something is left out whole: its hash is kept, so that the chain holds. Structure, such
/// as identifiers and hashes, is part of what is looked at, except for the fencing token, whose name is a secret's.
struct ImportScreen: Sendable {
    private let redactor: Redactor

    init(rules: RedactionRules) {
        // Nothing is replaced, so that the key does not matter.
        redactor = Redactor(rules: rules, key: [0])
    }

    /// An entry with all that belongs to it, as it is taken in.
    struct Screened {
        let entry: Entry
        let record: EvidenceRecord?
        let withheld: WithheldParts
    }

    /// - Parameters:
    ///   - record: the stored form of what it tells of; nil without, or when that is gone.
    ///   - body: nil without, when it is gone, or when it came with earlier evidence.
    /// - Throws: `CaseError` for what is larger than this version would keep, or in another form.
    func screen(_ entry: Entry, record: [UInt8]?, body: [UInt8]?) throws -> Screened {
        guard !hides(entry.principal), !hides(entry.kind) else {
            throw CaseError(
                .malformed,
                "entry \(entry.sequence) of \(entry.session) names a principal or kind that looks like a secret",
                hint: "what the chain itself holds cannot be left out")
        }
        try checkSize(of: entry)
        try checkTexts(of: entry)
        var withheld: WithheldParts = []
        if let payload = entry.payload, try hides(payload, of: entry) { withheld.insert(.payload) }
        var kept = try record.map { try evidence($0, body, of: entry) }
        if let record = kept {
            // Without its payload the entry no longer vouches for the evidence.
            if withheld.contains(.payload) || hides(record.evidence) {
                withheld.insert(.evidence)
                if record.evidence.body != nil { withheld.insert(.body) }
                kept = nil
            } else if let body, hides(body) {
                withheld.insert(.body)
                kept = try evidence(record.bytes, nil, of: entry)
            }
        }
        let payload = withheld.contains(.payload) ? nil : entry.payload
        return Screened(
            entry: Entry(
                session: entry.session, sequence: entry.sequence, time: entry.time, principal: entry.principal,
                kind: entry.kind, payload: payload, payloadHash: entry.payloadHash, previousHash: entry.previousHash,
                isImported: true),
            record: kept, withheld: withheld)
    }

    /// What is shown on every line of a list must be a line.
    private func checkSize(of entry: Entry) throws {
        var isFine = entry.principal.utf8.count <= Self.maximumWord && entry.kind.utf8.count <= Self.maximumWord
        isFine = isFine && entry.payload?.count ?? 0 <= Self.maximumPayload
        if [SessionOpened.kind, SessionEdited.kind].contains(entry.kind), let payload = entry.payload {
            isFine = isFine && payload.count <= Self.maximumDescription
        }
        guard !isFine else { return }
        throw CaseError(.tooLarge, "entry \(entry.sequence) of \(entry.session) is larger than one that is made here")
    }

    private static let maximumWord = 1 << 10
    private static let maximumPayload = 16 << 20
    /// Title, owner and labels.
    private static let maximumDescription = 64 << 10

    private func evidence(_ record: [UInt8], _ body: [UInt8]?, of entry: Entry) throws -> EvidenceRecord {
        try Self.checkSize(of: record, at: entry.sequence)
        let kept: EvidenceRecord
        do {
            kept = try EvidenceRecord(imported: record, body: body)
        } catch {
            throw CaseError(
                .malformed, "the evidence of entry \(entry.sequence) is not in the form that this version writes",
                hint: "was it made by a newer version?")
        }
        guard kept.evidence.output.canonicalBytes().count <= Evidence.maximumOutput,
            kept.evidence.body?.length ?? 0 <= Evidence.maximumBody, kept.evidence.summary.utf8.count <= 4 << 10
        else { throw Self.tooLarge(entry.sequence) }
        return kept
    }

    /// Refuses a record that is larger than any that is made here, before anybody reads it for each citation of it.
    static func checkSize(of record: [UInt8], at sequence: Int) throws(CaseError) {
        guard record.count <= Evidence.maximumRecord else { throw tooLarge(sequence) }
    }

    private static func tooLarge(_ sequence: Int) -> CaseError {
        CaseError(.tooLarge, "the evidence of entry \(sequence) is larger than evidence may be")
    }

    private func hides(_ payload: [UInt8], of entry: Entry) throws -> Bool {
        guard var value = try? JSONValue(parsing: payload) else {
            throw CaseError(.malformed, "the payload of entry \(entry.sequence) of \(entry.session) is not JSON")
        }
        if entry.kind == RunTaken.kind, var object = value.objectValue, object["token"]?.intValue != nil {
            object["token"] = nil
            value = .object(object)
        }
        return hides(value)
    }

    private func hides(_ evidence: Evidence) -> Bool {
        (try? JSONValue(parsing: evidence.record)).map { hides($0) } ?? true
    }

    private func hides(_ value: JSONValue) -> Bool {
        var receipt = RedactionReceipt()
        _ = redactor.redact(value, &receipt)
        return !receipt.isEmpty
    }

    private func hides(_ text: String) -> Bool {
        var receipt = RedactionReceipt()
        _ = redactor.redact(text, &receipt)
        return !receipt.isEmpty
    }

    private func hides(_ body: [UInt8]) -> Bool {
        var bytes = body
        var receipt = RedactionReceipt()
        return redactor.redact(&bytes, &receipt)
    }
}
