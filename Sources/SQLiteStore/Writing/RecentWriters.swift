internal import Model

/// How many sessions are written to at the same time: those of the last few transactions.
///
/// Who writes waits for the disk and then makes what it writes next. Where half of them share a transaction, two hold all;
/// the other two are for those who are late.
struct RecentWriters {
    private static let span = 4

    private var last: [[SessionID]] = []
    /// How often each of them stands there.
    private var times: [SessionID: Int] = [:]

    var count: Int { times.count }

    /// Takes in the sessions that one transaction holds; one of other work tells nothing.
    mutating func note(_ sessions: some Collection<SessionID>) {
        guard !sessions.isEmpty else { return }
        // Where one has written all of them, one more by the same changes nothing.
        if count == 1, last.count == Self.span, sessions.allSatisfy({ $0 == last[0][0] }) { return }
        // Before the oldest are dropped: most of them stand in this one too, and stay.
        for session in sessions { times[session, default: 0] += 1 }
        last.append(Array(sessions))
        guard last.count > Self.span else { return }
        for session in last.removeFirst() {
            guard let known = times[session] else { continue }
            times[session] = known > 1 ? known - 1 : nil
        }
    }
}
