import JSON
import Model
import Policy
import Sessions
import TestSupport
import Testing
import Tooling
import Workflows

/// Ending a run, making a part of one anew, and going on with a changed workflow.
@Suite struct RunControlTests {
    private static let chain = """
        - {id: a, uses: look@1, with: {text: one}}
        - {id: b, uses: look@1, with: {text: '${{ steps.a.output.text }}-two'}}
        - {id: c, uses: look@1, with: {text: '${{ steps.b.output.text }}-three'}}
        - {id: d, needs: [a], uses: look@1, with: {text: aside}}

        """

    @Test func cancelsTheCallThatIsUnderWay() async throws {
        let gate = Gate()
        let look = Gate()
        let world = try World { input, _ in
            guard input.text == "one" else { return .found("never") }
            await gate.pass()
            while !Task.isCancelled { await Task.yield() }
            throw CancellationError()
        }
        let workflow = try world.workflow(Self.chain)
        let runner = world.runner(pause: { await look.pass() })
        let session = try await world.session()
        async let ended = runner.start(workflow, inputs: [:], in: .existing(session), watch: { _ in })
        await gate.whenHeld()
        let run = try #require(await session.state.runs.first?.id)
        // Somebody else asks, in a process of its own.
        let other = SessionManager(store: world.store, clock: world.clock, identifiers: SeededIdentifierSource(seed: 7))
        let asker = WorkflowRunner(
            manager: other, executor: world.executor, principal: World.ada, rights: .all,
            load: { _, _, _ in workflow }, pause: {})
        let request = try await asker.cancel(
            run, of: try await other.session(session.id), reason: "enough", patience: 0, watch: { _ in })
        #expect(request.status == .running)
        await gate.open()
        await look.open()
        #expect(try await ended.status == .cancelled)
        let state = try await session.refresh()
        #expect(state.run(run)?.status == .cancelled && state.run(run)?.cancellation?.reason == "enough")
        #expect(state.run(run)?.attempts.map(\.status) == [.cancelled])
        #expect(state.failedCalls.map(\.error.kind) == [.cancelled])
        await #expect(throws: SessionsError.self) {
            try await asker.cancel(run, of: session, reason: nil, watch: { _ in })
        }
    }

    @Test func cancelsARunThatNobodyDrives() async throws {
        let store = FaultStore(failing: 3)
        let world = try World(store: store)
        let workflow = try world.workflow(Self.chain)
        await #expect(throws: FaultStore.Lost.self) {
            try await world.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in })
        }
        let again = try World(store: store.inner, seed: 5)
        let session = try await again.manager.resolve("@last")
        let run = try #require(await session.state.runs.first?.id)
        // Not even its text is needed, which a newer version may refuse to load.
        let runner = WorkflowRunner(
            manager: again.manager, executor: again.executor, principal: World.ada, rights: .all,
            load: { _, _, _ in throw FaultStore.Lost() }, pause: World.never)
        let ended = try await runner.cancel(run, of: session, reason: nil, watch: { _ in })
        #expect(ended.status == .cancelled)
        #expect(again.calls.all.isEmpty)
        let state = await session.state
        #expect(state.run(run)?.attempts.allSatisfy(\.status.isFinal) == true)
        #expect(try await again.runner().resume(session, watch: { _ in }).isEmpty)
    }

    @Test func makesAnewWhatDependsOnAStep() async throws {
        let world = try World()
        let session = try await world.session()
        let workflow = try world.workflow(Self.chain)
        let first = try await world.runner().start(workflow, inputs: [:], in: .existing(session), watch: { _ in })
        let before = world.calls.all.count
        let second = try await world.runner().rerun(first.run, of: session, from: "b", watch: { _ in })
        #expect(second.status == .succeeded && second.run != first.run)
        let state = await session.state
        let attempts = try #require(state.run(second.run)?.attempts)
        let reused = attempts.filter { $0.reason?.contains(first.run.rawValue) == true }.map(\.step.path)
        #expect(Set(reused) == ["a", "d"])
        let earlier = try #require(state.run(first.run)?.attempts)
        for path in ["a", "d"] {
            #expect(
                attempts.first { $0.step.path == path }?.evidence == earlier.first { $0.step.path == path }?.evidence)
        }
        // The arguments of the others are the same, so recorded evidence answers them; nothing before them is asked.
        #expect(world.calls.all.count == before)
        await #expect(throws: SessionsError.self) {
            try await world.runner().rerun(first.run, of: session, from: "e", watch: { _ in })
        }
    }

    @Test func goesOnWithAChangedText() async throws {
        let store = FaultStore(failing: 4)
        let world = try World(store: store)
        await #expect(throws: FaultStore.Lost.self) {
            try await world.runner().start(
                try world.workflow(Self.chain), inputs: [:], in: World.place, watch: { _ in })
        }
        let again = try World(store: store.inner, seed: 5)
        let session = try await again.manager.resolve("@last")
        let finished = await session.state.runs.first?.attempts.filter(\.status.isFinal).map(\.step.path) ?? []
        #expect(finished.contains("a") && !finished.contains("c"))
        let wrong = try again.workflow(Self.chain.replacing("text: one", with: "text: 'other'"))
        let refusal = await #expect(throws: SessionsError.self) {
            try await again.runner().resume(session, with: wrong, watch: { _ in })
        }
        #expect(refusal?.message.contains("`a`") == true && refusal?.message.contains("`with`") == true)
        let changed = try again.workflow(
            Self.chain.replacing("-three", with: "-changed").replacing("one", with: "'one'"))
        let ended = try await again.runner().resume(session, with: changed, watch: { _ in })
        #expect(ended.map(\.status) == [.succeeded])
        #expect(again.calls.all.contains { $0.hasSuffix("-changed") })
        #expect(await session.state.runs.first?.text == changed.text)
    }

    @Test func takesWholeNumbersForDoublesAgain() async throws {
        let text = """
            - {id: a, uses: look@1, with: {text: '${{ string(inputs.factor * 0.5) }}'}}
            - {id: b, uses: look@1, with: {text: '${{ string(inputs.factor * 0.25) }}'}}

            """
        let head = "inputs:\n  factor: {type: number}\n"
        let store = FaultStore(failing: 3)
        let world = try World(store: store)
        let workflow = try world.workflow(text, head: head)
        await #expect(throws: FaultStore.Lost.self) {
            try await world.runner().start(workflow, inputs: ["factor": 2], in: World.place, watch: { _ in })
        }
        let again = try World(store: store.inner, seed: 5)
        let session = try await again.manager.resolve("@last")
        #expect(try await again.runner().resume(session, watch: { _ in }).map(\.status) == [.succeeded])
        #expect(world.calls.all.first == "1" && again.calls.all.last == "0.5")
    }

    @Test func refusesAStepThatNeedsAnother() throws {
        let world = try World()
        let before = try world.workflow(Self.chain)
        let inserted = try world.workflow(
            Self.chain.replacing("- {id: b", with: "- {id: x, uses: look@1, with: {text: new}}\n- {id: b"))
        #expect(before.firstChange(in: inserted, among: ["a", "d"]) == nil)
        let change = try #require(before.firstChange(in: inserted, among: ["a", "b"]))
        #expect(change.step == "b" && change.what.contains("`a`, `x`"))
        let removed = try world.workflow(String(Self.chain.split(separator: "\n")[0]) + "\n")
        #expect(before.firstChange(in: removed, among: ["a", "d"])?.step == "d")
    }
}
