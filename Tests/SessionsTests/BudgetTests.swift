import JSON
import Model
import Sessions
import Testing

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
        ("{seconds: 10}", 1, 3...3), ("{seconds: 10}", 4, 1...6),
    ]) func nothingIsCalledBeyond(_ budget: String, parallel: Int, made: ClosedRange<Int>) async throws {
        let timer = ManualTimer(patience: .seconds(10))
        let world = try World(timer: timer) { input, _ in
            try await timer.sleep(for: .seconds(4))
            return .found(input.text ?? "", bytes: 100)
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
}
