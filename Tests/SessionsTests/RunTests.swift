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

@Suite struct RunTests {
    /// Succeeds, retries, fails, is skipped and finds something, one step after the other.
    static let steps = """
          - id: first
            uses: look@1
            with: {source: app, text: '${{ inputs.text }}'}
          - id: flaky
            uses: look@1
            with: {source: app, text: flaky}
            retry: {max-attempts: 3, delay: 1s, backoff: constant, jitter: false, errors: [communication]}
          - id: broken
            uses: look@1
            with: {source: app, text: broken}
            continue-on-error: true
          - id: passed
            if: size(steps.first.output.text) > 100
            uses: look@1
            with: {source: app, text: passed}
          - id: cause
            needs: [first, flaky, passed]
            finding:
              statement: 'It is ${{ steps.first.output.text }}'
              severity: high
              confidence: 0.9
              citations: [{step: first, pointer: /text}, {step: flaky, pointer: /text}]
        """
        .split(separator: "\n").map { "  \($0)" }.joined(separator: "\n") + "\n"
    static let head = "inputs:\n  text: {type: string, default: hello}\n"
    static let tail = "outputs: {text: '${{ steps.first.output.text }}'}\n"

    static func world(_ store: any SessionStore = InMemoryStore(), seed: UInt64 = 1, _ calls: CallLog = CallLog())
        throws -> World
    {
        try World(store: store, seed: seed, calls: calls) { input, _ in
            switch input.text {
            case "flaky" where calls.count(of: "flaky") < 3: throw ToolError(.communication, "no answer")
            case "broken": throw ToolError(.validation, "it cannot be")
            default: .found(input.text ?? "")
            }
        }
    }

    static func run(
        _ world: World, inputs: JSONObject = ["text": "hello"],
        watch: @escaping @Sendable (RunProgress) -> Void = { _ in }
    ) async throws -> WorkflowRunner.Ended {
        try await world.runner().start(
            try world.workflow(steps, head: head, tail: tail), inputs: inputs, in: World.place, watch: watch)
    }

    @Test func runsToItsEnd() async throws {
        let world = try Self.world()
        let ended = try await Self.run(world)
        #expect(ended.status == .succeeded)
        let state = await ended.session.state
        let run = try #require(state.run(ended.run))
        let statuses = run.attempts.map { "\($0.step.path)#\($0.step.attempt) \($0.status.rawValue)" }
        #expect(
            statuses.sorted() == [
                "broken#1 failed", "cause#1 succeeded", "first#1 succeeded", "flaky#1 failed", "flaky#2 failed",
                "flaky#3 succeeded", "passed#1 skipped",
            ])
        #expect(run.outputs == ["text": "hello"] && run.status == .succeeded && run.finished != nil)
        let finding = try #require(state.rankedFindings.first)
        #expect(finding.statement == "It is hello" && finding.verdict == .cited && finding.severity == .high)
        #expect(finding.citations.map(\.quote) == ["hello", "flaky"] && finding.author.kind == .workflow)
        #expect(world.calls.all.sorted() == ["broken", "flaky", "flaky", "flaky", "hello"])
        #expect(state.status == .open)
    }

    @Test func aFailingStepFailsTheRun() async throws {
        let world = try Self.world()
        let workflow = try world.workflow(
            """
              - id: broken
                uses: look@1
                with: {source: app, text: broken}
              - id: after
                uses: look@1
                with: {source: app, text: after}

            """)
        let ended = try await world.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in })
        #expect(ended.status == .failed)
        let run = try #require(await ended.session.state.run(ended.run))
        #expect(run.error?.kind == .validation)
        #expect(run.attempts.map(\.status) == [.failed, .skipped])
        #expect(world.calls.all == ["broken"])
    }

    @Test func theSameRunWritesTheSameJournal() async throws {
        var journals: [[Entry]] = []
        for _ in 0..<3 {
            let world = try Self.world()
            let ended = try await Self.run(world)
            journals.append(try await journal(of: ended.session.id, in: world.store))
        }
        #expect(journals[0].count > 15)
        // Entries are equal when their bytes are: the hash of each covers its header, payload and all before it.
        #expect(journals[0] == journals[1] && journals[1] == journals[2])
        let other = try Self.world()
        let ended = try await Self.run(other, inputs: ["text": "else"])
        #expect(try await journal(of: ended.session.id, in: other.store).last?.hash != journals[0].last?.hash)
    }

    @Test func tellsOnlyWhatIsDurable() async throws {
        let store = FaultStore()
        let world = try Self.world(store)
        let told = Mutex<[String]>([])
        _ = try await Self.run(world) { progress in
            let kinds: [String]
            switch progress {
            case .runStarted: kinds = ["session.opened", "run.started", "run.taken"]
            case .stepStarted: kinds = ["step.started"]
            case .stepFinished: kinds = ["step.finished"]
            case .findingRecorded: kinds = ["finding.recorded"]
            case .runFinished: kinds = ["run.finished"]
            default: return
            }
            let committed = store.committed
            told.withLock { told in
                told += kinds
                for kind in Set(kinds) {
                    #expect(told.count { $0 == kind } <= committed.count { $0.kind == kind })
                }
            }
        }
        let all = told.withLock { $0 }
        for kind in Set(all) { #expect(all.count { $0 == kind } == store.committed.count { $0.kind == kind }) }
    }

    @Test func refusesInputsThatLookLikeSecrets() async throws {
        let world = try Self.world()
        let error = await #expect(throws: SessionsError.self) {
            try await Self.run(world, inputs: ["text": .string(RedactionTests.canary)])
        }
        #expect(error?.kind == .validation && error?.message.contains("`text`") == true)
        #expect(error.map { "\($0)".contains(RedactionTests.canary) } == false)
        #expect(try await world.store.sessions(limit: 9, cursor: nil).sessions.isEmpty)
        #expect(world.calls.all.isEmpty)
    }

    @Test func hidesASecretInTheTitle() async throws {
        let world = try Self.world()
        let place = WorkflowRunner.Place.new(
            title: String(repeating: "x", count: 190) + " " + RedactionTests.canary, labels: [:],
            window: WindowSet(window: World.window, origin: "given"))
        let workflow = try world.workflow(Self.steps, head: Self.head)
        let ended = try await world.runner().start(workflow, inputs: ["text": "x"], in: place, watch: { _ in })
        // Cut before it is hidden, its beginning would stand there.
        #expect(await !ended.session.state.title.contains("AKIA"))
    }

    @Test func runsInASessionThatIsThere() async throws {
        let world = try Self.world()
        let session = try await world.session()
        let workflow = try world.workflow(Self.steps, head: Self.head)
        let ended = try await world.runner().start(
            workflow, inputs: ["text": "x"], in: .existing(session), watch: { _ in })
        #expect(ended.session === session && ended.status == .succeeded)
        try await session.append(
            Batch([EntryDraft(.sessionClosed(SessionClosed()), principal: "x", time: world.clock.now)]))
        let error = await #expect(throws: SessionsError.self) {
            try await world.runner().start(workflow, inputs: ["text": "x"], in: .existing(session), watch: { _ in })
        }
        #expect(error?.kind == .closed)
    }

    @Test func theBudgetOfARunHoldsForStepsThatRunAtOnce() async throws {
        let world = try World()
        let steps = (0..<6).map { "  - {id: s\($0), needs: [], uses: look@1, with: {source: app, text: s\($0)}}\n" }
            .joined()
        let workflow = try world.workflow(steps, head: "budget: {calls: 4}\n")
        let ended = try await world.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in })
        let state = await ended.session.state
        #expect(ended.status == .failed)
        #expect(state.calls.count == 4 && state.failedCalls.map(\.error.kind) == [.budget, .budget])
    }

    @Test func theBudgetOfTheSessionHoldsForSteps() async throws {
        let world = try World(budgets: Budgets(session: Budget(calls: 2)))
        let session = try await world.session()
        _ = try await world.executor.call(.look(), in: world.scope(session))
        let workflow = try world.workflow(
            """
              - {id: one, uses: look@1, with: {source: app, text: one}}
              - {id: two, uses: look@1, with: {source: app, text: two}}

            """)
        let ended = try await world.runner().start(workflow, inputs: [:], in: .existing(session), watch: { _ in })
        let run = try #require(await session.state.run(ended.run))
        #expect(run.attempts.map(\.status) == [.succeeded, .failed])
        #expect(run.error?.kind == .budget && run.error?.message.contains("of the session") == true)
    }
}
