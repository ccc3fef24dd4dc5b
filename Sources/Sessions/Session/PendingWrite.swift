import Model
import Store

/// A write that waits for those before it, and whoever waits for it.
struct PendingWrite: Sendable {
    /// What is to be written.
    enum Wish: Sendable {
        /// What is decided once it is its turn.
        case decided(Session.Decision)
        /// What depends on nothing.
        case fixed(Batch)

        /// What can share a commit with others: it depends on nothing, is of no run and takes nothing out.
        var shareable: Batch? {
            guard case .fixed(let batch) = self, batch.fence == nil, batch.removals.isEmpty else { return nil }
            return batch
        }
    }

    let wish: Wish
    let done: CheckedContinuation<[Entry], any Error>

    /// Bounds of one commit: how many share it, and the bytes of what calls found.
    private static let (most, mostBytes) = (64, 4 << 20)

    /// How many of these, from the first on, are written in one commit: the first, and what follows it and can share.
    static func together(_ wishes: some Sequence<Wish>) -> Int {
        var bytes = 0
        let count = wishes.prefix(most).prefix { wish in
            guard let batch = wish.shareable else { return false }
            bytes += batch.evidence.reduce(0) { $0 + ($1.body?.count ?? 0) }
            return bytes <= mostBytes
        }
        return max(count.reduce(0) { count, _ in count + 1 }, 1)
    }

    /// Takes those that are written next from those that wait.
    static func takeTogether(from waiting: inout [PendingWrite]) -> [PendingWrite] {
        let count = together(waiting.lazy.map(\.wish))
        defer { waiting.removeFirst(count) }
        return Array(waiting.prefix(count))
    }
}
