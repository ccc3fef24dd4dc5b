import Foundation
import Policy
import Testing

/// Random workflows driven by the real engine through lost processes, failing stores, stopped and fenced drivers, late
/// calls, approvals, questions and cancellations, each seed in an order of its own.
///
/// A seed that fails is named; `CASEBOOK_SEED=7 swift test --filter SimulationTests` shows its course.
@Suite(.serialized) struct SimulationTests {
    private static let chosen = ProcessInfo.processInfo.environment["CASEBOOK_SEED"].flatMap { UInt64($0) }
    private static let count: UInt64 = 1000
    private static let blockSize: UInt64 = 50
    private static let blocks =
        chosen.map { [$0...$0] } ?? (0..<count / blockSize).map { $0 * blockSize...($0 + 1) * blockSize - 1 }

    @Test(arguments: blocks) func whateverHappensTheRunEndsTheSame(_ seeds: ClosedRange<UInt64>) async throws {
        let rules = try RedactionRules()
        for seed in seeds {
            // A trial runs on the test's own thread; other tests want it too.
            await Task.yield()
            let trial = try Trial(seed: seed, rules: rules)
            let problems = trial.problems()
            if Self.chosen != nil { print(trial.course) }
            #expect(problems == [], "CASEBOOK_SEED=\(seed) swift test --filter SimulationTests")
        }
    }

    /// The trials are worth something only if what they are about happens in them.
    @Test func theTrialsSeeEverything() async throws {
        let rules = try RedactionRules()
        var seen: [String: Int] = [:]
        for seed in UInt64(0)..<96 {
            await Task.yield()
            let trial = try Trial(seed: seed, rules: rules)
            _ = trial.disturbed.play()
            seen.merge(trial.disturbed.happened) { $0 + $1 }
        }
        let wanted =
            Fault.allCases.map { "\($0)" }
            + ["lost", "failed", "fenced", "cancelled", "approved", "denied", "answered", "expired"]
        for name in wanted { #expect(seen[name, default: 0] >= 5, "\(name)") }
    }
}
