internal import JSON
internal import Model

/// What the entries of a journal say was taken away before: tombstones.
///
/// `entry.scrubbed` names parts of entries (`items`, each with its `sequence` and its `parts`), `body.removed` bodies
/// (`bodies`, each with the `sequence` of the entry that told of it and its `sha256`). Either speaks of earlier entries of
/// its own journal, and of what it names alone.
struct Removals: Sendable {
    private struct Key: Hashable {
        let session: SessionID
        let sequence: Int
        /// One part.
        let part: WithheldParts
        /// The body that alone is meant; nil for whichever it is.
        let body: Digest?
    }

    private var entries: [Key: String] = [:]

    mutating func take(_ entry: Entry) {
        guard [EntryScrubbed.kind, BodiesRemoved.kind].contains(entry.kind), let payload = entry.payload,
            let value = try? JSONValue(parsing: payload)
        else { return }
        switch entry.kind {
        case EntryScrubbed.kind:
            for item in value["items"]?.arrayValue ?? [] {
                for part in item["parts"]?.arrayValue ?? [] {
                    guard let part = part.stringValue.flatMap({ RemovablePart(rawValue: $0) }) else { continue }
                    note(item["sequence"]?.intValue, WithheldParts([part]), nil, by: entry)
                }
            }
        default:
            for item in value["bodies"]?.arrayValue ?? [] {
                guard let body = item["sha256"]?.stringValue.flatMap({ Digest(hex: $0) }) else { continue }
                note(item["sequence"]?.intValue, .body, body, by: entry)
            }
        }
    }

    private mutating func note(_ sequence: Int?, _ part: WithheldParts, _ body: Digest?, by entry: Entry) {
        guard let sequence, sequence < entry.sequence else { return }
        let key = Key(session: entry.session, sequence: sequence, part: part, body: body)
        entries[key] = "entry \(entry.sequence) of \(entry.session)"
    }

    /// What says that a part of an entry is gone; nil when nothing does.
    ///
    /// - Parameter body: the body that is missed, where it is one.
    func of(_ part: WithheldParts, _ body: Digest?, at sequence: Int, in session: SessionID) -> String? {
        let key = Key(session: session, sequence: sequence, part: part, body: nil)
        if let by = entries[key] { return by }
        guard let body else { return nil }
        return entries[Key(session: session, sequence: sequence, part: part, body: body)]
    }
}
