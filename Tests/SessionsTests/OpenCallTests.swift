import JSON
import Model
import Policy
import Store
import Synchronization
import TestSupport
import Testing
import Tooling

@testable import Sessions

/// A call counts once in its session at every moment: as one under way, and then as one that the journal tells of.
@Suite struct OpenCallTests {
    private static func world(_ budget: Budget, store: any SessionStore = InMemoryStore()) throws -> World {
        try World(store: store, budgets: Budgets(session: budget)) { input, _ in .found(input.text ?? "") }
    }

    /// What a call that is made now would end in.
    private static func attempt(_ world: World, _ session: Session) async throws -> ToolError.Kind? {
        let outcome = try await world.executor.perform(.look("other"), in: world.scope(session))
        guard case .failure(let error) = outcome.result else { return nil }
        return error.kind
    }

    @Test(arguments: [Budget(calls: 1), Budget(answer: 20)])
    func whatHasEndedAndIsNotCommittedCounts(budget: Budget) async throws {
        let world = try Self.world(budget)
        let session = try await world.session()
        let outcome = try await world.executor.perform(.look("one"), in: world.scope(session))
        #expect(try await Self.attempt(world, session) == .budget)
        let draft = EntryDraft(outcome.event, principal: World.ada.name, time: world.clock.now)
        try await session.append(Batch([draft], evidence: outcome.record.map { [$0] } ?? []))
        #expect(try await Self.attempt(world, session) == .budget)
        outcome.account.close()
        #expect(try await Self.attempt(world, session) == .budget)
    }

    /// Between the commit and the word to whoever called, the journal tells of a call and it is held open.
    @Test func whatIsCommittedCountsOnce() async throws {
        let world = try Self.world(Budget(calls: 2))
        let session = try await world.session()
        let outcome = try await world.executor.perform(.look("one"), in: world.scope(session))
        let draft = EntryDraft(outcome.event, principal: World.ada.name, time: world.clock.now)
        try await session.append(Batch([draft], evidence: outcome.record.map { [$0] } ?? []))
        #expect(session.open.use == BudgetUse())
        #expect(try await Self.attempt(world, session) == nil)
        outcome.account.close()
    }

    /// An outcome that nobody commits holds nothing up.
    @Test func whatIsLetGoCountsForNothing() async throws {
        let world = try Self.world(Budget(calls: 1))
        let session = try await world.session()
        for _ in 0..<3 { #expect(try await Self.attempt(world, session) == nil) }
        #expect(session.open.use == BudgetUse())
    }

    /// A step has ended, its commit is on the disk, and the run has not been told.
    ///
    ///     run's step                 a call beside it
    ///     ends, is written
    ///                                is refused
    ///     is told
    @Test func aStepCountsWhileItIsCommitted() async throws {
        let gate = Gate()
        let appends = Mutex(0)
        let store = FaultStore(afterAppend: {
            let number = appends.withLock { number in
                number += 1
                return number
            }
            // The session is opened, the run and its step are begun, the step ends.
            if number == 4 { await gate.pass() }
        })
        let world = try Self.world(Budget(calls: 1), store: store)
        let session = try await world.session()
        let workflow = try world.workflow("  - id: one\n    uses: look@1\n    with: {source: app, text: one}\n")
        async let ended = world.runner().start(
            workflow, inputs: [:], in: .existing(session), watch: { _ in })
        await gate.whenHeld()
        #expect(await session.state.calls.isEmpty)
        #expect(try await Self.attempt(world, session) == .budget)
        await gate.open()
        #expect(try await ended.status == .succeeded)
        #expect(await session.state.calls.count == 1 && session.open.use == BudgetUse())
    }

    /// A run that loses its store holds nothing up either.
    @Test func aRunThatCannotCommitCountsForNothing() async throws {
        let store = FaultStore(failing: 4)
        let world = try Self.world(Budget(calls: 1), store: store)
        let session = try await world.session()
        let workflow = try world.workflow("  - id: one\n    uses: look@1\n    with: {source: app, text: one}\n")
        await #expect(throws: (any Error).self) {
            try await world.runner().start(workflow, inputs: [:], in: .existing(session), watch: { _ in })
        }
        #expect(world.calls.all == ["one"] && session.open.use == BudgetUse())
    }
}
