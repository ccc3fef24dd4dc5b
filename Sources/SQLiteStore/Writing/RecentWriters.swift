internal import Model

/// How many sessions are written to at the same time: those of the last few transactions.
///
/// Who writes waits for the disk and then makes what it writes next. Where half of them share a transaction, two hold all;
/// the other two are for those who are late.
struct RecentWriters {
    private static let span = 4

    private var last: [Set<SessionID>] = []
    private(set) var count = 0

    /// Takes in the sessions that one transaction holds; one of other work tells nothing.
    mutating func note(_ sessions: some Sequence<SessionID>) {
        // Where one has written all of them, one more by the same changes nothing.
        if count == 1, last.count == Self.span, sessions.allSatisfy({ $0 == last[0].first }) { return }
        let sessions = Set(sessions)
        guard !sessions.isEmpty else { return }
        if last.count == Self.span { last.removeFirst() }
        last.append(sessions)
        count = last.reduce(into: Set()) { $0.formUnion($1) }.count
    }
}
