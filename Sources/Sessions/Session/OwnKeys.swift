import Model
import Store

/// The evidence keys of a session to which nobody but this process has written evidence, so that what cannot be there need
/// not be asked for.
struct OwnKeys {
    private static let capacity = 10_000

    /// Nil where others may have recorded evidence, or it is too much to keep in mind.
    private var known: Set<Digest>?
    /// Hashes of the entries that are being written.
    private var handed: Set<Digest> = []

    /// Whether no evidence was ever recorded under a key.
    func lack(_ key: Digest) -> Bool { known.map { !$0.contains(key) } ?? false }

    /// Entries are about to be written, which a reader may see before their writer is told.
    mutating func begin(_ entries: [Entry], _ evidence: [EvidenceRecord], after head: JournalHead) {
        if head == .empty { known = [] }
        handed = Set(entries.map(\.hash))
        known?.formUnion(evidence.compactMap(\.key))
        if known?.count ?? 0 > Self.capacity { known = nil }
    }

    /// An entry was read: others' may tell of evidence.
    mutating func see(_ entry: Entry) {
        if entry.kind == CallFinished.kind, !handed.contains(entry.hash) { known = nil }
    }
}
