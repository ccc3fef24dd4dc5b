import CaseFiles
import JSON
import Model
import Policy
import Sessions
import Store
import TestSupport
import Testing
import Tooling
import Workflows

@Suite struct MergeTests {
    /// Records a finding that quotes what the fake tool found.
    @discardableResult
    static func find(_ statement: String, _ evidence: Evidence, _ quote: String, in session: Session, _ world: World)
        async throws -> Finding
    {
        let draft = FindingDraft(
            statement: statement, severity: .high, confidence: 0.5,
            citations: [CitationDraft(evidence: evidence.id, place: .pointer("/text"), quote: quote)])
        let finding = try await FindingRecorder(store: world.store, executor: world.executor, rights: .all)
            .finding(from: draft, by: World.ada, at: nil, in: session)
        let event = Event.findingRecorded(FindingRecorded(finding))
        try await session.append(
            Batch([EntryDraft(event, principal: World.ada.name, time: world.clock.now)]))
        return finding
    }

    /// A session with a finding of its own, and a fork with more.
    struct Case {
        let world: World
        let parent: Session
        let fork: Session
        let old: Evidence
        let new: Evidence
        let findings: [Finding]

        init() async throws {
            world = try World { input, _ in .found(input.text ?? "", body: "one\ntwo\n") }
            parent = try await world.session()
            old = try await world.executor.call(.look("old"), in: world.scope(parent)).evidence
            try await MergeTests.find("before", old, "old", in: parent, world)
            fork = try await world.manager.fork(parent, by: ForkTests.bob)
            new = try await world.executor.call(.look("new"), in: world.scope(fork)).evidence
            findings = [
                try await MergeTests.find("of the fork", new, "new", in: fork, world),
                try await MergeTests.find("again", old, "old", in: fork, world),
                try await MergeTests.find("wrong", new, "other", in: fork, world),
            ]
            try await fork.append(ForkTests.note("the fork's"))
        }

        func merge(rights: Rights = .all) async throws -> ForkMerger.Merged {
            try await ForkMerger(
                manager: world.manager, access: world.executor.evidenceAccess(rights), author: ForkTests.bob
            ).merge(fork)
        }
    }

    /// What somebody else vouches for does not become this installation's own by a merge.
    @Test func evidenceFromElsewhereStaysSo() async throws {
        let it = try await Case()
        let there = try World(store: InMemoryStore(), seed: 2)
        _ = try await there.take(try await it.world.export(it.fork.id))
        let fork = try await there.manager.session(it.fork.id)
        let merged = try await ForkMerger(
            manager: there.manager, access: there.executor.evidenceAccess(.all), author: World.ada
        ).merge(fork)
        #expect(merged.evidence == 1)
        let parent = try await there.manager.session(it.parent.id).refresh()
        #expect(parent.place(of: it.new.id)?.session == it.parent.id)
        #expect(parent.isImported(it.new.id))
        let audit = try await Audit(there.store).records(.init(), limit: 99).records
        #expect(
            audit.filter { $0.evidence == it.new.id && $0.place.session == it.parent.id }.map(\.outcome) == [
                "takenOver"
            ])
    }

    @Test func takesOverWhatWasFoundInTheFork() async throws {
        let it = try await Case()
        let merged = try await it.merge()
        #expect(merged.session == it.parent.id && merged.fork == it.fork.id)
        #expect(merged.findings.map(\.finding) == it.findings)
        #expect(merged.notes == 1 && merged.evidence == 1)
        let state = await it.parent.state
        #expect(state.findings.map(\.finding.statement) == ["before", "of the fork", "again", "wrong"])
        #expect(state.findings.map(\.finding.verdict) == [.cited, .cited, .cited, .miscited])
        #expect(state.findings.map(\.from?.session) == [nil, it.fork.id, it.fork.id, it.fork.id])
        #expect(state.findings.map(\.from?.sequence) == [nil, 3, 4, 5])
        #expect(state.findings[1].finding.author == World.ada)
        #expect(state.notes.map(\.from) == [EntryPlace(session: it.fork.id, sequence: 6)])
        // The evidence stands in the session itself, under its name.
        #expect(state.place(of: it.new.id)?.session == it.parent.id)
        #expect(try await it.parent.evidence(it.new.id) == it.new)
        #expect(state.call(for: it.new.id)?.from == EntryPlace(session: it.fork.id, sequence: 2))
        let snapshot = try await World(store: it.world.store, seed: 9).manager.snapshot(of: it.parent)
        #expect(snapshot.evidence.count == 2)
    }

    @Test func takesNothingOverTwice() async throws {
        let it = try await Case()
        _ = try await it.merge()
        let head = await it.parent.state.head
        let again = try await it.merge()
        #expect(again.findings.isEmpty && again.notes == 0 && again.evidence == 0)
        #expect(await it.parent.state.head == head)
        // What comes later is taken over alone.
        try await Self.find("late", it.new, "new", in: it.fork, it.world)
        let late = try await it.merge()
        #expect(late.findings.map(\.finding.statement) == ["late"] && late.evidence == 0)
    }

    /// What was opened before the fork, and in it, comes with what was said of it there; findings by the names they have here.
    @Test func takesHypothesesOver() async throws {
        let it = try await Case()
        let ledger = HypothesisLedger(manager: it.world.manager, executor: it.world.executor, author: World.ada)
        let old = try await ledger.open("the pool is too small", in: it.parent)
        let fork = try await it.world.manager.fork(it.parent, by: ForkTests.bob)
        let new = try await ledger.open("the disk is full", in: fork)
        // The same is found here meanwhile, under another name.
        let theirs = try await Self.find("again", it.old, "old", in: fork, it.world)
        let ours = try await Self.find("again", it.old, "old", in: it.parent, it.world)
        _ = try await ledger.weigh(
            old.id.rawValue, finding: theirs.id.rawValue, stance: .against, status: .refuted, in: fork)
        _ = try await ledger.weigh(new.id.rawValue, note: "nobody looked", in: fork)
        let merger = ForkMerger(manager: it.world.manager, access: .all, author: ForkTests.bob)
        let merged = try await merger.merge(fork)
        #expect(merged.findings.isEmpty && merged.hypotheses == [old.id, new.id])
        let state = await it.parent.state
        #expect(state.hypotheses.map(\.statement) == ["the pool is too small", "the disk is full"])
        #expect(state.hypotheses.map(\.status) == [.refuted, .open])
        #expect(state.hypotheses[0].findings(.against) == [ours.id])
        #expect(state.hypotheses[0].history.map(\.weighed.from?.session) == [fork.id])
        #expect(state.hypotheses[1].history.map(\.weighed.note) == ["nobody looked"])
        #expect(state.hypotheses[1].author == World.ada)
        let again = try await merger.merge(fork)
        #expect(again.hypotheses.isEmpty)
        #expect(await it.parent.state.head == state.head)
    }

    @Test func twoWhoMergeAtOnceAddItOnce() async throws {
        let it = try await Case()
        let others = try (1...4).map { try World(store: it.world.store, seed: 20 + $0).manager }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for manager in others {
                group.addTask {
                    let fork = try await manager.session(it.fork.id)
                    _ = try await ForkMerger(manager: manager, access: .all, author: ForkTests.bob).merge(fork)
                }
            }
            try await group.waitForAll()
        }
        let state = try await it.parent.refresh()
        #expect(state.findings.count == 4 && state.notes.count == 1 && state.calls.count == 2)
    }

    @Test func knowsWhatSaysTheSame() async throws {
        let it = try await Case()
        // The same on the same grounds, found in the session meanwhile.
        try await Self.find("again", it.old, "old", in: it.parent, it.world)
        let merged = try await it.merge()
        #expect(merged.findings.map(\.finding.statement) == ["of the fork", "wrong"])
    }

    @Test func judgesAnew() async throws {
        let it = try await Case()
        let forged = Finding(
            id: FindingID(from: SeededIdentifierSource(seed: 77)), statement: "forged", severity: .low, confidence: 1,
            author: World.ada,
            citations: [Citation(evidence: it.new.id, place: .pointer("/text"), quote: "never there")],
            verdict: .cited, step: nil)
        try await it.fork.append(
            Batch([
                EntryDraft(.findingRecorded(FindingRecorded(forged)), principal: "x", time: it.world.clock.now)
            ]))
        let merged = try await it.merge()
        #expect(merged.findings.last?.finding.statement == "forged")
        #expect(merged.findings.last?.finding.verdict == .miscited)
    }

    @Test func doesNotTakeOverWhatTheMergerMayNotRead() async throws {
        let it = try await Case()
        let merged = try await it.merge(rights: Rights(tools: ["*"], sources: ["web"]))
        #expect(merged.evidence == 0)
        #expect(merged.findings.map(\.finding.verdict) == [.unavailable, .unavailable, .unavailable])
        #expect(await it.parent.state.place(of: it.new.id) == nil)
    }

    @Test func mergesForksOfForksStepByStep() async throws {
        let it = try await Case()
        let deep = try await it.world.manager.fork(it.fork, by: ForkTests.bob)
        let deepest = try await it.world.executor.call(.look("deep"), in: it.world.scope(deep)).evidence
        try await Self.find("deep", deepest, "deep", in: deep, it.world)
        let merger = ForkMerger(manager: it.world.manager, access: .all, author: ForkTests.bob)
        #expect(try await merger.merge(deep).findings.map(\.finding.statement) == ["deep"])
        let merged = try await it.merge()
        #expect(merged.findings.map(\.finding.statement) == ["of the fork", "again", "wrong", "deep"])
        #expect(merged.findings.allSatisfy { $0.from?.session == it.fork.id } && merged.evidence == 2)
        #expect(try await it.parent.evidence(deepest.id) == deepest)
    }

    @Test func refusesWhatIsNoForkAndWhatIsClosed() async throws {
        let it = try await Case()
        let merger = ForkMerger(manager: it.world.manager, access: .all, author: ForkTests.bob)
        let noFork = await #expect(throws: SessionsError.self) { try await merger.merge(it.parent) }
        #expect(noFork?.kind == .validation)
        try await it.world.manager.close(it.parent, outcome: nil, by: World.ada)
        let closed = await #expect(throws: SessionsError.self) { try await it.merge() }
        #expect(closed?.kind == .closed)
        #expect(await it.parent.state.findings.count == 1)
    }

    @Test func mergesMuchInSeveralCommits() async throws {
        let world = try World { input, _ in .found(String(repeating: input.text ?? "", count: 20_000)) }
        let parent = try await world.session()
        let fork = try await world.manager.fork(parent, by: ForkTests.bob)
        for number in 0..<60 {
            let text = "\(number % 10)\(number)-"
            let evidence = try await world.executor.call(.look(text), in: world.scope(fork)).evidence
            try await Self.find("\(number)", evidence, "\(text)…", in: fork, world)
        }
        let merged = try await ForkMerger(manager: world.manager, access: .all, author: ForkTests.bob).merge(fork)
        #expect(merged.findings.count == 60 && merged.evidence == 60)
        #expect(merged.findings.allSatisfy { $0.finding.verdict == .cited })
    }

    /// Evidence comes over without a body that was removed, and the session says so.
    @Test func tellsOfABodyThatIsGone() async throws {
        let it = try await Case()
        let body = try #require(it.new.body)
        // The session's own evidence has the same body, which goes with the last that refers to it.
        for (session, id) in [(it.fork, it.new.id), (it.parent, it.old.id)] {
            let sequence = try #require(await session.reading { $0.place(of: id)?.sequence })
            let item = EntryScrubbed.Item(sequence: sequence, parts: [.body])
            let told = EntryScrubbed(items: [item], reason: nil, author: World.ada)
            try await session.remove(
                [Removal(sequence: sequence, parts: [.body])], telling: .entryScrubbed(told), by: World.ada.name,
                at: it.world.clock.now)
        }
        #expect(try await it.world.store.blob(body.sha256, range: 0..<1) == nil)
        let merged = try await it.merge()
        #expect(merged.evidence == 1 && merged.findings.count == 3)
        let report = try await SessionCase(of: it.parent.id, in: it.world.store, at: it.world.clock.now).verify()
        #expect(report.isSound, "\(report.faults)")
        let place = try #require(await it.parent.reading { $0.place(of: it.new.id) })
        #expect(await it.parent.state.removals[place]?.parts == [.body])
        #expect(try await it.merge().evidence == 0)
    }
}
