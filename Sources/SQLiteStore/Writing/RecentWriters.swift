internal import Model

/// How many sessions are written to at the same time: those of the last few transactions.
///
/// Who writes waits for the disk and then makes what it writes next, so that one of the last transactions held each of
/// them, however few of them share one.
struct RecentWriters {
    /// Transactions that count.
    private static let span = 4
    /// Sessions that are known by more than those transactions at most.
    private static let spare = 1024

    /// The transaction that held each session last.
    private var last: [SessionID: Int] = [:]
    /// Of how many sessions each of the last transactions is the last one, by its number modulo their count.
    private var counts = [Int](repeating: 0, count: RecentWriters.span)
    private var transaction = 0

    var count: Int { counts.reduce(0, +) }
    /// Sessions of which it is known when they were written to last.
    var known: Int { last.count }

    /// Takes in the sessions that one transaction holds.
    mutating func note(_ sessions: some Sequence<SessionID>) {
        transaction += 1
        counts[transaction % Self.span] = 0
        let oldest = transaction - Self.span
        for session in sessions {
            if let before = last.updateValue(transaction, forKey: session), before > oldest {
                counts[before % Self.span] -= 1
            }
            counts[transaction % Self.span] += 1
        }
        if last.count > count + Self.spare { last = last.filter { $0.value > oldest } }
    }
}
