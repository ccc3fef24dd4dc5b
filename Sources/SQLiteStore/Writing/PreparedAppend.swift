internal import Foundation
internal import Model
internal import Store

/// An append in the form of its rows.
///
/// They are made ahead of the transaction, so that nobody else waits for that; where nobody else writes, while it begins.
///
/// An object, because it passes through many hands.
final class PreparedAppend: Sendable {
    let append: Append
    let rows: [PreparedRow]
    let outline: [OutlineTable.PreparedPage]
    /// What a new session goes on from.
    let origin: SessionForked?
    /// Whether calls and steps are added and nothing else.
    let isOfSteps: Bool
    /// Roughly the bytes that will be written.
    let cost: Int

    /// - Throws: `StoreError` of code `badAppend` for evidence that does not agree with its body or belongs to no entry,
    ///   and for a fork of nothing.
    init(_ append: Append, _ texts: TextPacking) throws {
        self.append = append
        isOfSteps = append.entries.allSatisfy { Self.isOfStep($0.kind) }
        origin = try append.origin
        let entries = append.entries
        var rows: [PreparedRow] = []
        var index = entries.startIndex
        while index < entries.endIndex {
            let evidence = append.evidence[entries[index].sequence]
            let followers = Self.followers(ofEntry: index, with: evidence, in: append)
            let last = index + followers.count
            rows.append(try PreparedRow(entries[index], followers, to: entries[last].hash, evidence, texts))
            index = last + 1
        }
        for sequence in append.evidence.keys where !append.holds(sequence) {
            throw StoreError(.badAppend, "evidence is given for entry \(sequence), which is not among the entries")
        }
        self.rows = rows
        outline = append.outline.map { OutlineTable.PreparedPage($0, texts) }
        cost = rows.reduce(0) { $0 + $1.cost } + outline.reduce(0) { $0 + $1.text.count + $1.evidence.count }
    }

    private static func followers(
        ofEntry first: Int, with evidence: EvidenceRecord?, in append: Append
    ) -> [EntryGroup.Follower] {
        guard evidence.map({ $0.bytes.count <= EntryGroup.Limits.record }) ?? true else { return [] }
        let entries = append.entries
        var (followers, bytes): ([EntryGroup.Follower], Int) = ([], 0)
        for index in entries[(first + 1)...].indices.prefix(EntryGroup.Limits.followers) {
            guard append.evidence[entries[index].sequence] == nil,
                let follower = EntryGroup.Follower(entries[index], after: entries[first])
            else { break }
            bytes += follower.payload.count
            guard bytes <= EntryGroup.Limits.bytes else { break }
            followers.append(follower)
        }
        return followers
    }

    /// Whether it is what happens when calls are made and steps go on: nothing but the place of their journal changes.
    private static func isOfStep(_ kind: String) -> Bool {
        switch kind {
        case StepStarted.kind, StepFinished.kind, CallFinished.kind, CallFailed.kind: true
        default: false
        }
    }
}

extension Append {
    /// What a small one holds at most, roughly, in bytes.
    static let small = 64 << 10

    /// Whether its rows are made so soon that a transaction can wait for them.
    var isSmall: Bool {
        var size = outline.reduce(0) { $0 + $1.text.count + $1.evidence.count }
        for entry in entries { size += entry.payload?.count ?? 0 }
        for record in evidence.values { size += record.bytes.count + (record.body?.count ?? 0) }
        return size <= Self.small
    }

    /// Whether the entry of a sequence is among the entries, which have to follow one another.
    fileprivate func holds(_ sequence: Int) -> Bool {
        guard let first = entries.first else { return false }
        let index = sequence &- first.sequence
        return entries.indices.contains(index) && entries[index].sequence == sequence
    }
}
