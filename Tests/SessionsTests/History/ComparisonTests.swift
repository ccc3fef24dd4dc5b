import JSON
import Model
import Policy
import Sessions
import Store
import TestSupport
import Testing
import Tooling
import Workflows

@Suite struct ComparisonTests {
    @Test func aForkDiffersByWhatWasDoneSince() async throws {
        let it = try await MergeTests.Case()
        try await MergeTests.find("of the session", it.old, "old", in: it.parent, it.world)
        let comparison = try await it.world.manager.compare(it.parent, with: it.fork)
        #expect(comparison.common == EntryPlace(session: it.parent.id, sequence: 4))
        #expect(comparison.hasSameWindow)
        #expect(comparison.findings.same.map(\.statement) == ["before"])
        #expect(comparison.findings.gone.map(\.statement) == ["of the session"])
        #expect(Set(comparison.findings.new.map(\.statement)) == ["of the fork", "again", "wrong"])
        #expect(comparison.evidence.same.map(\.evidence) == [it.old.id])
        #expect(comparison.evidence.new.map(\.evidence) == [it.new.id])
        #expect(comparison.evidence.gone.isEmpty && comparison.evidence.changed.isEmpty && comparison.removed.isEmpty)
        _ = try await it.merge()
        let merged = try await it.world.manager.compare(it.parent, with: it.fork)
        #expect(merged.findings.new.isEmpty && merged.evidence.new.isEmpty)
    }

    @Test func aSessionIsNotDifferentFromItself() async throws {
        let world = try RunTests.world()
        let session = try await RunTests.run(world).session
        let comparison = try await world.manager.compare(session, with: session)
        #expect(comparison.runs.map(\.isSame) == [true] && comparison.hasSameWindow)
        #expect(comparison.findings.new.isEmpty && comparison.findings.gone.isEmpty)
        #expect(comparison.findings.changed.isEmpty && comparison.evidence.changed.isEmpty)
        #expect(comparison.evidence.new.isEmpty && comparison.evidence.gone.isEmpty)
    }

    @Test func sessionsOfNoKinAreComparedByWhatTheyAsked() async throws {
        let store = InMemoryStore()
        let first = try World(store: store) { input, _ in .found(input.text ?? "") }
        let second = try World(store: store, seed: 2) { input, _ in
            .found(input.text == "one" ? "something else" : input.text ?? "")
        }
        let steps = """
            - {id: a, uses: look@1, with: {text: one}}
            - {id: b, needs: [], uses: look@1, with: {text: two}}
            - id: found
              needs: [a, b]
              finding: {statement: 'It is ${{ steps.a.output.text }}', severity: high, citations: [{step: a, pointer: /text}]}

            """
        let tail = "outputs: {a: '${{ steps.a.output.text }}'}\n"
        let one = try await first.runner().start(
            try first.workflow(steps, tail: tail), inputs: [:], in: World.place, watch: { _ in }
        ).session
        let later = Window(
            TimeSpan(start: World.window.end, end: World.window.end.advanced(byNanoseconds: 60_000_000_000)))
        let place = WorkflowRunner.Place.new(
            title: "Later", labels: [:], window: WindowSet(window: later, origin: "given"))
        let two = try await second.runner().start(
            try second.workflow(steps, tail: tail), inputs: [:], in: place, watch: { _ in }
        ).session
        _ = try await first.executor.call(.look("only here"), in: first.scope(one))
        let manager = try World(store: store, seed: 3).manager
        let comparison = try await manager.compare(
            try await manager.session(one.id), with: try await manager.session(two.id))
        #expect(comparison.common == nil && !comparison.hasSameWindow)
        #expect(comparison.evidence.same.map { $0.arguments["text"] } == ["two"])
        #expect(comparison.evidence.changed.map { $0.before.arguments["text"] } == ["one"])
        #expect(comparison.evidence.gone.map { $0.arguments["text"] } == ["only here"])
        #expect(comparison.findings.changed.map(\.after.statement) == ["It is something else"])
        let runs = try #require(comparison.runs.first)
        #expect(!runs.isSame && runs.steps.isEmpty && runs.outputs.map(\.place) == ["a"])
    }

    @Test func theNewestAnswerCounts() async throws {
        let calls = CallLog()
        let world = try World(calls: calls) { _, _ in .found("\(calls.all.count)") }
        let parent = try await world.session()
        let old = try await world.executor.call(.look("x"), in: world.scope(parent)).evidence
        let fork = try await world.manager.fork(parent, by: ForkTests.bob)
        let new = try await world.executor.call(.look("x", cache: .refresh), in: world.scope(fork)).evidence
        let comparison = try await world.manager.compare(parent, with: fork)
        #expect(comparison.evidence.changed.map { [$0.before.evidence, $0.after.evidence] } == [[old.id, new.id]])
        #expect(comparison.evidence.same.isEmpty && comparison.evidence.new.isEmpty)
    }

    @Test func manyFindingsAreComparedInNoTime() async throws {
        func statements(_ numbers: some Sequence<Int>) -> [FoundStatement] {
            numbers.map { number in
                FoundStatement(
                    Finding(
                        id: FindingID(from: SeededIdentifierSource(seed: UInt64(number))), statement: "\(number)",
                        severity: .low, confidence: 1, author: World.ada, citations: [], verdict: .uncited, step: nil)
                ) { _ in nil }
            }
        }
        // By comparing each with each this would be 400 million comparisons.
        let changes = FindingChanges(from: statements(0..<20_000), to: statements((10_000..<30_000).reversed()))
        #expect(changes.same.count == 10_000 && changes.gone.count == 10_000 && changes.new.count == 10_000)
    }
}
