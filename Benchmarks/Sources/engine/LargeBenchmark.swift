import Glibc
import Model
import SQLiteStore
import Sessions
import Store

/// Lists, searches and opens among a million sessions of ten million entries.
///
/// Making them takes minutes and gigabytes: `make bench-large`. A database that is there already is used again.
struct LargeBenchmark {
    let path: String
    let count: Int

    private static let samples = 500

    func run() async throws {
        let isThere = unsafe access(path, F_OK) == 0
        let store = try await SQLiteStore(path: path)
        if !isThere {
            let start = ContinuousClock.now
            try await LargeDatabase(store: store, count: count).fill { done in
                let line = "\(done) sessions after \(ContinuousClock.now - start)\n"
                _ = unsafe write(STDERR_FILENO, line, line.utf8.count)
            }
            report("large.made", Double(count) / Self.seconds(since: start), "sessions/s")
        }
        var status = stat()
        if unsafe stat(path, &status) == 0 { report("large.size", Double(status.st_size) / 1e9, "GB") }
        try await lists(store)
        try await searches(store)
        try await opens(store)
        try await store.close()
    }

    private func lists(_ store: SQLiteStore) async throws {
        try await measure("list.first-page") { _ in
            try await store.sessions(limit: 50, cursor: nil).sessions.count == 50
        }
        try await measure("list.page-in-the-middle") { number in
            let cursor = try await place(number, in: store)
            return try await store.sessions(limit: 50, cursor: cursor).sessions.count > 0
        }
        try await measure("list.common-label") { _ in
            try await store.sessions(labelled: ["team": "checkout"], limit: 50, cursor: nil).sessions.count == 50
        }
        try await measure("list.rare-label") { number in
            let labels = ["team": "checkout", "ticket": "inc-\(number / 200 * 200)"]
            return try await store.sessions(labelled: labels, limit: 50, cursor: nil).sessions.count < 2
        }
    }

    /// The cursor behind the session of a number.
    private func place(_ number: Int, in store: SQLiteStore) async throws -> String {
        let time = LargeDatabase.time(number)
        return SessionCursor(
            after: SessionSummary(
                id: LargeDatabase.session(number), title: "", status: .open, owner: "", created: time, updated: time)
        ).text
    }

    private func searches(_ store: SQLiteStore) async throws {
        try await measure("search.rare-word") { number in
            try await store.search("\(number + 20_000)", limit: 20, cursor: nil).hits.count < 20
        }
        try await measure("search.common-word") { _ in
            try await store.search("refused", limit: 20, cursor: nil).hits.count == 20
        }
        try await measure("search.common-words") { _ in
            try await store.search("connection refused checkout", limit: 20, cursor: nil).hits.count == 20
        }
        try await measure("search.common-word-page-in-the-middle") { number in
            let cursor = SearchPosition(Int64(number + 1) << 24).cursor
            return try await store.search("refused", limit: 20, cursor: cursor).hits.count <= 20
        }
        try await measure("search.common-and-rare-word") { number in
            try await store.search("ticket \(number)", limit: 20, cursor: nil).hits.count >= 1
        }
        try await measure("search.beginning-of-a-rare-word") { number in
            try await store.search("\(number)*", limit: 20, cursor: nil).hits.count >= 1
        }
        try await measure("search.beginning-of-a-common-word", samples: 20) { _ in
            try await store.search("refus*", limit: 20, cursor: nil).hits.count == 20
        }
    }

    private func opens(_ store: SQLiteStore) async throws {
        let manager = {
            SessionManager(store: store, clock: SystemWallClock(), identifiers: SystemIdentifierSource())
        }
        try await measure("open.10-entries") { number in
            let length = number.isMultiple(of: LargeDatabase.longEvery) ? LargeDatabase.longLength : 10
            let state = await (try manager().session(LargeDatabase.session(number))).state
            return state.head.sequence == length
        }
        try await measure("open.1000-entries") { number in
            let long = number / LargeDatabase.longEvery * LargeDatabase.longEvery
            let state = await (try manager().session(LargeDatabase.session(long))).state
            return state.head.sequence == LargeDatabase.longLength
        }
        for length in [5, 8, 12] {
            try await measure("open.by-\(length - 4)-letters") { number in
                let name = String(LargeDatabase.session(number).rawValue.prefix(length))
                return !(try await store.sessions(withPrefix: name, limit: 3)).isEmpty
            }
        }
    }

    /// Tells the median and the 99th percentile of a work's times over sessions drawn at random.
    private func measure(
        _ name: String, samples: Int = samples, _ work: (_ number: Int) async throws -> Bool
    ) async throws {
        var times: [Double] = []
        for _ in 0..<samples {
            let number = Int.random(in: 0..<count)
            let start = ContinuousClock.now
            guard try await work(number) else { throw Bench.Failure(description: "\(name) gave what it should not") }
            times.append(Self.seconds(since: start) * 1000)
        }
        times.sort()
        report("large.\(name).p50", times[times.count / 2], "ms")
        report("large.\(name).p99", times[(times.count * 99 + 99) / 100 - 1], "ms")
    }

    private static func seconds(since start: ContinuousClock.Instant) -> Double {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
