import Model
import Policy
import Sessions
import Store
import TestSupport
import Testing
import Tooling
import Workflows

/// Hypotheses and what speaks for and against them.
@Suite struct HypothesisTests {
    private let world: World
    private let ledger: HypothesisLedger

    init() throws {
        world = try World()
        ledger = HypothesisLedger(manager: world.manager, executor: world.executor, author: World.ada)
    }

    private func finding(_ statement: String, in session: Session) async throws -> Finding {
        let recorder = FindingRecorder(store: world.store, executor: world.executor, rights: .all)
        let finding = try await recorder.finding(
            from: FindingDraft(statement: statement, severity: .low, confidence: 1, citations: []), by: World.ada,
            at: nil, in: session)
        try await world.manager.record(finding, in: session, by: World.ada)
        return finding
    }

    @Test func isOpenedWeighedAndDecided() async throws {
        let session = try await world.session()
        let opened = try await ledger.open("the pool is full", in: session)
        #expect(opened.status == .open)
        let finding = try await finding("the pool had 3 of 100", in: session)
        let weighed = try await ledger.weigh(
            opened.id.rawValue, finding: finding.id.rawValue, stance: .against, note: "it was idle", in: session)
        #expect(weighed.status == .open && weighed.findings(.against) == [finding.id])
        let decided = try await ledger.weigh(String(opened.id.rawValue.prefix(12)), status: .refuted, in: session)
        #expect(decided.status == .refuted && decided.history.count == 2)
        // Another process reads the same.
        let other = SessionManager(
            store: world.store, clock: world.clock, identifiers: SeededIdentifierSource(seed: 9))
        let read = try await other.session(session.id).state.hypotheses
        #expect(read.map(\.status) == [.refuted])
        #expect(read.first?.history.map(\.weighed.author) == [World.ada, World.ada])
    }

    @Test func noHypothesisIsWeighedWithoutEnd() async throws {
        let session = try await world.session()
        let hypothesis = try await ledger.open("the pool is full", in: session)
        for number in 0..<HypothesisLedger.maximumWeighings {
            _ = try await ledger.weigh(hypothesis.id.rawValue, note: "note \(number)", in: session)
        }
        let refused = await #expect(throws: SessionsError.self) {
            try await ledger.weigh(hypothesis.id.rawValue, note: "one more", in: session)
        }
        #expect(refused?.kind == .validation)
    }

    @Test func aFindingThatTurnedCountsOnce() async throws {
        let session = try await world.session()
        let hypothesis = try await ledger.open("a", in: session)
        let finding = try await finding("b", in: session)
        for stance in [Stance.supports, .against] {
            _ = try await ledger.weigh(
                hypothesis.id.rawValue, finding: finding.id.rawValue, stance: stance, in: session)
        }
        let state = await session.state
        #expect(state.hypotheses.first?.findings(.supports) == [])
        #expect(state.hypotheses.first?.findings(.against) == [finding.id])
    }

    @Test func whatIsDecidedIsDecidedBySomething() async throws {
        let session = try await world.session()
        let id = try await ledger.open("a", in: session).id.rawValue
        for status in [HypothesisStatus.supported, .refuted, .abandoned] {
            let error = await #expect(throws: SessionsError.self) {
                try await ledger.weigh(id, status: status, in: session)
            }
            #expect(error?.kind == .validation && error?.hint != nil)
        }
        _ = try await ledger.weigh(id, note: "no time", status: .abandoned, in: session)
        #expect(await session.state.hypotheses.first?.status == .abandoned)
    }

    @Test func mistakesAreTold() async throws {
        let session = try await world.session()
        let id = try await ledger.open("a", in: session).id.rawValue
        let mistakes: [() async throws -> Hypothesis] = [
            { try await ledger.open(" ", in: session) },
            { try await ledger.open(String(repeating: "a", count: 5000), in: session) },
            { try await ledger.weigh(id, in: session) }, { try await ledger.weigh("hyp_x", note: "n", in: session) },
            { try await ledger.weigh(id, finding: "fnd_x", stance: .against, in: session) },
            { try await ledger.weigh(id, stance: .against, in: session) },
        ]
        for mistake in mistakes { await #expect(throws: SessionsError.self) { _ = try await mistake() } }
        #expect(await session.state.hypotheses.first?.history.isEmpty == true)
    }

    @Test func secretsAreHidden() async throws {
        let session = try await world.session()
        let opened = try await ledger.open("password=hunter2 was wrong", in: session)
        #expect(!opened.statement.contains("hunter2"))
        let found = try await ledger.weigh(opened.id.rawValue, note: "token=hunter23", in: session)
        #expect(found.history.first?.weighed.note?.contains("hunter") == false)
    }
}
