import JSON
import Model
import Policy
import Store
import TestSupport
import Testing
import Tooling

@testable import Sessions

/// What a run may use up is looked at before each call, also where calls run beside each other.
@Suite struct BudgetTests {
    private static let steps = """
          - id: all
            needs: []
            uses: look@1
            with: {source: app, text: '${{ string(x) }}'}
            foreach: {in: '${{ [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }}', as: x, max-parallel: PARALLEL}

        """

    /// - Parameter made: How many calls are made; what those under way will cost, nobody knows before they end.
    @Test(arguments: [
        ("{calls: 5}", 1, 5...5), ("{calls: 5}", 4, 5...5), ("{bytes: 250}", 1, 3...3), ("{bytes: 250}", 4, 3...6),
        ("{seconds: 10}", 1, 3...3), ("{seconds: 10}", 4, 1...6), ("{rows: 25}", 1, 3...3), ("{rows: 25}", 4, 3...6),
    ]) func nothingIsCalledBeyond(_ budget: String, parallel: Int, made: ClosedRange<Int>) async throws {
        let timer = ManualTimer(patience: .seconds(10))
        let world = try World(timer: timer) { input, _ in
            try await timer.sleep(for: .seconds(4))
            return .found(input.text ?? "", bytes: 100, lines: 10)
        }
        let steps = Self.steps.replacing("PARALLEL", with: "\(parallel)")
        let workflow = try world.workflow(steps, head: "budget: \(budget)\n")
        let ended = try await world.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in })
        let state = await ended.session.state
        #expect(ended.status == .failed)
        #expect(made.contains(world.calls.all.count), "\(world.calls.all)")
        #expect(state.failedCalls.allSatisfy { $0.error.kind == .budget })
        #expect(state.calls.count + state.failedCalls.count == 12 && state.calls.count == world.calls.all.count)
    }

    /// What the operator allows every run holds beside what its workflow says.
    @Test(arguments: [(nil, 2, 2), (3, 5, 3), (4, nil, 4)] as [(Int?, Int?, Int)])
    func theLowerLimitOfARunHolds(_ own: Int?, _ operators: Int?, made: Int) async throws {
        let world = try World(budgets: Budgets(run: Budget(calls: operators)))
        let steps = Self.steps.replacing("PARALLEL", with: "1")
        let workflow = try world.workflow(steps, head: own.map { "budget: {calls: \($0)}\n" } ?? "")
        let ended = try await world.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in })
        #expect(ended.status == .failed && world.calls.all.count == made)
    }

    @Test func aSessionHasABudgetOfRowsAndSeconds() async throws {
        let timer = ManualTimer(patience: .seconds(10))
        for (budget, limit) in [(Budget(rows: 15), "15 rows"), (Budget(seconds: 7), "7 seconds")] {
            let world = try World(budgets: Budgets(session: budget), timer: timer) { input, _ in
                try await timer.sleep(for: .seconds(4))
                return .found(input.text ?? "", lines: 10)
            }
            let session = try await world.session()
            for text in ["one", "two"] { _ = try await world.executor.call(.look(text), in: world.scope(session)) }
            // A process that was not there knows it from the journal.
            let other = try World(store: world.store, seed: 2, budgets: Budgets(session: budget))
            let same = try await other.manager.session(session.id)
            let error = await #expect(throws: ToolError.self) {
                try await other.executor.call(.look("three"), in: other.scope(same))
            }
            #expect(error?.kind == .budget && error?.message.contains(limit) == true)
        }
    }

    @Test func whatIsToldIsLimitedToo() async throws {
        let text = String(repeating: "x", count: 40)
        let world = try World(budgets: Budgets(session: Budget(answer: 120)))
        let session = try await world.session()
        // Told again, it counts again, though nothing is read.
        for _ in 0..<2 { _ = try await world.executor.call(.look(text), in: world.scope(session)) }
        #expect(await session.state.sums.answer == 102 && world.calls.all.count == 1)
        for request in [CallRequest.look(text), .look(text + "y")] {
            let error = await #expect(throws: ToolError.self) {
                try await world.executor.call(request, in: world.scope(session))
            }
            #expect(error?.kind == .budget && error?.message.contains("18 are left") == true)
            #expect(error?.hint?.contains("limit") == true)
        }
        _ = try await world.executor.call(.look("a"), in: world.scope(session))
    }

    /// What was read for an answer that is too large was read all the same, and what was cut off took its time.
    @Test func whatComesToNothingIsCounted() async throws {
        let timer = ManualTimer(patience: .seconds(10))
        let budget = Budget(bytes: 250, answer: 9)
        let world = try World(
            budgets: Budgets(session: budget, principal: Budget(bytes: 1000)), timer: timer
        ) { input, _ in
            if input.text == "late" { try await timer.sleep(for: .seconds(60)) }
            return .found(input.text ?? "", bytes: 100, lines: 10)
        }
        let session = try await world.session()
        for text in ["one", "two", "three"] {
            await #expect(throws: ToolError.self) {
                try await world.executor.call(.look(text), in: world.scope(session))
            }
        }
        let state = await session.state
        #expect(state.sums.bytes == 300 && state.sums.rows == 30)
        #expect(state.failedCalls.map(\.cost?.bytes) == [100, 100, 100])
        let error = await #expect(throws: ToolError.self) {
            try await world.executor.call(.look("four"), in: world.scope(session))
        }
        #expect(error?.message.contains("250 bytes read") == true && world.calls.all.count == 3)
        // A process that was not there reads the same of the journal.
        let other = try World(store: world.store, seed: 2, budgets: Budgets(session: budget))
        #expect(try await other.manager.session(session.id).state.sums.bytes == 300)
        let second = try await world.session()
        let late = Task { try await world.executor.call(.look("late", timeout: .seconds(5)), in: world.scope(second)) }
        await timer.whenSleeping(2)
        timer.advance(by: .seconds(5))
        await #expect(throws: ToolError.self) { try await late.value }
        #expect(await second.state.sums.milliseconds >= 5000)
    }

    /// Calls are counted by the attempt that made them, what failed and what was taken over among them.
    @Test func aRunHasUsedWhatItsJournalTells() throws {
        let names = SeededIdentifierSource()
        var journal = JournalFixture(session: SessionID(from: names))
        _ = journal.open()
        let (run, other) = (RunID(from: names), RunID(from: names))
        for run in [run, other] {
            journal.add(
                .runStarted(
                    RunStarted(
                        run: run, workflow: "w", version: "1.0.0", text: "t", children: [:], inputs: [:], session: [:],
                        reuse: nil)))
        }
        func step(_ path: String, _ attempt: Int = 1, of run: RunID) -> StepReference {
            StepReference(run: run, path: path, attempt: attempt)
        }
        func call(_ step: StepReference?, cached: Bool = false, bytes: Int) -> Event {
            let evidence = JournalFixture.evidence(UInt64(bytes), searched: Searched(bytes: bytes, lines: 2)).evidence
            return .callFinished(
                CallFinished(
                    call: CallID(from: names), evidence: evidence, cached: cached, step: step,
                    cost: CallCost(answer: 7, milliseconds: 900)))
        }
        func failed(_ step: StepReference, _ cost: FailedCost?) -> Event {
            .callFailed(
                CallFailed(
                    call: CallID(from: names), tool: "look", arguments: .null, error: ToolError(.timeout, "late"),
                    step: step, cost: cost))
        }
        let (a, again, b) = (step("a", of: run), step("a", 2, of: run), step("b", of: run))
        // Each entry is a millisecond after the one before.
        let events: [Event] = [
            .stepStarted(StepStarted(a)), failed(a, FailedCost(milliseconds: 5, bytes: 1000, rows: 20)),
            .stepFinished(StepFinished(a, status: .failed)),
            .stepStarted(StepStarted(again)), call(again, bytes: 100),
            .stepFinished(StepFinished(again, status: .succeeded)),
            // Refused before its tool was begun, and cut off and begun again.
            .stepStarted(StepStarted(b)), .stepStarted(StepStarted(b)), failed(b, nil),
            .stepFinished(StepFinished(b, status: .failed)),
            // Taken over: a call comes first, and takes no time.
            call(step("c", of: run), cached: true, bytes: 40),
            .stepFinished(StepFinished(step("c", of: run), status: .succeeded)),
            // A call of which no more is told yet, steps that make none, and what is not of this run.
            call(step("d", of: run), bytes: 3), .stepStarted(StepStarted(step("e", of: run))),
            .stepFinished(StepFinished(step("e", of: run), status: .succeeded)),
            call(step("a", of: other), bytes: 5000), call(nil, bytes: 6000),
        ]
        for event in events { journal.add(event) }
        let state = try #require(journal.state.run(run))
        let used = BudgetUse(of: state)
        #expect(abs(used.seconds - 0.006) < 1e-9)
        #expect(used == BudgetUse(calls: 5, seconds: used.seconds, bytes: 1103, rows: 24, answer: 21))
    }

    /// Whoever may not do anything cannot use a session up for those who may.
    @Test func whatIsRefusedIsNotCounted() async throws {
        let world = try World(budgets: Budgets(session: Budget(calls: 2)))
        let session = try await world.session()
        let stranger = world.scope(session, rights: Rights(tools: ["look"], sources: []))
        for request in [CallRequest.look(), CallRequest(tool: "look", arguments: ["nothing": 1])] {
            for _ in 0..<3 {
                await #expect(throws: ToolError.self) { try await world.executor.call(request, in: stranger) }
            }
        }
        let state = await session.state
        #expect(state.failedCalls.count == 6 && state.lostCalls == 0)
        for text in ["a", "b"] { _ = try await world.executor.call(.look(text), in: world.scope(session)) }
        let error = await #expect(throws: ToolError.self) {
            try await world.executor.call(.look("c"), in: world.scope(session))
        }
        #expect(error?.message.contains("2 calls") == true)
    }

    /// Each source has 100 bytes.
    private struct Sized: SourceStamping {
        func look(at source: Source) -> SourceLook? { SourceLook(stamp: "steady", size: 100) }
    }

    /// Calls that come together are counted one after the other, whatever the journal tells as yet.
    @Test(arguments: [
        (Budgets(session: Budget(calls: 3)), 3), (Budgets(session: Budget(bytes: 250)), 2),
        (Budgets(session: Budget(answer: 20)), 1), (Budgets(principal: Budget(calls: 3)), 3),
        (Budgets(principal: Budget(bytes: 250)), 2), (Budgets(), 12),
    ])
    func callsAtOnceDoNotPassALimitTogether(_ budgets: Budgets, _ made: Int) async throws {
        let gate = Gate()
        let world = try World(budgets: budgets, stamps: Sized()) { input, _ in
            await gate.pass()
            return .found("\(input.text ?? "")", bytes: 100)
        }
        let session = try await world.session()
        let ended = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<12 {
                group.addTask {
                    do {
                        _ = try await world.executor.call(.look("\(number + 10)"), in: world.scope(session))
                        return true
                    } catch let error as ToolError where error.kind == .budget {
                        return false
                    }
                }
            }
            await gate.open()
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(ended == made)
        #expect(await session.state.calls.count == made)
        // Nothing stays counted for what has ended.
        let next = try await world.session()
        if budgets.principal == Budget() { _ = try await world.executor.call(.look(), in: world.scope(next)) }
    }

    /// Steps at once, of each of which it is known what it reads.
    @Test func stepsAtOnceDoNotPassALimitTogether() async throws {
        let world = try World(stamps: Sized()) { input, _ in .found(input.text ?? "", bytes: 100) }
        let workflow = try world.workflow(Self.steps.replacing("PARALLEL", with: "8"), head: "budget: {bytes: 250}\n")
        let ended = try await world.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in })
        #expect(ended.status == .failed && world.calls.all.count == 2)
        #expect(await ended.session.state.sums.bytes == 200)
    }

    /// A tool that fails by itself does not tell what it has read; it counts for what it reads at least.
    @Test func whatFailsByItselfIsCounted() async throws {
        let budgets = Budgets(session: Budget(bytes: 1000))
        let world = try World(budgets: budgets, stamps: Sized()) { _, _ in throw ToolError(.internal, "broken") }
        let session = try await world.session()
        await #expect(throws: ToolError.self) {
            try await world.executor.call(.look(), in: world.scope(session))
        }
        #expect(await session.state.sums.bytes == 100)
    }

    /// What helps once nothing may be read any more has to work.
    @Test func evidenceIsAskedWhenNothingMayBeReadAnyMore() async throws {
        let world = try World(budgets: Budgets(session: Budget(bytes: 100, rows: 10))) { input, _ in
            guard let id = input.evidence else { return .found("x", bytes: 100, lines: 10) }
            return ToolResult(
                output: ["text": "asked"],
                coverage: [
                    Coverage(source: id.rawValue, value: .complete, searched: Searched(bytes: 6070, lines: 100))
                ], summary: "asked")
        }
        let session = try await world.session()
        let evidence = try await world.executor.call(.look(), in: world.scope(session)).evidence
        let error = await #expect(throws: ToolError.self) {
            try await world.executor.call(.look("y"), in: world.scope(session))
        }
        #expect(error?.hint?.contains("query_evidence") == true)
        for text in ["one", "two"] {
            let request = CallRequest(
                tool: "look", arguments: ["evidence": .string(evidence.id.rawValue), "text": .string(text)])
            _ = try await world.executor.call(request, in: world.scope(session))
        }
        let state = await session.state
        #expect(state.sums.bytes == 100 && state.sums.rows == 10)
    }

    /// Sessions and none, for an hour; nobody pays for another.
    @Test func aPrincipalHasABudgetOfAnHour() async throws {
        let timer = ManualTimer(patience: .seconds(10))
        let world = try World(budgets: Budgets(principal: Budget(calls: 2)), timer: timer)
        _ = try await world.executor.call(.look("a"), in: world.scope(try await world.session()))
        _ = try await world.executor.call(.look("b"), in: world.scope(nil))
        let error = await #expect(throws: ToolError.self) {
            try await world.executor.call(.look("c"), in: world.scope(try await world.session()))
        }
        #expect(error?.message.contains("the principal for an hour, 2 calls") == true)
        #expect(error?.hint?.contains("comes back") == true)
        let bob = CallScope(session: nil, principal: ForkTests.bob, rights: .all)
        _ = try await world.executor.call(.look("d"), in: bob)
        timer.advance(by: .seconds(1800))
        _ = try await world.executor.call(.look("e"), in: world.scope(nil))
        await #expect(throws: ToolError.self) { try await world.executor.call(.look("f"), in: world.scope(nil)) }
    }

    /// A process that begins knows what the hour before has used, of whichever process; it comes back as it would have.
    @Test(arguments: [
        (Budget(calls: 2), 0, 0), (Budget(calls: 2), 1800, 1), (Budget(calls: 2), 3600, 2),
        (Budget(bytes: 250), 0, 1), (Budget(rows: 20), 0, 0), (Budget(rows: 20), 3600, 2), (Budget(seconds: 8), 0, 0),
    ])
    func aPrincipalsBudgetOutlivesTheProcess(budget: Budget, seconds: Int64, made: Int) async throws {
        let store = InMemoryStore()
        func process(_ seed: UInt64, after seconds: Int64 = 0) throws -> World {
            let timer = ManualTimer(patience: .seconds(10))
            let world = try World(
                store: store, seed: seed, budgets: Budgets(principal: budget), timer: timer
            ) { input, _ in
                try await timer.sleep(for: .seconds(4))
                return .found(input.text ?? "", bytes: 100, lines: 10)
            }
            world.clock.advance(milliseconds: seconds * 1000)
            return world
        }
        let first = try process(1)
        _ = try await first.executor.call(.look("a"), in: first.scope(try await first.session()))
        _ = try await first.executor.call(.look("b"), in: first.scope(nil))
        let second = try process(2, after: seconds)
        let session = try await second.session()
        var count = 0
        for text in ["c", "d", "e", "f"].prefix(max(made, 1) + 1) {
            do {
                _ = try await second.executor.call(.look(text), in: second.scope(session))
                count += 1
            } catch let error as ToolError where error.kind == .budget {}
        }
        #expect(count == made)
        // Nobody pays for another.
        _ = try await second.executor.call(
            .look("d"), in: CallScope(session: nil, principal: ForkTests.bob, rights: .all))
    }
}
