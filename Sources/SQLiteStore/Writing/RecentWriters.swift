internal import Model

/// How many sessions are written to at the same time: those of the last few transactions.
///
/// Who writes waits for the disk and then makes what it writes next. Where half of them share a transaction, two hold all;
/// the other two are for those who are late.
struct RecentWriters {
    private static let span = 4

    /// Rarely the same twice in one transaction.
    private var last: [[SessionID]] = []
    private(set) var count = 0

    /// Takes in the sessions that one transaction holds; one of other work tells nothing.
    mutating func note(_ sessions: some Sequence<SessionID>) {
        let sessions = Array(sessions)
        guard let first = sessions.first else { return }
        if last.count == Self.span { last.removeFirst() }
        last.append(sessions)
        // A session by itself costs no hashing.
        let isAlone = last.allSatisfy { $0.allSatisfy { $0 == first } }
        count = isAlone ? 1 : Set(last.joined()).count
    }
}
