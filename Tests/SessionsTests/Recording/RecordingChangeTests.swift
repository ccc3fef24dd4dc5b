import JSON
import Model
import Policy
import Store
import Testing
import Tooling
import Workflows

@testable import Sessions

/// What is not as it was recorded is told.
@Suite struct RecordingChangeTests {
    static let steps = """
          - {id: one, uses: look@1, with: {source: app, text: one}}
          - {id: cause, finding: {statement: 'It is ${{ steps.one.output.text }}', severity: high, citations: [{step: one, pointer: /text}]}}

        """

    static func recorded() async throws -> RecordedRun {
        try await RecordedRun(steps, tail: "outputs: {text: '${{ steps.one.output.text }}'}\n", in: try World())
    }

    @Test func aNewQuestionIsNotFoundAndNamesItsStep() async throws {
        let recorded = try await Self.recorded()
        let changed = try recorded.world.workflow(
            Self.steps + "  - {id: extra, needs: [one], uses: look@1, with: {source: elsewhere, text: new}}\n")
        let made = recorded.world.calls.all.count
        let replay = try await recorded.replay(changed)
        #expect(recorded.world.calls.all.count == made)
        #expect(replay.outcome.status == .failed)
        #expect(
            replay.unrecorded == [
                UnrecordedCall(
                    step: StepPlace("extra"), attempt: 1, tool: "look", version: 1,
                    arguments: ["source": "elsewhere", "text": "new"])
            ])
        let reason = try #require(replay.outcome.reasons[StepPlace("extra")])
        #expect(reason.contains("step `extra` asks look@1") && reason.contains("was not recorded"), "\(reason)")
        let differences = replay.outcome.differences(from: try await recorded.outcome())
        #expect(differences.contains { $0.kind == .step && $0.place == "extra" && $0.expected == nil })
    }

    /// The recording answers what the contract allows to be asked, and nothing else.
    @Test func argumentsAreStillChecked() async throws {
        let recorded = try await Self.recorded()
        let changed = try recorded.world.workflow(
            "  - {id: one, uses: look@1, with: {source: app, text: one, evidence: \"${{ 'no' + 'ne' }}\"}}\n")
        let replay = try await recorded.replay(changed)
        let reason = try #require(replay.outcome.reasons[StepPlace("one")])
        #expect(reason.contains("the arguments of look are wrong"), "\(reason)")
        #expect(replay.unrecorded == [])
    }

    @Test func aTamperedAnswerIsNoticed() async throws {
        let recorded = try await Self.recorded()
        let (recording, wanted) = (try await recorded.recording(), try await recorded.outcome())
        let other = try await recorded.replay(over: recording.tampered(output: ["text": "changed"]))
        #expect(other.outcome.differences(from: wanted).map(\.member) == ["statement", "citations", nil])
        // An answer that the tool could not have given is refused by its schema.
        for output: JSONValue in [["text": 7], ["text": "one", "more": true], [:], [], nil] {
            let replay = try await recorded.replay(over: recording.tampered(output: output))
            #expect(replay.outcome.steps[StepPlace("one")] == .failed)
            #expect(replay.outcome.reasons[StepPlace("one")]?.contains("breaks its own schema") == true)
            #expect(replay.outcome.status == .failed)
        }
        // A call without its evidence was not recorded, and a source that is not listed may not be read.
        let without = try recording.edited { $0["evidence"] = [] }
        #expect(try await recorded.replay(over: without).unrecorded.count == 1)
        let unlisted = try recording.edited { $0["sources"] = [] }
        let replay = try await recorded.replay(over: unlisted)
        #expect(replay.outcome.reasons[StepPlace("one")]?.contains("not among what the operator allows") == true)
    }

    @Test func aWrongExpectationIsTold() async throws {
        let recorded = try await Self.recorded()
        let good = try await recorded.recordedCase()
        var found = Set<String>()
        let edits: [(String, (inout JSONObject) -> Void)] = [
            ("status", { $0["status"] = "failed" }),
            ("step one", { $0["steps"] = ["one": "failed", "cause": "succeeded"] }),
            ("step gone", { $0["steps"] = ["one": "succeeded", "cause": "succeeded", "gone": "skipped"] }),
            ("step cause", { $0["steps"] = ["one": "succeeded"] }),
            ("output text", { $0["outputs"] = ["text": "two"] }),
            ("output other", { $0["outputs"] = ["text": "one", "other": nil] }),
            ("output text", { $0["outputs"] = [:] }), ("finding cause", { $0["findings"] = [] }),
            ("finding cause severity", { Self.edit(&$0) { $0["severity"] = "low" } }),
            ("finding cause confidence", { Self.edit(&$0) { $0["confidence"] = 0.25 } }),
            ("finding cause verdict", { Self.edit(&$0) { $0["verdict"] = "miscited" } }),
            ("finding cause statement", { Self.edit(&$0) { $0["statement"] = "It is two" } }),
            (
                "finding cause citations",
                { Self.edit(&$0) { $0["citations"] = [["tool": "look", "pointer": "/text", "quote": "two"]] } }
            ),
            (
                "finding cause citations",
                { Self.edit(&$0) { $0["citations"] = [["tool": "glance", "pointer": "/text", "quote": "one"]] } }
            ),
        ]
        for (name, edit) in edits {
            var object = try JSONValue(encoding: good.expected).objectValue ?? [:]
            edit(&object)
            let expected = try JSONValue.object(object).decode(RunOutcome.self)
            let differences = try await recorded.replay(over: good.recording).outcome.differences(from: expected)
            let told = differences.map {
                [$0.kind.rawValue, $0.place, $0.member].compactMap { $0 }.joined(separator: " ")
            }
            #expect(told == [name])
            found.formUnion(told)
        }
        #expect(found.count == 12)
    }

    private static func edit(_ outcome: inout JSONObject, _ edit: (inout JSONObject) -> Void) {
        var finding = outcome["findings"]?[0]?.objectValue ?? [:]
        edit(&finding)
        outcome["findings"] = [.object(finding)]
    }

    @Test func whatTheSessionKnowsBesidesHelpsAChangedWorkflow() async throws {
        let recorded = try await Self.recorded()
        _ = try await recorded.world.executor.call(.look("by hand"), in: recorded.world.scope(recorded.session))
        let changed = try recorded.world.workflow(
            Self.steps + "  - {id: extra, needs: [], uses: look@1, with: {source: app, text: by hand}}\n")
        let alone = try await recorded.replay(changed, over: try await recorded.recording(.run))
        #expect(alone.unrecorded.count == 1)
        let all = try await recorded.replay(changed, over: try await recorded.recording(.session))
        #expect(all.unrecorded == [] && all.outcome.status == .succeeded)
    }

    /// An answer shows what its sources hold, so whoever may not read one of them does not get it.
    @Test func theRightToEverySourceOfAnAnswerIsNeeded() async throws {
        let world = try World()
        let recorded = try await RecordedRun("  - {id: all, uses: look@1, with: {every: true, text: x}}\n", in: world)
        let recording = try await recorded.recording()
        #expect(
            recording.sources == [RecordedSource(name: "app", kind: .logs), RecordedSource(name: "web", kind: .logs)])
        let tools = RecordedAnswers(recording, bodies: { _ in nil }).tools(of: world.executor.registry)
        let executor = ToolExecutor(
            registry: tools, catalog: recording.catalog, roots: [], rules: try RedactionRules(), extents: [],
            stamps: SteadySources(), manager: world.manager)
        let session = try await world.session()
        let request = CallRequest(tool: "look", arguments: ["every": true, "text": "x"])
        let half = Rights(tools: ["*"], sources: ["app"])
        let error = await #expect(throws: ToolError.self) {
            try await executor.call(request, in: world.scope(session, rights: half))
        }
        #expect(error?.kind == .notPermitted)
        #expect(try await executor.call(request, in: world.scope(session)).evidence.sources == ["app", "web"])
    }
}
