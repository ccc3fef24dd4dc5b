internal import Model

/// How many sessions are written to at the same time: those of the last few transactions.
///
/// Who writes waits for the disk and then makes what it writes next. Where half of them share a transaction, two hold all;
/// the other two are for those who are late.
struct RecentWriters {
    private static let span = 4

    private var last: [Set<SessionID>] = []
    private(set) var count = 0
    /// The only one that has written in all of them.
    private var only: SessionID?

    /// Takes in the sessions that one transaction holds; one of other work tells nothing.
    mutating func note(_ sessions: some Sequence<SessionID>) {
        if let only, sessions.allSatisfy({ $0 == only }) { return }
        let sessions = Set(sessions)
        guard !sessions.isEmpty else { return }
        if last.count == Self.span { last.removeFirst() }
        last.append(sessions)
        let all = last.reduce(into: Set()) { $0.formUnion($1) }
        count = all.count
        only = last.count == Self.span && all.count == 1 ? all.first : nil
    }
}
