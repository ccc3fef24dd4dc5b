import JSON
import TestSupport
import Testing

@testable import Model

@Suite struct StepAttemptsTests {
    private static let runs = (0..<2).map { RunID(from: SeededIdentifierSource(seed: UInt64($0))) }

    /// Names that differ in one part alone, more of them than fit into a block.
    private static let steps = (0..<1000).flatMap { number in
        let path = "step\(number % 250)"
        let iteration = number < 250 ? nil : number / 250
        return runs.flatMap { run in
            (1...2).map { StepReference(run: run, path: path, iteration: iteration, attempt: $0) }
        }
    }

    private static let time = Timestamp(milliseconds: 1)

    private static func attempts(_ steps: some Sequence<StepReference>) -> StepAttempts {
        var attempts = StepAttempts()
        for step in steps { _ = attempts.place(of: step, begunAt: time) }
        return attempts
    }

    @Test func eachIsFoundWhereItBegan() {
        var attempts = StepAttempts()
        for (index, step) in Self.steps.enumerated() {
            #expect(attempts.place(of: step) == nil)
            let (place, isNew) = attempts.place(of: step, begunAt: Self.time)
            #expect(place == index)
            #expect(isNew)
        }
        for (index, step) in Self.steps.enumerated().shuffled() {
            #expect(attempts.place(of: step) == index)
            #expect(attempts.place(of: step, begunAt: Self.time) == (index, false))
        }
        #expect(attempts.map(\.step) == Self.steps)
        #expect(attempts.count == Self.steps.count)
    }

    @Test func roomMadeBeforeChangesNothing() {
        var roomy = StepAttempts()
        roomy.reserve(Self.steps.count)
        for step in Self.steps { _ = roomy.place(of: step, begunAt: Self.time) }
        #expect(roomy == Self.attempts(Self.steps))
        #expect(Self.steps.enumerated().allSatisfy { roomy.place(of: $1) == $0 })
        #expect(StepAttempts().place(of: Self.steps[0]) == nil)
    }

    @Test func aCopyStaysAsItWas() {
        let whole = Self.attempts(Self.steps.dropLast())
        var changed = whole
        changed.change(5) { $0.noteCall() }
        _ = changed.place(of: Self.steps[Self.steps.count - 1], begunAt: Self.time)
        #expect(whole.allSatisfy { !$0.hasCalled })
        #expect(whole.count == changed.count - 1)
        #expect(whole.place(of: Self.steps[Self.steps.count - 1]) == nil)
        #expect(changed.filter(\.hasCalled).map(\.step) == [Self.steps[5]])
        #expect(whole != changed)
    }

    @Test func whatEndsAgainKeepsNothingOfBeforeButItsTombstone() {
        let step = Self.steps[0]
        var attempt = StepAttempt(step: step, started: Self.time)
        #expect(attempt.output == nil && attempt.error == nil && attempt.reason == nil && attempt.tombstone == nil)
        attempt.finish(StepFinished(step, status: .skipped, output: 1, reason: "so"), at: Self.time)
        #expect(attempt.output == 1)
        #expect(attempt.reason == "so")
        attempt.remove(by: 7)
        attempt.finish(StepFinished(step, status: .failed, error: ToolError(.timeout, "late")), at: Self.time)
        #expect(attempt.output == nil && attempt.reason == nil)
        #expect(attempt.error?.message == "late")
        #expect(attempt.tombstone == 7)
        attempt.finish(.succeeded, nil, at: Self.time)
        #expect(attempt.error == nil)
        #expect(attempt.tombstone == 7)
        #expect(attempt.status == .succeeded)
    }
}
