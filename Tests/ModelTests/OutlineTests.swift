import JSON
import Model
import Store
import TestSupport
import Testing

@Suite struct OutlineTests {
    /// Journals by chance: steps of several runs beside each other, fan-outs, attempts that fail, and all else in between.
    private struct RandomJournal {
        private(set) var fixture: JournalFixture
        private var random: SeededGenerator
        private var names: SeededIdentifierSource
        private var runs: [RunID] = []
        private var open: [StepReference] = []
        private let ada = Principal(name: "local:ada", kind: .person)

        init(seed: UInt64, entries: Int) {
            random = SeededGenerator(seed: seed)
            names = SeededIdentifierSource(seed: seed)
            fixture = JournalFixture(session: SessionID(from: names))
            _ = fixture.open()
            while fixture.entries.count < entries { fixture.add(next()) }
        }

        private mutating func next() -> Event {
            let dice = Int.random(in: 0..<40, using: &random)
            guard let run = runs.randomElement(using: &random), dice > 0 else {
                runs.append(RunID(from: names))
                return .runStarted(
                    RunStarted(
                        run: runs[runs.count - 1], workflow: "w", version: "1.0.0", text: "t", children: [:],
                        inputs: [:],
                        session: [:], reuse: nil))
            }
            if dice == 1 { return .noteAdded(NoteAdded(text: "a note", author: ada)) }
            if dice == 2 { return .runPaused(RunPaused(run: run)) }
            if dice == 3 { return .runTaken(RunTaken(run: run, token: 2)) }
            if dice == 4 { return .cancelRequested(CancelRequested(run: run, reason: nil, author: ada)) }
            guard dice > 14, !open.isEmpty else { return start(in: run) }
            let place = Int.random(in: open.indices, using: &random)
            let step = open[place]
            switch dice {
            case 15..<24: return call(step)
            case 24..<27:
                let error = ToolError(.timeout, "too late")
                return .callFailed(
                    CallFailed(
                        call: CallID(from: names), tool: "look", arguments: .null, error: error, step: step,
                        cost: dice == 24 ? nil : FailedCost(milliseconds: 3, bytes: 5, rows: 7)))
            default:
                open.remove(at: place)
                return finish(step, dice)
            }
        }

        private mutating func start(in run: RunID) -> Event {
            let step = name(in: run)
            // One that is taken over begins with its call.
            return Int.random(in: 0..<8, using: &random) == 0 ? call(step) : .stepStarted(StepStarted(step))
        }

        private mutating func name(in run: RunID) -> StepReference {
            let path = ["a", "outer/a", "outer/inner/é", "outer/b", ""].randomElement(using: &random) ?? "a"
            let step = StepReference(
                run: run, path: path + String(Int.random(in: 0..<30, using: &random)),
                iteration: Bool.random(using: &random) ? nil : Int.random(in: 0..<300, using: &random),
                attempt: Int.random(in: 1...3, using: &random))
            open.append(step)
            return step
        }

        private mutating func call(_ step: StepReference) -> Event {
            let searched = Searched(bytes: Int.random(in: 0..<5000, using: &random), lines: 10)
            let evidence = JournalFixture.evidence(
                UInt64.random(in: 1...9_999, using: &random), searched: searched
            ).evidence
            given[step] = evidence.id
            return .callFinished(
                CallFinished(
                    call: CallID(from: names), evidence: evidence, cached: Bool.random(using: &random), step: step,
                    cost: CallCost(answer: Int.random(in: 0..<900, using: &random), milliseconds: 2)))
        }

        private var given: [StepReference: EvidenceID] = [:]

        private mutating func finish(_ step: StepReference, _ dice: Int) -> Event {
            let status = StepStatus.allCases.filter(\.isFinal).randomElement(using: &random) ?? .failed
            switch dice {
            case 27: return .stepFinished(StepFinished(step, status: status, reason: "a reason"))
            case 28: return .stepFinished(StepFinished(step, status: status, output: ["a": 1]))
            case 29: return .stepFinished(StepFinished(step, status: status, error: ToolError(.timeout, "late")))
            // Of another step's call.
            case 30: return .stepFinished(StepFinished(step, status: status, evidence: given.values.first))
            default: return .stepFinished(StepFinished(step, status: status, evidence: given[step]))
            }
        }
    }

    private static func pages(_ entries: [Entry], size: Int) -> [OutlinePage] {
        let writer = OutlineWriter(size: size)
        for entry in entries { writer.add(Event(entry), of: entry) }
        return writer.pages
    }

    private static func state(_ pages: [OutlinePage], of journal: JournalFixture) -> SessionState? {
        let outline = JournalOutline(pages, of: journal.session)
        guard let others = outline.others else { return nil }
        let wanted = Set(others + [outline.end.sequence])
        return outline.state(with: journal.entries.filter { wanted.contains($0.sequence) })
    }

    /// All that a brief state knows, as text.
    private static func told(_ state: SessionState) -> [String] {
        state.runs.map { run in
            """
            \(run.id) \(run.status) \(run.sums) \(run.callingCount) \(run.attempts.map { "\($0)" })
            \(run.attempts.map { run.attempt($0.step)?.status })
            """
        } + [
            "\(state.head) \(state.summary) \(state.callCount) \(state.lostCalls) \(state.sums)",
            "\(state.callsBeforeFailed) \(state.notes) \(state.waits)",
            "\(state.failedCalls) \(state.isWhole) \(state.status)",
        ]
    }

    @Test(arguments: 1...60)
    func tellsWhatTheJournalTells(_ seed: UInt64) throws {
        let size = [1, 5, 64, 200][Int(seed) % 4]
        let journal = RandomJournal(seed: seed, entries: 700).fixture
        let pages = Self.pages(journal.entries, size: size)
        #expect(pages.count == 700 / size)
        let end = pages.count * size
        let whole = SessionState(id: journal.session, folding: journal.entries.prefix(end))
        // So many are not told by the small pages that it would not be worth it.
        let outline = JournalOutline(pages, of: journal.session)
        var state = try #require(outline.state(with: journal.entries))
        #expect(outline.count == pages.count && outline.end == journal.entries[end - 1].head)
        #expect(state.isBrief && Self.told(state) == Self.told(whole))
        // It goes on as any state does.
        for entry in journal.entries.dropFirst(end) { state.apply(entry) }
        #expect(Self.told(state) == Self.told(journal.state))
    }

    @Test func goesOnWhereAPageEnds() {
        let journal = RandomJournal(seed: 7, entries: 300).fixture
        let all = Self.pages(journal.entries, size: 50)
        let writer = OutlineWriter(page: 3, after: journal.entries[149].head, size: 50)
        for entry in journal.entries.dropFirst(150) {
            writer.add(Event(entry), of: entry)
            // Whether there was time for it now and then makes no difference.
            if entry.sequence % 7 == 0 { writer.catchUp() }
        }
        #expect(writer.pages == Array(all[3...]))
        writer.drop(1)
        #expect(writer.pages == Array(all[4...]))
        writer.drop(9)
        #expect(writer.pages.isEmpty)
    }

    @Test func isTakenAsFarAsItHoldsTogether() throws {
        let journal = RandomJournal(seed: 3, entries: 400).fixture
        let other = RandomJournal(seed: 4, entries: 400).fixture
        let pages = Self.pages(journal.entries, size: 100)
        let foreign = Self.pages(other.entries, size: 100)
        func count(_ pages: [OutlinePage]) -> Int { JournalOutline(pages, of: journal.session).count }
        #expect(count(pages) == 4 && count([]) == 0)
        #expect(count(Array(pages[1...])) == 0)
        #expect(count([pages[0], pages[2], pages[3]]) == 1)
        #expect(count([pages[0], foreign[1]]) == 1)
        #expect(count([pages[0], pages[0]]) == 1)
        // The journal is another one than that of the outline.
        let outline = JournalOutline(foreign, of: journal.session)
        #expect(outline.state(with: journal.entries) == nil)
    }

    @Test func noDamageIsRead() throws {
        let journal = RandomJournal(seed: 5, entries: 120).fixture
        let pages = Self.pages(journal.entries, size: 120)
        let page = try #require(pages.first)
        for index in 0..<page.text.count + page.evidence.count {
            for flip in [1, 0x80] as [UInt8] {
                var (text, evidence) = (page.text, page.evidence)
                if index < text.count { text[index] ^= flip } else { evidence[index - text.count] ^= flip }
                let damaged = OutlinePage(number: 0, text: text, evidence: evidence)
                #expect(JournalOutline([damaged], of: journal.session).state(with: journal.entries) == nil)
            }
        }
        for count in 0..<page.text.count {
            let cut = OutlinePage(number: 0, text: Array(page.text.prefix(count)), evidence: page.evidence)
            #expect(JournalOutline([cut], of: journal.session).count == 0)
        }
    }

    @Test func whatWasRemovedSinceIsNotTold() throws {
        let journal = RandomJournal(seed: 6, entries: 60).fixture
        let pages = Self.pages(journal.entries, size: 60)
        let outline = JournalOutline(pages, of: journal.session)
        let place = try #require(outline.others?.first)
        var entries = journal.entries
        let entry = entries[place - 1]
        entries[place - 1] = Entry(
            session: entry.session, sequence: place, time: entry.time, principal: entry.principal, kind: entry.kind,
            payload: nil, payloadHash: entry.payloadHash, previousHash: entry.previousHash)
        #expect(outline.state(with: entries) == nil)
        // Nor is what says anything else now.
        entries[place - 1] = Entry(
            session: entry.session, sequence: place, time: entry.time.advanced(byNanoseconds: 1_000_000),
            principal: entry.principal, kind: entry.kind, payload: entry.payload, previousHash: entry.previousHash)
        #expect(outline.state(with: entries) == nil)
        entries.remove(at: place - 1)
        #expect(outline.state(with: entries) == nil)
        // An entry whose content is gone, or that was made elsewhere, has to be read where it stands.
        let bare = Self.pages(journal.entries.map { $0.imported }, size: 60)
        #expect(JournalOutline(bare, of: journal.session).count == 1)
        #expect(bare[0].evidence.isEmpty)
    }

    @Test func unusualStepsAreReadWhereTheyStand() throws {
        var journal = JournalFixture(session: SessionID(from: SeededIdentifierSource()))
        _ = journal.open()
        let run = RunID(from: SeededIdentifierSource(seed: 2))
        journal.add(
            .runStarted(
                RunStarted(
                    run: run, workflow: "w", version: "1.0.0", text: "t", children: [:], inputs: [:], session: [:],
                    reuse: nil)))
        for place in [Int.min, -1, 0, .max] {
            for attempt in [Int.min, 0, .max] {
                let step = StepReference(
                    run: run, path: String(repeating: "x", count: 3000), iteration: place, attempt: attempt)
                journal.add(.stepStarted(StepStarted(step)))
                let evidence = JournalFixture.evidence(3).evidence
                let cost = CallCost(answer: attempt, milliseconds: attempt)
                journal.add(
                    .callFinished(
                        CallFinished(
                            call: CallID(from: SeededIdentifierSource()), evidence: evidence, cached: false, step: step,
                            cost: cost)))
                journal.add(.stepFinished(StepFinished(step, status: .succeeded, evidence: evidence.id)))
            }
        }
        let size = journal.entries.count
        let outline = JournalOutline(Self.pages(journal.entries, size: size), of: journal.session)
        try #require(outline.count == 1)
        let state = try #require(outline.state(with: journal.entries))
        #expect(Self.told(state) == Self.told(journal.state))
        #expect(state.sums.answer == .max && state.run(run)?.sums.answer == .max)
    }

    @Test func isNotWorthItWhereMostIsNotTold() {
        var journal = JournalFixture(session: SessionID(from: SeededIdentifierSource()))
        for number in 0..<200 { _ = journal.note("\(number)") }
        #expect(JournalOutline(Self.pages(journal.entries, size: 200), of: journal.session).others == nil)
        #expect(Self.state(Self.pages(journal.entries, size: 50), of: journal) == nil)
    }
}
