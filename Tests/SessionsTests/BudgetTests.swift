import JSON
import Model
import Policy
import Sessions
import Testing
import Tooling

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
        #expect(await session.state.answerBytes == 102 && world.calls.all.count == 1)
        for request in [CallRequest.look(text), .look(text + "y")] {
            let error = await #expect(throws: ToolError.self) {
                try await world.executor.call(request, in: world.scope(session))
            }
            #expect(error?.kind == .budget && error?.message.contains("18 are left") == true)
            #expect(error?.hint?.contains("limit") == true)
        }
        _ = try await world.executor.call(.look("a"), in: world.scope(session))
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
}
