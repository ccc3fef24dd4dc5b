import JSON
import Model
import Sessions
import Store
import Testing
import Workflows

/// What people decided is decided again, at once.
@Suite struct RecordingDecisionTests {
    static let steps = """
          - {id: which, ask: {message: Which?, schema: {type: string, maxLength: 20}}}
          - {id: guarded, uses: look@1, with: {source: app, text: '${{ steps.which.output }}'}, approve: {message: Look?}}

        """

    /// Answers everything that is asked until nothing is.
    private static func decide(
        _ world: World, _ session: Session, _ decide: (WaitRequested) -> (WaitDecided.Decision, JSONValue?)?
    ) async throws {
        var hasDecided = true
        while hasDecided {
            hasDecided = false
            for open in try await world.manager.openWaits() where open.session.id == session.id {
                guard let (decision, answer) = decide(open.wait.request) else { continue }
                try await world.manager.decide(open, decision, answer: answer, reason: "said so", by: World.ada)
                hasDecided = true
            }
            if hasDecided { _ = try await world.runner().resume(session, watch: { _ in }) }
        }
    }

    @Test(arguments: [WaitDecided.Decision.approved, .denied, .expired])
    func decisionsAreRepeated(_ decision: WaitDecided.Decision) async throws {
        let recorded = try await RecordedRun(
            Self.steps, tail: "outputs: {which: '${{ steps.which.output }}'}\n", in: try World()
        ) { world, session in
            try await Self.decide(world, session) { request in
                request.purpose == .question ? (.answered, "this one") : (decision, nil)
            }
        }
        let wanted = try await recorded.outcome()
        #expect(wanted.status == (decision == .approved ? .succeeded : .failed))
        #expect(wanted.outputs["which"] == "this one")
        let recording = try await recorded.recordedCase().recording
        #expect(recording.decisions.map(\.decision) == [.answered, decision])
        let replay = try await recorded.replay(over: recording)
        #expect(replay.outcome.differences(from: wanted) == [])
        #expect(replay.outcome.reasons == wanted.reasons)
    }

    @Test func whatNobodyAnsweredStillWaits() async throws {
        let recorded = try await RecordedRun(Self.steps, in: try World()) { world, session in
            try await Self.decide(world, session) { $0.purpose == .question ? (.answered, "x") : nil }
        }
        let wanted = try await recorded.outcome()
        #expect(wanted.status == .waiting)
        #expect(try await recorded.replay().outcome.differences(from: wanted) == [])
        // An answer that is taken away leaves the run where it asks.
        let none = try await recorded.recording().edited { $0["decisions"] = [] }
        let replay = try await recorded.replay(over: none)
        #expect(replay.outcome.steps[StepPlace("which")] == .waiting)
    }
}
