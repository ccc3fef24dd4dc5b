import FoundationEssentials
import JSON
import Model

extension CaseItem {
    /// The line that says it, without its line feed.
    ///
    /// - Throws: `CaseError` for what the format has no form for.
    package func line() throws(CaseError) -> [UInt8] {
        let bytes = try json.canonicalBytes()
        guard bytes.count <= CaseFormat.maximumLine else {
            throw CaseError(
                .tooLarge, "a line would be longer than \(CaseFormat.maximumLine) bytes",
                hint: "this session cannot be exported as a case file")
        }
        return bytes
    }

    private var json: JSONValue {
        get throws(CaseError) {
            switch self {
            case .header(let header):
                [
                    "case": header.head.json, "key": header.signature.map { .string($0.key.hex) } ?? .null,
                    "signature": header.signature.map { .string($0.hex) } ?? .null,
                ]
            case .entry(let entry): ["entry": try Self.json(of: entry)]
            case .evidence(let evidence):
                [
                    "evidence": [
                        "record": try Self.text(evidence.record, "evidence"),
                        "sequence": JSONValue(evidence.sequence), "session": .string(evidence.session.rawValue),
                    ]
                ]
            case .blob(let blob):
                [
                    "base64": .string(Data(blob.piece).base64EncodedString()), "length": JSONValue(blob.length),
                    "sha256": .string(blob.sha256.hex),
                ]
            case .end(let end): ["end": ["entries": JSONValue(end.entries), "sha256": .string(end.sha256.hex)]]
            }
        }
    }

    private static func json(of item: CaseEntry) throws(CaseError) -> JSONValue {
        let entry = item.entry
        var payload = JSONValue.null
        if let bytes = entry.payload { payload = try text(bytes, "the payload of entry \(entry.sequence)") }
        return [
            "hash": .string(item.hash.hex), "kind": .string(entry.kind), "payload": payload,
            "payloadHash": .string(item.payloadHash.hex), "previousHash": .string(entry.previousHash.hex),
            "principal": .string(entry.principal), "sequence": JSONValue(entry.sequence),
            "session": .string(entry.session.rawValue), "time": .string(entry.time.description),
            "v": JSONValue(Entry.version),
        ]
    }

    /// Stored bytes stand in a string, so that hashes are over exactly what is read from it.
    private static func text(_ bytes: [UInt8], _ what: String) throws(CaseError) -> JSONValue {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CaseError(.malformed, "\(what) is not UTF-8, and a case file cannot hold it")
        }
        return .string(text)
    }

    /// Reads a line, which has to be exactly the one that would be written.
    init(line: [UInt8]) throws(CaseError) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: line, limits: CaseFormat.jsonLimits)
        } catch {
            throw CaseError(.malformed, "it is not JSON as the format has it: \(error.reason)")
        }
        self = try Self.item(value)
        guard value.canonicalBytes() == line else {
            throw CaseError(.malformed, "it is not in canonical form")
        }
    }

    private static func item(_ value: JSONValue) throws(CaseError) -> CaseItem {
        guard let name = value.objectValue?.keys.first else { throw CaseError(.malformed, "it is no object") }
        switch name {
        case "case": return .header(try header(value))
        case "entry": return .entry(try entry(try Members(value, ["entry"]).value("entry")))
        case "evidence": return .evidence(try evidence(try Members(value, ["evidence"]).value("evidence")))
        case "base64": return .blob(try blob(value))
        case "end":
            let members = try Members(try Members(value, ["end"]).value("end"), ["entries", "sha256"])
            let entries = try members.integer("entries", in: 1...CaseFormat.maximumEntries * CaseFormat.maximumJournals)
            return .end(CaseEnd(entries: entries, sha256: try members.digest("sha256")))
        default: throw CaseError(.malformed, "it is of no kind that the format has")
        }
    }

    private static func header(_ value: JSONValue) throws(CaseError) -> CaseHeader {
        let members = try Members(value, ["case", "key", "signature"])
        let head = try CaseHead(members.value("case"))
        if members.value("key").isNull, members.value("signature").isNull {
            return CaseHeader(head: head, signature: nil)
        }
        guard let key = PublicKey(hex: try members.string("key")),
            let signature = HeadSignature(key: key, hex: try members.string("signature"))
        else { throw CaseError(.malformed, "key or signature are not of the form that they have to be") }
        return CaseHeader(head: head, signature: signature)
    }

    private static func entry(_ value: JSONValue) throws(CaseError) -> CaseEntry {
        let members = try Members(
            value,
            [
                "hash", "kind", "payload", "payloadHash", "previousHash", "principal", "sequence", "session", "time",
                "v",
            ])
        guard members.value("v").intValue == Entry.version else {
            throw CaseError(.newerVersion, "the entry is of a newer version", hint: "update Casebook")
        }
        let payloadHash = try members.digest("payloadHash")
        let payload = members.value("payload").isNull ? nil : Array(try members.string("payload").utf8)
        let entry = Entry(
            session: try members.session("session"),
            sequence: try members.integer("sequence", in: 1...CaseFormat.maximumEntries),
            time: try members.time("time"), principal: try members.string("principal"),
            kind: try members.string("kind"), payload: payload, payloadHash: payloadHash,
            previousHash: try members.digest("previousHash"))
        return CaseEntry(entry, hash: try members.digest("hash"), payloadHash: payloadHash)
    }

    private static func evidence(_ value: JSONValue) throws(CaseError) -> CaseEvidence {
        let members = try Members(value, ["record", "sequence", "session"])
        return CaseEvidence(
            session: try members.session("session"),
            sequence: try members.integer("sequence", in: 1...CaseFormat.maximumEntries),
            record: Array(try members.string("record").utf8))
    }

    private static func blob(_ value: JSONValue) throws(CaseError) -> CaseBlob {
        let members = try Members(value, ["base64", "length", "sha256"])
        let text = try members.string("base64")
        guard let piece = Data(base64Encoded: text), piece.base64EncodedString() == text,
            piece.count <= CaseFormat.piece
        else { throw CaseError(.malformed, "`base64` is not a piece of a body") }
        return CaseBlob(
            sha256: try members.digest("sha256"), length: try members.integer("length", in: 0...(1 << 40)),
            piece: Array(piece))
    }
}
