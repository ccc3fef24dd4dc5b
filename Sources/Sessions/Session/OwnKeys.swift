import Model
import Store

/// The evidence keys of a session to which nobody but this process has written evidence, so that what cannot be there need
/// not be asked for.
struct OwnKeys {
    private static let capacity = 10_000

    /// Nil where others may have recorded evidence, or it is too much to keep in mind.
    private var known: Set<Digest>?
    /// Where the entries begin that are being written, and their hashes.
    private var handed: (first: Int, hashes: [Digest]) = (1, [])

    /// Whether no evidence was ever recorded under a key.
    func lack(_ key: Digest) -> Bool { known.map { !$0.contains(key) } ?? false }

    /// Entries are about to be written, which a reader may see before their writer is told.
    mutating func begin(_ entries: [Entry], _ evidence: [EvidenceRecord], after head: JournalHead) {
        if head == .empty { known = [] }
        handed = (entries.first?.sequence ?? 1, entries.map(\.hash))
        for record in evidence { if let key = record.key { known?.insert(key) } }
        if known?.count ?? 0 > Self.capacity { known = nil }
    }

    /// An entry was read: others' may tell of evidence.
    mutating func see(_ entry: Entry) {
        let index = entry.sequence - handed.first
        let isOwn = handed.hashes.indices.contains(index) && handed.hashes[index] == entry.hash
        if entry.kind == CallFinished.kind, !isOwn { known = nil }
    }
}
