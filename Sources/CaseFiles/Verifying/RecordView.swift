internal import JSON
internal import Model

/// What a verifier wants to know of an evidence record, whatever else stands in it.
struct RecordView {
    let id: String
    /// The full material that it describes.
    let body: BodyReference?
    let output: JSONValue
    /// The first source of which not everything was seen, with the value of its coverage; nil where all of them were.
    let gap: (source: String, value: String)?

    /// Whether its material is an image, whose bytes are no lines that could be quoted.
    var isImage: Bool { output["media"]?.stringValue?.hasPrefix("image/") ?? false }

    /// Nil for what is no record.
    init?(_ record: [UInt8]) {
        guard let value = try? JSONValue(parsing: record), let id = value["id"]?.stringValue else { return nil }
        self.id = id
        output = value["output"] ?? .null
        gap = Self.firstGap(in: value["coverage"]?.arrayValue ?? [])
        guard let body = value["body"], !body.isNull else {
            self.body = nil
            return
        }
        guard let sha256 = body["sha256"]?.stringValue.flatMap({ Digest(hex: $0) }),
            let length = body["length"]?.intValue, let lines = body["lines"]?.intValue, length >= 0, lines >= 0
        else { return nil }
        self.body = BodyReference(sha256: sha256, length: length, lines: lines)
    }

    private static func firstGap(in coverage: [JSONValue]) -> (source: String, value: String)? {
        let whole: Set = [CoverageValue.complete.rawValue, CoverageValue.emptyComplete.rawValue]
        for part in coverage {
            guard let value = part["value"]?.stringValue, !whole.contains(value) else { continue }
            return (part["source"]?.stringValue ?? "a source", value)
        }
        return nil
    }
}

/// What an entry says of the evidence that was recorded with it.
struct CallView {
    let evidence: EvidenceID
    let hash: Digest

    /// Nil for an entry that has no evidence of its own.
    init?(_ payload: [UInt8]?) {
        guard let payload, let value = try? JSONValue(parsing: payload), value["cached"]?.boolValue == false,
            let evidence = value["evidence"]?.stringValue.flatMap({ EvidenceID($0) }),
            let hash = value["evidenceHash"]?.stringValue.flatMap({ Digest(hex: $0) })
        else { return nil }
        self.evidence = evidence
        self.hash = hash
    }
}
