import CaseFiles
import JSON
import Model
import Sessions
import Store
import Synchronization
import TestSupport
import Testing
import Workflows

/// Case files that want something from whoever takes them in.
@Suite struct HostileCaseTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func place(_ kind: CaseStore = .sqlite) async throws -> World {
        try RunTests.world(try await kind.make(in: folder, "there"), seed: 2)
    }

    /// Nothing of what does not hold is ever seen.
    @Test func takesNoRubbishIn() async throws {
        let here = try RunTests.world()
        let file = try await here.export(try await RunTests.run(here).session.id)
        let there = try await place()
        let lines = file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
        var rubbish: [[UInt8]] = [
            [], [10], [0, 255, 10], Array("{}\n".utf8), Array("[[[[[[[[[[[[[[[[[[[[\n".utf8), Array(file.dropLast()),
            file + [10], file + file, Array(lines.dropFirst().joined(separator: [10])),
            Array(String(repeating: "[", count: 1 << 20).utf8),
        ]
        for index in lines.indices.dropLast() {
            var fewer = lines
            fewer.remove(at: index)
            rubbish.append(Array(fewer.joined(separator: [10])))
            var twice = lines
            twice.insert(lines[index], at: index)
            rubbish.append(Array(twice.joined(separator: [10])))
        }
        for (number, bytes) in rubbish.enumerated() {
            await #expect(throws: CaseError.self, "\(number)") { try await there.take(bytes) }
        }
        #expect(try await there.store.sessions(limit: 9, cursor: nil).sessions.isEmpty)
        #expect(try await there.store.head(of: .server) == nil)
        try await there.take(file)
        try await there.store.close()
    }

    /// What holds and says what nothing here would say is refused by name, or kept and harmless.
    @Test func survivesStrangeEntries() async throws {
        let deep = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        let run = RunID(from: SeededIdentifierSource(seed: 9))
        let payloads = [
            "", "null", "{}", "[1", "1e400", "-0", deep(400), deep(600), "{\"a\":1,\"a\":2}", "{\"run\":\"\(run)\"}",
            "{\"run\":\"\(run)\",\"token\":9223372036854775807}", "{\"finding\":{}}", "{\"id\":7}",
            "{\"title\":\"\(String(repeating: "x", count: 70_000))\"}",
        ]
        let kinds = [
            "session.opened", "session.window", "session.note", "session.edited", "call.finished", "finding.recorded",
            "run.started", "run.taken", "run.finished", "step.finished", "step.waiting", "wait.decided",
            "workflow.accepted", "session.imported", "entry.scrubbed", "body.removed", "unheard.of",
        ]
        let there = try RunTests.world(seed: 2)
        var (taken, refused) = (0, 0)
        for (row, payload) in payloads.enumerated() {
            for (number, kind) in kinds.enumerated() {
                let here = try RunTests.world(seed: UInt64(100 + row * 100 + number))
                let session = try await here.session("Strange")
                let entry = Entry(
                    session: session.id, sequence: 3, time: here.clock.now, principal: "local:ada", kind: kind,
                    payload: Array(payload.utf8), previousHash: await session.state.head.hash)
                let summary = await session.state.summary
                _ = try await here.store.append(
                    Append(session: session.id, expecting: 2, entries: [entry], summary: summary))
                let file = try await here.export(session.id)
                do {
                    let done = try await there.take(file)
                    taken += 1
                    let known = try await there.manager.session(done.session)
                    _ = try await there.manager.snapshot(of: known)
                    // A number called a token is withheld wherever it is not a run's own.
                    guard done.journals.map(\.withheld) == [[:]] else { continue }
                    #expect(inner(try await there.export(done.session)) == inner(file), "\(kind) \(payload.prefix(40))")
                } catch is CaseError {
                    refused += 1
                }
            }
        }
        #expect(taken > 100 && refused > 30, "\(taken) \(refused)")
    }

    /// A file that says something else when it is read again.
    private struct Changing: CaseInput {
        let files: [MemoryInput]
        let reads = Counter()

        final class Counter: Sendable {
            let count = Mutex(0)
        }

        func read(at offset: Int, count: Int) -> [UInt8] {
            let number = reads.count.withLock { number in
                if offset == 0 { number += 1 }
                return number
            }
            return files[min(max(number - 1, 0), files.count - 1)].read(at: offset, count: count)
        }
    }

    @Test func refusesAFileThatChangesWhileItIsRead() async throws {
        let here = try RunTests.world()
        let session = try await RunTests.run(here).session
        let good = MemoryInput(bytes: try await here.export(session.id))
        try await here.note("later", in: session)
        let other = MemoryInput(bytes: try await here.export(session.id))
        let there = try await place()
        // The head is looked at, then all is verified, then all is written.
        await #expect(throws: CaseError.self) { _ = try await there.take(Changing(files: [good, good, other])) }
        #expect(try await there.store.sessions(limit: 9, cursor: nil).sessions.isEmpty)
        try await there.store.close()
    }

    @Test(arguments: CaseStore.allCases)
    func leavesSecretsOut(_ kind: CaseStore) async throws {
        let here = try World { input, _ in .found(input.text ?? "", body: "line\nE1234567 in the body\n") }
        let session = try await here.session("Secrets")
        try await here.note("E7654321 called", in: session)
        _ = try await here.executor.call(.look("harmless"), in: here.scope(session))
        _ = try await here.executor.call(.look("E1111111"), in: here.scope(session))
        let file = try await here.export(session.id)
        #expect(String(decoding: file, as: UTF8.self).contains("E7654321"))

        let there = try await place(kind)
        let done = try await there.take(file, hiding: ["employee": "E[0-9]{7}"])
        let withheld = try #require(done.journals.first?.withheld)
        let parts = withheld.sorted { $0.key < $1.key }.map(\.value)
        #expect(parts == [.payload, .body, [.payload, .evidence, .body]], "\(withheld)")
        let again = try await there.export(session.id)
        let text = String(decoding: again, as: UTF8.self)
        #expect(!text.contains("E7654321") && !text.contains("E1111111"))
        let report = try await SessionCase(of: session.id, in: there.store, at: there.clock.now).verify()
        #expect(report.isSound, "\(report.faults)")
        #expect(report.counts.count(of: .entry, .removed) == 2)
        #expect(report.counts.count(of: .body, .removed) >= 1)
        #expect(try await there.store.head(of: session.id) == session.state.head)
        // What is withheld here is so for whoever takes it from here.
        #expect(try await CaseCheck(MemoryInput(bytes: again)).report().isSound)
        try await there.store.close()
    }

    /// What a finding says of its own verdict is not believed.
    @Test func looksVerdictsUpAgain() async throws {
        let here = try RunTests.world()
        let session = try await here.session("Forged")
        let (evidence, _) = try await here.executor.call(.look("hello"), in: here.scope(session))
        for (quote, verdict) in [("hello", Verdict.miscited), ("hello", .unavailable)] {
            let finding = Finding(
                id: FindingID(from: here.manager.identifiers), statement: "It is so", severity: .high, confidence: 1,
                author: World.ada, citations: [Citation(evidence: evidence.id, place: .pointer("/text"), quote: quote)],
                verdict: verdict, step: nil)
            try await session.append(
                Batch([EntryDraft(.findingRecorded(FindingRecorded(finding)), principal: "x", time: here.clock.now)]))
        }
        let there = try await place()
        let done = try await there.take(try await here.export(session.id))
        #expect(
            try await there.manager.session(done.session).state.findings.map(\.finding.verdict) == [.cited, .cited])
        try await there.store.close()
    }

    private static let gated = """
          - id: guarded
            uses: look@1
            with: {source: app, text: guarded}
            approve: {message: 'Look?'}
          - id: gate
            approve: {message: 'Go on?'}
          - id: behind
            needs: [gate]
            uses: look@1
            with: {source: app, text: behind}
        """
        .split(separator: "\n").map { "  \($0)" }.joined(separator: "\n") + "\n"

    private func approve(_ world: World) async throws -> [WaitID] {
        let open = try await world.manager.openWaits()
        for wait in open { try await world.manager.decide(wait, .approved, by: World.ada) }
        return open.map(\.wait.request.id)
    }

    /// Approvals that were given elsewhere open nothing here.
    @Test func asksAgainForEveryApproval() async throws {
        let here = try RunTests.world()
        let workflow = try here.workflow(Self.gated)
        let started = try await here.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in })
        #expect(started.status == .waiting)
        let asked = try await approve(here)
        #expect(!asked.isEmpty)
        // Approved, and not yet gone on.
        let file = try await here.export(started.session.id)

        let calls = CallLog()
        let there = try RunTests.world(try await CaseStore.sqlite.make(in: folder, "there"), seed: 2, calls)
        let done = try await there.take(file)
        let session = try await there.manager.session(done.session)
        #expect(try await there.manager.openWaits().isEmpty, "nobody here can answer what was asked elsewhere")
        try await there.accept(try #require(done.runs.first), of: session)
        #expect(try await there.runner().resume(session, watch: { _ in }).map(\.status) == [.waiting])
        #expect(calls.all.isEmpty, "nothing was let through")
        var anew: [WaitID] = []
        for _ in 0..<3 {
            anew += try await approve(there)
            if try await there.runner().resume(session, watch: { _ in }).map(\.status) == [.succeeded] { break }
        }
        #expect(Set(anew).isDisjoint(with: asked))
        #expect(Set(anew).count == 2)
        #expect(calls.all == ["guarded", "behind"])
        let run = try #require(await session.state.runs.first)
        #expect(run.status == .succeeded)
        #expect(run.attempts.allSatisfy { $0.status == .succeeded }, "\(run.attempts)")
        try await there.store.close()
    }

    /// A call that was approved and made elsewhere is done; a gate whose other side is open is asked about again.
    @Test func keepsWhatWasDoneBehindAnApproval() async throws {
        let here = try RunTests.world()
        let workflow = try here.workflow(Self.gated)
        let started = try await here.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in })
        _ = try await approve(here)
        _ = try await here.runner().resume(started.session, watch: { _ in })
        #expect(here.calls.all == ["guarded"])
        let gate = try await approve(here)
        let file = try await here.export(started.session.id)

        let calls = CallLog()
        let there = try RunTests.world(try await CaseStore.memory.make(in: folder, "there"), seed: 2, calls)
        let done = try await there.take(file)
        let session = try await there.manager.session(done.session)
        try await there.accept(try #require(done.runs.first), of: session)
        #expect(try await there.runner().resume(session, watch: { _ in }).map(\.status) == [.waiting])
        let anew = try await approve(there)
        #expect(anew.count == 1 && Set(anew).isDisjoint(with: gate))
        #expect(try await there.runner().resume(session, watch: { _ in }).map(\.status) == [.succeeded])
        #expect(calls.all == ["behind"])
    }

    /// Agreement that came with the file, and agreement to another text, let nothing be driven.
    @Test func doesNotBelieveAForeignAcceptance() async throws {
        let here = try RunTests.world()
        let workflow = try here.workflow(Self.gated)
        let started = try await here.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in })
        let hash = try #require(await started.session.state.run(started.run)?.textHash)
        let accepted = WorkflowAccepted(run: started.run, textHash: hash, author: World.ada)
        try await started.session.append(
            Batch([EntryDraft(.workflowAccepted(accepted), principal: "local:ada", time: here.clock.now)]))
        let there = try await place()
        let done = try await there.take(try await here.export(started.session.id))
        #expect(done.runs == [started.run])
        let session = try await there.manager.session(done.session)
        await #expect(throws: SessionsError.self) { _ = try await there.runner().resume(session, watch: { _ in }) }
        // A run that nobody wants can be ended without being accepted.
        let ended = try await there.runner().cancel(started.run, of: session, reason: nil, watch: { _ in })
        #expect(ended.status == .cancelled)
        try await there.store.close()
    }
}
