import JSON
import Model
import Tooling
import Workflows

/// What tools and people answer: it depends on the seed and on what is asked, not on when or how often.
struct Answers: Sendable {
    let seed: UInt64
    let scheduler: Scheduler

    /// What a tool answers to a question.
    func answer(_ question: String, at step: StepReference) async throws -> ToolResult<JSONValue> {
        try await take(time: SeededGenerator.dice(seed, "time \(step.words)"))
        let dice = SeededGenerator.dice(seed, "answer \(question)")
        let kinds: [ToolError.Kind] = [.communication, .rateLimited, .notFound, .internal, .timeout]
        guard dice % 7 > 0 else {
            throw ToolError(kinds[Int(dice >> 8) % kinds.count], "no answer to \(question)")
        }
        let number = JSONValue(Int(dice >> 8) % 10)
        let hasBody = dice >> 16 & 1 == 0
        return ToolResult(
            output: ["n": number, "list": .array([number, "b", "c"])],
            coverage: [Coverage(source: "app", value: .complete, searched: Searched(bytes: 100))],
            summary: "found \(number.canonicalText())", body: hasBody ? Array("line one\nline two\n".utf8) : nil)
    }

    /// Ends at once, a little later, or after the step's time is over.
    private func take(time dice: UInt64) async throws {
        switch dice % 16 {
        case 0..<5: return
        case 5..<8: await Task.yield()
        case 8..<15: try await scheduler.sleep(until: scheduler.now + .seconds(Int(dice >> 8) % 20))
        default:
            let due = scheduler.now + .seconds(100)
            // Half of the slow ones do not look whether they are wanted any more.
            guard dice >> 16 & 1 == 0 else { return try await scheduler.sleep(until: due) }
            try? await scheduler.sleep(until: due)
        }
    }

    /// What somebody says to a question; nil for nobody's ever saying anything.
    func decision(about wait: WaitRequested) -> (decision: WaitDecided.Decision, answer: JSONValue?)? {
        let dice = SeededGenerator.dice(seed, "decision \(wait.step.words)")
        switch (dice % 4, wait.purpose) {
        case (0, _): return (.denied, nil)
        case (1, _): return nil
        case (2, .question): return (.answered, "not a number")
        case (_, .question): return (.answered, ["n": JSONValue(Int(dice >> 8) % 10)])
        case (_, .approval): return (.approved, nil)
        }
    }
}
