import JSON
import Model
import Testing

@testable import Workflows

/// A run that is cut off goes on as if it had not been: random workflows with random failures, retries, approvals,
/// cancellations and crashes.
///
/// A seed that fails is named; `CASEBOOK_SEED=7 swift test --filter WorkflowReplayTests` shows its course.
@Suite struct WorkflowReplayTests {
    private static let chosen = Repository.variable("CASEBOOK_SEED").flatMap { UInt64($0) }
    private static let blockSize: UInt64 = 10
    /// Numbers of workflows; each has four courses, of which the seed is four times that number and up to three more.
    private static let blocks =
        chosen.map { [$0 / 4...$0 / 4] } ?? (0..<25).map { $0 * blockSize...($0 + 1) * blockSize - 1 }

    @Test(arguments: blocks) func aCrashChangesNothing(_ numbers: ClosedRange<UInt64>) throws {
        for number in numbers {
            let random = RandomWorkflow(seed: number)
            if Self.chosen != nil { print(random.text) }
            let workflow = try random.load()
            for seed in number * 4...number * 4 + 3 where Self.chosen ?? seed == seed { run(workflow, seed) }
        }
    }

    private func run(_ workflow: Workflow, _ seed: UInt64) {
        let trial = Trial(workflow: workflow, seed: seed)
        let undisturbed = trial.run(crashes: false)
        let disturbed = trial.run(crashes: true)
        let others = Trial(workflow: workflow, seed: seed, maxParallel: 3).run(crashes: false)
        let problems =
            undisturbed.problems + disturbed.problems + others.problems
            + (others.course.finish == undisturbed.course.finish ? [] : ["another result with other places"])
            + (others.course.machine.standing == undisturbed.course.machine.standing ? [] : ["other places, other end"])
            + (disturbed.course.machine.standing == undisturbed.course.machine.standing ? [] : ["another end"])
            + (disturbed.course.finish == undisturbed.course.finish ? [] : ["another result"])
            + (seed % 4 == 1 ? trial.cancelled() : [])
        if Self.chosen != nil {
            print(undisturbed.course.history.map { "\($0)" }.joined(separator: "\n"))
            print(undisturbed.course.settled.joined(separator: "\n"), undisturbed.course.finish ?? "no end")
        }
        #expect(problems == [], "CASEBOOK_SEED=\(seed) swift test --filter WorkflowReplayTests")
    }

    /// The trials are worth something only if what they are about happens in them.
    @Test func theTrialsSeeEverything() throws {
        var seen: [String: Int] = [:]
        for seed in UInt64(0)..<80 {
            let course = Trial(workflow: try RandomWorkflow(seed: seed / 4).load(), seed: seed).run(crashes: true)
                .course
            for event in course.history {
                switch event {
                case .begin, .cancel: break
                case .finished(let step, let outcome):
                    seen["\(outcome.status)", default: 0] += 1
                    if step.attempt > 1 { seen["retry", default: 0] += 1 }
                    if step.iteration != nil { seen["element", default: 0] += 1 }
                    if step.path.contains("/") { seen["nested", default: 0] += 1 }
                case .delayed: seen["delay", default: 0] += 1
                case .decided(_, let decision):
                    seen[String("\(decision)".prefix { $0 != "(" }), default: 0] += 1
                }
            }
        }
        let wanted = [
            "succeeded", "failed", "timedOut", "retry", "element", "nested", "delay", "approved", "denied", "answered",
            "expired",
        ]
        for name in wanted { #expect(seen[name, default: 0] > 10, "\(name)") }
    }
}

/// One workflow and what happens to it.
private struct Trial {
    let workflow: Workflow
    let seed: UInt64
    private let outcomes: RandomOutcomes
    /// Half of the trials have more to do than may be done at the same time.
    private let maxParallel: Int

    struct End {
        var course: MachineCourse
        var problems: [String] = []
    }

    init(workflow: Workflow, seed: UInt64, maxParallel: Int? = nil) {
        self.workflow = workflow
        self.seed = seed
        outcomes = RandomOutcomes(seed: seed)
        self.maxParallel = maxParallel ?? (seed % 2 == 0 ? 1000 : 1 + Int(seed % 5))
    }

    /// Runs to the end, in an order that the seed decides; with crashes, by a new machine every few events.
    func run(crashes: Bool) -> End {
        var random = SeededGenerator(state: seed &* 31 &+ (crashes ? 1 : 0))
        var end = End(course: MachineCourse(workflow, maxParallel: maxParallel))
        end.course.handle(.begin)
        while let action = next(end.course, &random) {
            end.course.handle(event(action))
            check(&end)
            guard crashes, Int.random(in: 0..<8, using: &random) == 0 else { continue }
            crash(&end)
        }
        if end.course.finish == nil { end.problems.append("it did not end") }
        return end
    }

    /// Cancels a run at a random moment; it ends, and its machine stands where one stands that is told the same.
    func cancelled() -> [String] {
        var random = SeededGenerator(state: seed &* 37)
        var end = End(course: MachineCourse(workflow, maxParallel: maxParallel))
        end.course.handle(.begin)
        for _ in 0..<Int.random(in: 0..<12, using: &random) {
            guard let action = next(end.course, &random) else { return end.problems }
            end.course.handle(event(action))
        }
        guard end.course.finish == nil else { return end.problems }
        let performed = end.course.performed.count
        end.course.handle(.cancel)
        while let action = next(end.course, &random) { end.course.handle(event(action)) }
        check(&end)
        if end.course.performed.count > performed { end.problems.append("work began after the cancellation") }
        if end.course.finish?.hasPrefix("cancelled") != true { end.problems.append("it did not end as cancelled") }
        let again = MachineCourse.replayed(workflow, maxParallel: maxParallel, end.course.history)
        if again.machine.standing != end.course.machine.standing { end.problems.append("another machine") }
        return end.problems
    }

    private func next(_ course: MachineCourse, _ random: inout SeededGenerator) -> WorkflowMachine.Action? {
        course.outstanding.sorted { $0.key < $1.key }.randomElement(using: &random)?.value.action
    }

    private func event(_ action: WorkflowMachine.Action) -> WorkflowMachine.Event {
        switch action {
        case .perform(let step, _): .finished(step, outcomes.outcome(of: step))
        case .delay(let step, _): .delayed(step)
        case .wait(let step, let wait): .decided(step, outcomes.decision(about: step, wait))
        case .settle, .finish: .cancel
        }
    }

    private func check(_ end: inout End) {
        let course = end.course
        if Set(course.performed).count < course.performed.count { end.problems.append("work was asked for twice") }
        if course.machine.running > maxParallel { end.problems.append("too much at the same time") }
        if course.finish != nil, !course.outstanding.isEmpty { end.problems.append("it ended with open work") }
    }

    /// Puts a machine in the place of the one that is lost.
    private func crash(_ end: inout End) {
        let history = end.course.history
        let replayed = MachineCourse.replayed(workflow, maxParallel: maxParallel, history)
        if replayed.machine.standing != end.course.machine.standing { end.problems.append("the same events differ") }
        if replayed.open != end.course.open {
            end.problems.append("the same events ask for other work")
        }
        let rebuilt = MachineCourse.rebuilt(workflow, maxParallel: maxParallel, from: history)
        // Where places are short, what is taken up first can depend on the order in which answers come.
        if maxParallel >= 1000 {
            if rebuilt.machine.standing != end.course.machine.standing { end.problems.append("it stands elsewhere") }
            if rebuilt.open != end.course.open {
                end.problems.append("it asks for other work")
            }
        }
        end.course = rebuilt
        check(&end)
    }
}
