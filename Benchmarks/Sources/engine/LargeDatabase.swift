import JSON
import Model
import SQLiteStore
import Store

/// A database of many sessions of ten entries, and some of a thousand; made by the store itself, so that chains, lists
/// and index are what they are for a user.
struct LargeDatabase {
    let store: SQLiteStore
    let count: Int

    /// Each so many sessions one is long.
    static let longEvery = 10_000
    static let longLength = 1000

    private static let author = Principal(name: "local:bench", kind: .person)
    private static let services = ["checkout", "search", "basket", "login", "billing", "images", "mail", "reports"]
    private static let symptoms = ["slow", "down", "failing", "flapping", "late", "full"]
    private static let first: Int64 = 1_700_000_000_000

    /// The name of the session of a number.
    static func session(_ number: Int) -> SessionID { SessionID(from: Numbers(UInt64(number))) }

    /// When the session of a number was last changed.
    static func time(_ number: Int) -> Timestamp { Timestamp(milliseconds: first + Int64(number) * 1000) }

    /// Makes the sessions that are missing.
    func fill(progress: @Sendable (Int) -> Void) async throws {
        let batch = 512
        for start in stride(from: 0, to: count, by: batch) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in start..<min(start + batch, count) {
                    group.addTask { try await make(number) }
                }
                try await group.waitForAll()
            }
            if (start / batch).isMultiple(of: 100) { progress(start) }
        }
    }

    private func make(_ number: Int) async throws {
        let session = Self.session(number)
        var journal = Journal(session: session, time: Self.time(number))
        let record = Self.evidence(number)
        var events = Self.events(number, record.evidence)
        if number.isMultiple(of: Self.longEvery) {
            events += (events.count..<Self.longLength).map { turn in
                .noteAdded(NoteAdded(text: "turn \(turn) of the long one", author: Self.author))
            }
        }
        for event in events { journal.add(event) }
        let outcome = try await store.append(
            Append(
                session: session, expecting: 0, entries: journal.entries, evidence: [6: record],
                summary: journal.state.summary))
        guard outcome == .appended || number == 0 else {
            throw Bench.Failure(description: "session \(number) was there")
        }
    }

    private static func events(_ number: Int, _ evidence: Evidence) -> [Event] {
        let service = services[number % services.count]
        let symptom = symptoms[number / 7 % symptoms.count]
        let run = RunID(from: Numbers(UInt64(number)))
        let step = StepReference(run: run, path: "onset")
        let finding = Finding(
            id: FindingID(from: Numbers(UInt64(number))),
            statement: "New since the deploy: connection refused by \(service)",
            severity: .high, confidence: 0.9, author: author, citations: [], verdict: .uncited, step: step)
        let labels = number.isMultiple(of: 100) ? ["team": service, "ticket": "inc-\(number)"] : ["team": service]
        let window = Window(TimeSpan(start: time(number), end: time(number + 3600)))
        return [
            .sessionOpened(
                SessionOpened(title: "\(service) is \(symptom), ticket \(number)", owner: author, labels: labels)),
            .windowSet(WindowSet(window: window, origin: "given")),
            .runStarted(
                RunStarted(
                    run: run, workflow: "outage", version: "1.0.0", text: "schema: 1",
                    inputs: ["service": .string(service)],
                    session: [:])),
            .runTaken(RunTaken(run: run, token: 1)), .stepStarted(StepStarted(step)),
            .callFinished(
                CallFinished(
                    call: CallID(from: Numbers(UInt64(number))), evidence: evidence, cached: false, step: step)),
            .stepFinished(StepFinished(step, status: .succeeded, evidence: evidence.id)),
            .findingRecorded(FindingRecorded(finding)),
            .runFinished(RunFinished(run: run, status: .succeeded, outputs: [:])),
            .noteAdded(NoteAdded(text: "told the team of \(service)", author: author)),
        ]
    }

    private static func evidence(_ number: Int) -> EvidenceRecord {
        let time = time(number)
        let evidence = Evidence(
            id: EvidenceID(from: Numbers(UInt64(number))), tool: "search_logs", version: 1,
            arguments: ["literal": "refused"], window: nil, sources: ["app"],
            coverage: [Coverage(source: "app", value: .complete, searched: Searched(files: 3, lines: 10_000))],
            started: time, finished: time, output: ["total": JSONValue(number % 1000)], body: nil,
            summary: "\(number % 1000) of 10000 lines in 3 files match: connection refused")
        return EvidenceRecord(evidence: evidence, key: nil, body: nil)
    }

    /// Identifiers that follow from a number; the generator is SplitMix64 (Steele, Lea, Flood 2014).
    private struct Numbers: IdentifierSource {
        private let seed: UInt64

        init(_ seed: UInt64) { self.seed = seed }

        func next() -> (high: UInt64, low: UInt64) { (Self.mixed(seed &* 2 &+ 1), Self.mixed(seed &* 2 &+ 2)) }

        private static func mixed(_ number: UInt64) -> UInt64 {
            var word = number &* 0x9e37_79b9_7f4a_7c15
            word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
            word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
            return word ^ word >> 31
        }
    }

    /// Seals events one after the other.
    private struct Journal {
        private(set) var entries: [Entry] = []
        private(set) var state: SessionState
        private let session: SessionID
        private let time: Timestamp

        init(session: SessionID, time: Timestamp) {
            self.session = session
            self.time = time
            state = SessionState(id: session)
        }

        mutating func add(_ event: Event) {
            let draft = EntryDraft(event, principal: LargeDatabase.author.name, time: time)
            let entry = Entry(draft, session: session, after: entries.last?.head ?? .empty)
            entries.append(entry)
            state.apply(event, of: entry)
        }
    }
}
