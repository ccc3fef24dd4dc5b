import JSON
import Model
import Policy
import Sessions
import Store
import Synchronization
import TestSupport
import Testing
import Tooling
import Workflows

/// A replay ends as the run did, and reads nothing.
@Suite struct RecordingReplayTests {
    @Test func aRunIsReplayedAsItWasWithoutACall() async throws {
        let recorded = try await RecordedRun(
            RunTests.steps, head: RunTests.head, tail: RunTests.tail, in: try RunTests.world())
        let made = recorded.world.calls.all.count
        let wanted = try await recorded.outcome()
        #expect(wanted.steps[StepPlace("broken")] == .failed)
        #expect(wanted.steps[StepPlace("passed")] == .skipped)
        #expect(wanted.findings.map(\.statement) == ["It is hello"])
        for _ in 0..<3 {
            let replay = try await recorded.replay()
            #expect(replay.outcome.differences(from: wanted) == [])
            #expect(replay.unrecorded == [])
        }
        #expect(recorded.world.calls.all.count == made)
    }

    /// An hour between attempts, and a call that took too long: neither takes any time.
    @Test(.timeLimit(.minutes(5))) func nothingTakesTime() async throws {
        let timer = ManualTimer(patience: .seconds(7200))
        let calls = CallLog()
        // What a pause may skip, a deadline may not: the call under way would lose to it on a busy machine.
        let world = try World(calls: calls, timer: timer, deadlines: ManualTimer()) { input, _ in
            switch input.text {
            case "flaky" where calls.count(of: "flaky") < 3: throw ToolError(.communication, "no answer")
            case "slow": throw ToolError(.timeout, "look took longer than 1 ms")
            default: .found(input.text ?? "")
            }
        }
        let recorded = try await RecordedRun(
            """
              - id: flaky
                uses: look@1
                with: {source: app, text: flaky}
                retry: {max-attempts: 3, delay: 1h, backoff: constant, jitter: false, errors: [communication]}
              - {id: slow, uses: look@1, with: {source: app, text: slow}, timeout: 1ms, continue-on-error: true}
              - {id: quick, uses: look@1, with: {source: app, text: quick}, timeout: 1ms}

            """, in: world)
        let wanted = try await recorded.outcome()
        #expect(wanted.steps[StepPlace("flaky")] == .succeeded)
        #expect(wanted.steps[StepPlace("slow")] == .timedOut)
        #expect(try await recorded.replay().outcome.differences(from: wanted) == [])
    }

    @Test func elementsOfAFanOutAreToldApart() async throws {
        let world = try World { input, _ in
            if input.text == "two" { throw ToolError(.validation, "not this one") }
            return .found("saw \(input.text ?? "")")
        }
        let recorded = try await RecordedRun(
            """
              - id: each
                foreach: {in: "${{ ['one', 'two', 'three', 'four'] }}", as: word, max-parallel: 4}
                uses: look@1
                with: {source: app, text: '${{ word }}'}
                continue-on-error: true
              - id: all
                needs: [each]
                foreach: {in: '${{ steps.each.items.filter(i, has(i.output)) }}', as: item}
                finding: {statement: '${{ item.output.text }}', severity: low, citations: [{evidence: '${{ item.evidence }}', pointer: /text}]}

            """, in: world)
        let wanted = try await recorded.outcome()
        #expect(wanted.steps[StepPlace("each[1]")] == .failed)
        #expect(wanted.findings.count == 3)
        #expect(wanted.findings.allSatisfy { $0.verdict == .cited })
        #expect(try await recorded.replay().outcome.differences(from: wanted) == [])
    }

    /// What later calls name in their arguments has the same name again.
    @Test func evidenceKeepsItsName() async throws {
        let recorded = try await RecordedRun(
            """
              - {id: one, uses: look@1, with: {source: app, text: one}}
              - {id: two, uses: look@1, with: {evidence: '${{ steps.one.evidence }}', text: two}}

            """, tail: "outputs: {one: '${{ steps.one.evidence }}', run: '${{ run.id }}', in: '${{ session.id }}'}\n",
            in: try World())
        let replay = try await recorded.replay()
        #expect(replay.outcome.status == .succeeded)
        #expect(replay.outcome.outputs == (try await recorded.outcome()).outputs)
        #expect(replay.outcome.outputs["in"] == .string(recorded.session.id.rawValue))
        #expect(replay.outcome.outputs["run"] == .string(recorded.run.rawValue))
    }

    /// Answers of `glance` differ from call to call.
    private static func counting() throws -> World {
        let calls = CallLog()
        return try World(calls: calls) { input, _ in
            .found("\(input.text ?? "") \(calls.count(of: input.text ?? ""))")
        }
    }

    @Test func anAttemptIsToldWhatItWasTold() async throws {
        let recorded = try await RecordedRun(
            """
              - id: wait
                uses: glance@1
                with: {text: seen}
                until: {condition: "steps.wait.output.text == 'seen 3'", every: 10s, max: 5}
              - {id: after, uses: glance@1, with: {text: seen}}

            """, tail: "outputs: {wait: '${{ steps.wait.output.text }}', after: '${{ steps.after.output.text }}'}\n",
            in: try Self.counting())
        let wanted = try await recorded.outcome()
        #expect(wanted.outputs == ["wait": "seen 3", "after": "seen 4"])
        #expect(try await recorded.replay().outcome.differences(from: wanted) == [])
    }

    /// Steps that the recording does not know are told in the recorded order, and the last answer repeats.
    @Test func theSameCallIsAnsweredInOrder() async throws {
        let recorded = try await RecordedRun(
            "  - {id: a, uses: glance@1, with: {text: x}}\n  - {id: b, uses: glance@1, with: {text: x}}\n",
            in: try Self.counting())
        let steps = ["p", "q", "r"].map { "  - {id: \($0), uses: glance@1, with: {text: x}}\n" }.joined()
        let outputs = ["p", "q", "r"].map { "\($0): '${{ steps.\($0).output.text }}'" }.joined(separator: ", ")
        let changed = try recorded.world.workflow(steps, tail: "outputs: {\(outputs)}\n")
        let replay = try await recorded.replay(changed)
        #expect(replay.outcome.outputs == ["p": "x 1", "q": "x 2", "r": "x 2"])
        // A step that is the same is told the same, whatever stands before it.
        let swapped = try recorded.world.workflow(
            "  - {id: b, uses: glance@1, with: {text: x}}\n  - {id: a, uses: glance@1, with: {text: x}}\n",
            tail: "outputs: {a: '${{ steps.a.output.text }}', b: '${{ steps.b.output.text }}'}\n")
        #expect(try await recorded.replay(swapped).outcome.outputs == ["a": "x 1", "b": "x 2"])
    }

    @Test func earlierEvidenceAloneIsEnoughForOnly() async throws {
        let world = try World()
        let session = try await world.session()
        _ = try await world.executor.call(.look("known"), in: world.scope(session))
        let workflow = try world.workflow(
            "  - {id: known, uses: look@1, with: {source: app, text: known}, cache: only}\n")
        let ended = try await world.runner().start(workflow, inputs: [:], in: .existing(session), watch: { _ in })
        #expect(ended.status == .succeeded)
        let snapshot = try await world.manager.snapshot(of: session)
        let run = try #require(snapshot.state.run(ended.run))
        let recording = try await Recording(of: run, in: snapshot, .run, registry: world.executor.registry)
        let replay = try await RecordedRun.replayer(world).replay(workflow, inputs: [:], over: recording)
        #expect(replay.outcome.status == .succeeded)
    }

    @Test func linesOfABodyAreCitedAgain() async throws {
        let world = try World { _, _ in .found("text", body: "first\nsecond\nthird\n") }
        let recorded = try await RecordedRun(
            """
              - {id: read, uses: look@1, with: {source: app, text: read}}
              - id: cause
                finding: {statement: Second, severity: low, citations: [{step: read, lines: [2, 3]}]}

            """, in: world)
        let wanted = try await recorded.outcome()
        #expect(wanted.findings.first?.verdict == .cited)
        #expect(wanted.findings.first?.citations.first?.quote == "second\nthird")
        let kept = try await recorded.recordedCase(keepingBodies: true)
        #expect(try await recorded.replay(over: kept.recording).outcome.differences(from: wanted) == [])
        // Without the body the quote cannot be found, and that is a difference.
        let without = try await recorded.replay(over: try await recorded.recording())
        #expect(without.outcome.differences(from: wanted).contains { $0.member == "verdict" })
    }

    /// What a secret's token is depends on the session's key, which no case holds.
    @Test func aHiddenSecretIsTheSameUnderAnotherKey() async throws {
        let secret = "password=hunter2-and-more"
        let world = try World { _, _ in .found("the line says \(secret)") }
        let recorded = try await RecordedRun(
            """
              - {id: read, uses: look@1, with: {source: app, text: read}}
              - {id: again, uses: look@1, with: {source: web, text: '${{ steps.read.output.text }}'}}
              - {id: cause, finding: {statement: '${{ steps.read.output.text }}', severity: low, citations: [{step: read, pointer: /text}]}}

            """, in: world)
        let text = try (try await recorded.recordedCase()).text
        #expect(text.contains("«secret:"))
        #expect(!text.contains("hunter2"))
        let wanted = try await recorded.outcome()
        #expect(wanted.findings.first?.verdict == .cited)
        #expect(try await recorded.replay().outcome.differences(from: wanted) == [])
    }
}
