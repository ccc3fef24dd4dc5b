import JSON
import Model
import Policy
import Sessions
import Store
import TestSupport
import Testing
import Tooling
import Workflows

/// What a run keeps hold of while texts, requests and the database change around it.
@Suite struct ChangedRunTests {
    private static let gate = "- {id: gate, needs: [], approve: {message: 'ok?'}}\n"

    private static func nested(_ world: World, _ child: String, _ steps: String) throws -> Workflow {
        let loader = WorkflowLoader(tools: world.executor.registry.all.map(\.contract)) { name in
            let text = "schema: 1\nname: \(name)\nversion: 1.0.0\nsteps:\n\(child)"
            return WorkflowLoader.File(path: "\(name).yaml", text: text)
        }
        let text = "schema: 1\nname: test\nversion: 1.0.0\nsteps:\n\(steps)"
        return try loader.load(text: text, path: "test.yaml").get()
    }

    private static func approve(_ session: Session, _ world: World) async throws {
        let wait = try #require(await session.state.waits.last { $0.decision == nil })
        let open = try await world.manager.openWait(wait.request.id.rawValue)
        try await world.manager.decide(open, .approved, by: World.ada)
    }

    @Test func forgedEvidenceIsNotUsedAgain() async throws {
        let world = try World(store: FaultStore(lie: .forges))
        let scope = world.scope(try await world.session())
        _ = try await world.executor.call(.look(), in: scope)
        let error = try await ToolExecutorTests.failure(world, .look(), scope)
        #expect(error.message.contains("was changed after it was recorded"))
    }

    @Test func aSecretInTheTextOfAWorkflowWithinIsRefused() async throws {
        let world = try World()
        let secret = "- {id: in, uses: look@1, with: {text: AKIAIOSFODNN7EXAMPLZ}}\n"
        let workflow = try Self.nested(world, secret, "- {id: out, uses: workflow/kid@1}\n")
        let error = await #expect(throws: SessionsError.self) {
            try await world.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in })
        }
        #expect(error?.kind == .validation)
        #expect(try await world.manager.store.sessions(limit: 1, cursor: nil).sessions.isEmpty)
    }

    @Test(arguments: [
        "- {id: late, needs: [gate], uses: workflow/kid@1}\n",
        "- {id: early, needs: [], uses: workflow/kid@1}\n- {id: late, needs: [gate, early], uses: look@1}\n",
    ])
    func theTextOfAWorkflowWithinDoesNotChangeOnceItWasAgreedToOrHasEnded(_ steps: String) async throws {
        let world = try World()
        let before = try Self.nested(world, "- {id: in, uses: look@1, with: {text: one}}\n", Self.gate + steps)
        let after = try Self.nested(world, "- {id: in, uses: look@1, with: {text: two}}\n", Self.gate + steps)
        let runner = WorkflowRunner(
            manager: world.manager, executor: world.executor, principal: World.ada, rights: .all,
            load: { _, _, _ in before }, pause: World.never)
        let waiting = try await runner.start(before, inputs: [:], in: World.place, watch: { _ in })
        try await Self.approve(waiting.session, world)
        let error = await #expect(throws: SessionsError.self) {
            try await runner.resume(waiting.session, with: after, watch: { _ in })
        }
        #expect(error?.message.contains("`kid`") == true)
        #expect(!world.calls.all.contains("two"))
        #expect(try await runner.resume(waiting.session, watch: { _ in }).map(\.status) == [.succeeded])
    }

    @Test func whatAFanOutWillDoDoesNotChangeOnceItWasAgreedTo() async throws {
        let world = try World()
        let steps =
            Self.gate + "- {id: f, needs: [gate], foreach: {in: '${{ [1] }}', as: n}, uses: look@1, with: {text: a}}\n"
        let waiting = try await world.runner().start(
            try world.workflow(steps), inputs: [:], in: World.place, watch: { _ in })
        try await Self.approve(waiting.session, world)
        let error = await #expect(throws: SessionsError.self) {
            try await world.runner().resume(
                waiting.session, with: try world.workflow(steps.replacing("text: a", with: "text: b")), watch: { _ in })
        }
        #expect(error?.message.contains("`f` has begun, or was agreed to,") == true)
        #expect(world.calls.all.isEmpty)
    }

    @Test func aNewInputOfAChangedTextHasItsDefault() async throws {
        let world = try World()
        let steps = Self.gate + "- {id: late, needs: [gate], uses: look@1, with: {text: one}}\n"
        let waiting = try await world.runner().start(
            try world.workflow(steps), inputs: [:], in: World.place, watch: { _ in })
        let changed = try world.workflow(
            steps.replacing("text: one", with: "text: '${{ inputs.word }}'"),
            head: "inputs:\n  word: {type: string, default: two}\n")
        try await Self.approve(waiting.session, world)
        // Another action than the one that was agreed to is asked about again.
        let asked = try await world.runner().resume(waiting.session, with: changed, watch: { _ in })
        #expect(asked.map(\.status) == [.waiting] && world.calls.all.isEmpty)
        try await Self.approve(waiting.session, world)
        let ended = try await world.runner().resume(waiting.session, watch: { _ in })
        #expect(ended.map(\.status) == [.succeeded] && world.calls.all == ["two"])
    }

    @Test func aRunThatWaitsIsEndedWhenSomebodyAskedForIt() async throws {
        let world = try World()
        let steps = Self.gate + "- {id: late, needs: [gate], uses: look@1, with: {text: one}}\n"
        let waiting = try await world.runner().start(
            try world.workflow(steps), inputs: [:], in: World.place, watch: { _ in })
        // Whoever asked died before it could take the run.
        let request = CancelRequested(run: waiting.run, reason: nil, author: World.ada)
        let draft = EntryDraft(.cancelRequested(request), principal: World.ada.name, time: world.clock.now)
        try await waiting.session.append(Batch([draft]))
        let ended = try await world.runner().resume(waiting.session, watch: { _ in })
        #expect(ended.map(\.status) == [.cancelled] && world.calls.all.isEmpty)
    }

    @Test func aRunMadeAnewTellsWhatWasFoundBefore() async throws {
        let world = try World()
        let workflow = try world.workflow(
            """
            - {id: a, uses: look@1, with: {text: one}}
            - id: found
              needs: [a]
              finding: {statement: bad, severity: high, confidence: 1, citations: [{step: a, pointer: /text}]}
            - {id: z, needs: [a], uses: look@1, with: {text: two}}

            """)
        let first = try await world.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in })
        let second = try await world.runner().rerun(first.run, of: first.session, from: "z", watch: { _ in })
        let findings = await first.session.state.findings.map(\.finding)
        #expect(findings.filter { $0.step?.run == second.run }.map(\.statement) == ["bad"])
        #expect(findings.allSatisfy { $0.verdict == .cited })
    }

    @Test func whoeverMakesARunAnewTakesOverOnlyWhatTheyMayRead() async throws {
        let world = try World()
        let workflow = try world.workflow(
            """
            - {id: a, uses: look@1, with: {text: one, source: app}}
            - {id: z, needs: [], uses: look@1, with: {text: two, source: web}}

            """)
        let first = try await world.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in })
        let guest = WorkflowRunner(
            manager: world.manager, executor: world.executor, principal: World.ada,
            rights: Rights(tools: ["*"], sources: ["web"]), load: { _, _, _ in workflow }, pause: World.never)
        let second = try await guest.rerun(first.run, of: first.session, from: "z", watch: { _ in })
        let attempts = await first.session.state.run(second.run).map { Array($0.attempts) } ?? []
        #expect(second.status == .failed)
        #expect(attempts.first { $0.step.path == "a" }?.error?.kind == .notPermitted)
    }
}
