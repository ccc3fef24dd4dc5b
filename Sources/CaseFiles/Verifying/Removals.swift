internal import JSON
internal import Model

/// What the entries of a journal say was taken away later: tombstones.
///
/// A tombstone is an entry of kind `entry.scrubbed` or `body.removed` that names entries by their sequence (`sequence`,
/// `sequences`) or bodies by their hash (`sha256`, `bodies`), in its own journal unless it names another (`session`).
struct Removals: Sendable {
    static let kinds: Set<String> = ["entry.scrubbed", "body.removed"]

    private var entries: [SessionID: [Int: String]] = [:]
    private var bodies: [Digest: String] = [:]

    mutating func take(_ entry: Entry) {
        guard Self.kinds.contains(entry.kind), let payload = entry.payload, let value = try? JSONValue(parsing: payload)
        else { return }
        let by = "entry \(entry.sequence) of \(entry.session)"
        let session = value["session"]?.stringValue.flatMap { SessionID($0) } ?? entry.session
        for name in ["sequence", "sequences"] {
            for sequence in Self.list(value[name]).compactMap(\.intValue) {
                entries[session, default: [:]][sequence] = by
            }
        }
        for name in ["sha256", "bodies"] {
            for digest in Self.list(value[name]).compactMap(\.stringValue).compactMap({ Digest(hex: $0) }) {
                bodies[digest] = by
            }
        }
    }

    private static func list(_ value: JSONValue?) -> [JSONValue] {
        value.map { $0.arrayValue ?? [$0] } ?? []
    }

    func of(entry sequence: Int, in session: SessionID) -> String? { entries[session]?[sequence] }

    func of(body sha256: Digest) -> String? { bodies[sha256] }
}
