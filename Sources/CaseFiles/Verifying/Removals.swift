internal import JSON
internal import Model

/// What the entries of a journal say was taken away later: tombstones.
///
/// `entry.scrubbed` names entries of its own journal (`items`, each with its `sequence`), `body.removed` bodies (`bodies`,
/// each with its `sha256`).
struct Removals: Sendable {
    private var entries: [SessionID: [Int: String]] = [:]
    private var bodies: [Digest: String] = [:]

    mutating func take(_ entry: Entry) {
        guard [EntryScrubbed.kind, BodiesRemoved.kind].contains(entry.kind), let payload = entry.payload,
            let value = try? JSONValue(parsing: payload)
        else { return }
        let by = "entry \(entry.sequence) of \(entry.session)"
        for item in value["items"]?.arrayValue ?? [] {
            if let sequence = item["sequence"]?.intValue { entries[entry.session, default: [:]][sequence] = by }
        }
        for body in value["bodies"]?.arrayValue ?? [] {
            if let digest = body["sha256"]?.stringValue.flatMap({ Digest(hex: $0) }) { bodies[digest] = by }
        }
    }

    func of(entry sequence: Int, in session: SessionID) -> String? { entries[session]?[sequence] }

    func of(body sha256: Digest) -> String? { bodies[sha256] }
}
