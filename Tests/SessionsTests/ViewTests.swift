import JSON
import Model
import Policy
import Store
import TestSupport
import Testing
import Tooling
import Workflows

@testable import Sessions

/// What a member sees of a session, some sources of which it may not read.
@Suite struct ViewTests {
    private static let rights = Rights(tools: ["*"], sources: ["web"])

    private func world() throws -> World {
        try World { input, context in
            let source = context.sources.all.first?.name ?? "none"
            return ToolResult(
                output: ["text": .string("canary of \(source)")],
                coverage: [Coverage(source: source, value: .complete, searched: Searched(bytes: 1))],
                summary: "canary of \(source)")
        }
    }

    private func finding(
        _ evidence: Evidence, _ statement: String, in session: Session, _ world: World
    ) async throws {
        let recorder = FindingRecorder(store: world.store, executor: world.executor, rights: .all)
        let draft = FindingDraft(
            statement: statement, severity: .low, confidence: 1,
            citations: [CitationDraft(evidence: evidence.id, place: .pointer("/text"), quote: nil)])
        let finding = try await recorder.finding(from: draft, by: World.ada, at: nil, in: session)
        try await session.append(
            Batch([
                EntryDraft(
                    .findingRecorded(FindingRecorded(finding)), principal: World.ada.name, time: world.clock.now)
            ]))
    }

    @Test func whatRestsOnAnotherSourceIsNotThere() async throws {
        let world = try world()
        let session = try await world.session()
        let scope = world.scope(session)
        let (app, _) = try await world.executor.call(.look(source: "app"), in: scope)
        let (web, _) = try await world.executor.call(.look(source: "web"), in: scope)
        let derived = CallRequest(tool: "glance", arguments: ["evidence": .string(app.id.rawValue)])
        let (made, _) = try await world.executor.call(derived, in: scope)
        #expect(made.sources == ["app"])
        _ = try? await world.executor.call(.look(source: "secret"), in: scope)
        try await finding(app, "it was the canary of app", in: session, world)
        try await finding(made, "so was this canary of none", in: session, world)
        try await finding(web, "the web was fine", in: session, world)
        let access = world.executor.evidenceAccess(Self.rights)
        let snapshot = try await world.manager.snapshot(of: session, access)
        #expect(snapshot.evidence.keys.map(\.self) == [web.id])
        #expect(snapshot.state.calls.map(\.evidence) == [web.id])
        #expect(snapshot.state.findings.map(\.finding.statement).suffix(1) == ["the web was fine"])
        #expect(snapshot.state.findings.count == 3 && snapshot.state.findings[0].finding.citations.isEmpty)
        #expect(snapshot.state.head == (await session.state.head))
        let text = snapshot.entries.map { String(decoding: $0.payload ?? [], as: UTF8.self) }.joined()
        #expect(!text.contains("canary of app") && !text.contains("canary of none") && !text.contains("secret"))
        #expect(text.contains("canary of web"))
        // Evidence that may not be read looks as if it were not there.
        let lent = SessionEvidence(session: session, store: world.store, access: access)
        let absent = EvidenceID(from: SeededIdentifierSource(seed: 77))
        for id in [app.id, made.id, absent] {
            let error = try await #require(throws: ToolError.self) { try await lent.evidence(id) }
            #expect(error.kind == .notFound && error.message == "there is no evidence \(id) in this session")
        }
        #expect(try await lent.evidence(web.id) == web)
        // Whoever may read everything sees everything.
        let whole = try await world.manager.snapshot(of: session, world.executor.evidenceAccess(.all))
        #expect(whole.evidence.count == 3)
    }

    @Test func whatARunSaidOfAnotherSourceIsWithheld() async throws {
        let world = try world()
        let workflow = try world.workflow(
            """
              - {id: app, uses: look@1, with: {source: app}}
              - id: said
                finding: {statement: 'Seen: ${{ steps.app.output.text }}', severity: low, citations: [{step: app, pointer: /text}]}
            """, tail: "\noutputs: {seen: '${{ steps.app.output.text }}'}\n")
        let ended = try await world.runner().start(workflow, inputs: [:], in: World.place) { _ in }
        let access = world.executor.evidenceAccess(Self.rights)
        let state = try await world.manager.view(of: ended.session, access)
        #expect(state.runs.first?.status == .succeeded && state.runs.first?.outputs == [:])
        #expect(state.findings.map(\.finding.statement) == [Readable.statement])
        let snapshot = try await world.manager.snapshot(of: ended.session, access)
        let text = snapshot.entries.map { String(decoding: $0.payload ?? [], as: UTF8.self) }.joined()
        #expect(!text.contains("canary of app"))
    }

    @Test func whatARunAskedAfterAnotherSourceIsWithheld() async throws {
        let world = try world()
        let workflow = try world.workflow(
            """
              - {id: before, uses: look@1, with: {source: web, text: before}}
              - {id: app, needs: [before], uses: look@1, with: {source: app}}
              - {id: after, uses: look@1, with: {source: web, text: '${{ steps.app.output.text }}'}}
            """)
        let ended = try await world.runner().start(workflow, inputs: [:], in: World.place) { _ in }
        let snapshot = try await world.manager.snapshot(of: ended.session, world.executor.evidenceAccess(Self.rights))
        let shown = snapshot.evidence.values.map { $0.arguments["text"]?.stringValue ?? "" }
        #expect(shown == ["before"], "what was asked before it had read the other source is shown")
        let text = snapshot.entries.map { String(decoding: $0.payload ?? [], as: UTF8.self) }.joined()
        #expect(!text.contains("canary of app"))
    }

    @Test func aRunThatFailedAtAnotherSourceSaysNothing() async throws {
        let world = try World { input, _ in
            throw ToolError(.communication, "canary: \(input.text ?? "") is down", hint: "canary: ask app or secret")
        }
        let workflow = try world.workflow("  - {id: app, uses: look@1, with: {source: app, text: db-7}}\n")
        let ended = try await world.runner().start(workflow, inputs: [:], in: World.place) { _ in }
        let others: [JSONValue] = [
            ["every": true, "text": "all"], ["text": "none"], ["source": "web", "text": "web"],
        ]
        for arguments in others {
            let request = CallRequest(tool: "look", arguments: arguments)
            _ = try? await world.executor.call(request, in: world.scope(ended.session))
        }
        let snapshot = try await world.manager.snapshot(of: ended.session, world.executor.evidenceAccess(Self.rights))
        #expect(snapshot.state.runs.first?.status == .failed && snapshot.state.runs.first?.error == nil)
        #expect(snapshot.state.failedCalls.map(\.error.message) == ["canary: web is down"])
        #expect(snapshot.state.failedCalls.first?.error.hint == nil)
        let entries = snapshot.entries.filter { $0.kind != RunStarted.kind }
        let text = entries.map { String(decoding: $0.payload ?? [], as: UTF8.self) }.joined()
        for word in ["db-7", "all is down", "none is down", "secret"] { #expect(!text.contains(word), "\(word)") }
    }

    @Test func whatWasRemovedMakesNoRunReadable() async throws {
        let world = try world()
        let workflow = try world.workflow(
            "  - {id: app, uses: look@1, with: {source: app}}\n",
            tail: "\noutputs: {seen: '${{ steps.app.output.text }}'}\n")
        let ended = try await world.runner().start(workflow, inputs: [:], in: World.place) { _ in }
        let kinds = [CallFinished.kind, StepFinished.kind]
        let places = try await journal(of: ended.session.id, in: world.store).filter { kinds.contains($0.kind) }
        let store = try #require(world.store as? any KeepingStore)
        let keeper = Housekeeper(manager: world.manager, store: store)
        _ = try await keeper.scrub(ended.session, .entries(Set(places.map(\.sequence))), reason: nil, by: World.ada)
        let state = try await world.manager.view(of: ended.session, world.executor.evidenceAccess(Self.rights))
        #expect(state.runs.first?.outputs == [:])
    }

    @Test func whatWasRemovedMakesNoRunOfAForkReadable() async throws {
        let world = try world()
        let workflow = try world.workflow(
            "  - {id: app, uses: look@1, with: {source: app}}\n",
            tail: "\noutputs: {seen: '${{ steps.app.output.text }}'}\n")
        let ended = try await world.runner().start(workflow, inputs: [:], in: World.place) { _ in }
        let fork = try await world.manager.fork(ended.session, by: World.ada)
        let kinds = [CallFinished.kind, StepFinished.kind]
        let places = try await journal(of: ended.session.id, in: world.store).filter { kinds.contains($0.kind) }
        let store = try #require(world.store as? any KeepingStore)
        _ = try await Housekeeper(manager: world.manager, store: store).scrub(
            ended.session, .entries(Set(places.map(\.sequence))), reason: nil, by: World.ada)
        // As it is known here, and as another process reads it.
        for manager in [
            world.manager,
            SessionManager(store: store, clock: world.clock, identifiers: SeededIdentifierSource(seed: 9)),
        ] {
            let known = try await manager.session(fork.id)
            let state = try await manager.view(of: known, world.executor.evidenceAccess(Self.rights))
            #expect(state.runs.count == 1 && state.runs.first?.outputs == [:])
        }
    }

    @Test func whoeverMayReadWhatACallWasLentReadsItsRun() async throws {
        let world = try World { input, context in
            guard input.every == true else { return .found("web says \(input.text ?? "")") }
            throw ToolError(.communication, "\(context.sources.all.map(\.name)) are down")
        }
        let workflow = try world.workflow(
            """
              - {id: before, uses: look@1, with: {source: web, text: before}}
              - {id: all, needs: [before], uses: look@1, with: {every: true}, continue-on-error: true}
              - {id: after, uses: look@1, with: {source: web, text: after}}
            """, tail: "\noutputs: {seen: '${{ steps.after.output.text }}'}\n")
        let runner = world.runner(rights: Self.rights)
        let own = try await runner.start(workflow, inputs: [:], in: World.place) { _ in }
        let access = world.executor.evidenceAccess(Self.rights)
        let mine = try await world.manager.view(of: own.session, access)
        #expect(mine.runs.first?.outputs == ["seen": "web says after"])
        #expect(mine.failedCalls.map(\.error.message) == [#"["web"] are down"#])
        // What failed for somebody who may ask more is closed, with what was asked after it.
        let others = try await world.runner().start(workflow, inputs: [:], in: World.place) { _ in }
        let snapshot = try await world.manager.snapshot(of: others.session, access)
        #expect(snapshot.state.runs.first?.outputs == [:] && snapshot.state.failedCalls.isEmpty)
        #expect(snapshot.evidence.values.map(\.output["text"]) == ["web says before"])
    }

    @Test func whatARunFailedAtAfterAnotherSourceIsWithheld() async throws {
        let world = try world()
        let workflow = try world.workflow(
            """
              - {id: app, uses: look@1, with: {source: app}}
              - {id: after, uses: look@1, with: {source: web, text: '${{ steps.app.output.text }}'}}
            """, head: "budget: {calls: 1}\n")
        let ended = try await world.runner().start(workflow, inputs: [:], in: World.place) { _ in }
        #expect(await ended.session.state.failedCalls.map(\.error.kind) == [.budget])
        let snapshot = try await world.manager.snapshot(of: ended.session, world.executor.evidenceAccess(Self.rights))
        let text = snapshot.entries.map { String(decoding: $0.payload ?? [], as: UTF8.self) }.joined()
        #expect(!text.contains("canary of app"))
    }

    @Test func aRefusedToolClosesNoRun() async throws {
        let world = try world()
        let rights = Rights(tools: ["glance"], sources: ["web"])
        let workflow = try world.workflow("  - {id: all, uses: look@1, with: {every: true}}\n")
        let ended = try await world.runner(rights: rights).start(workflow, inputs: [:], in: World.place) { _ in }
        let state = try await world.manager.view(of: ended.session, world.executor.evidenceAccess(rights))
        #expect(state.runs.first?.error?.kind == .notPermitted && state.failedCalls.count == 1)
    }

    @Test func whatARerunOfAClosedRunAskedIsWithheld() async throws {
        let world = try world()
        let workflow = try world.workflow(
            """
              - {id: app, uses: look@1, with: {source: app}}
              - {id: after, uses: look@1, cache: refresh, with: {source: web, text: '${{ steps.app.output.text }}'}}
            """)
        let ended = try await world.runner().start(workflow, inputs: [:], in: World.place) { _ in }
        let run = try #require(await ended.session.state.runs.first?.id)
        _ = try await world.runner().start(
            workflow, inputs: [:], in: .existing(ended.session), reuse: RunReuse(run: run, from: "after")
        ) { _ in }
        let snapshot = try await world.manager.snapshot(of: ended.session, world.executor.evidenceAccess(Self.rights))
        let text = snapshot.entries.map { String(decoding: $0.payload ?? [], as: UTF8.self) }.joined()
        #expect(snapshot.state.runs.count == 2 && !text.contains("canary of app"))
        #expect(snapshot.evidence.isEmpty)
    }

    @Test func whatIsSaidOfAWithheldFindingIsNotShown() async throws {
        let world = try world()
        let session = try await world.session()
        for source in ["app", "web"] {
            let (evidence, _) = try await world.executor.call(.look(source: source), in: world.scope(session))
            try await finding(evidence, "seen in \(source)", in: session, world)
        }
        let ledger = HypothesisLedger(manager: world.manager, executor: world.executor, author: World.ada)
        let hypothesis = try await ledger.open("something is down", in: session)
        for (finding, note) in zip(
            await session.state.findings.map(\.finding.id.rawValue), ["db-7 is down", "web is up"])
        {
            _ = try await ledger.weigh(
                hypothesis.id.rawValue, finding: finding, stance: .supports, note: note, in: session)
        }
        let snapshot = try await world.manager.snapshot(of: session, world.executor.evidenceAccess(Self.rights))
        let text = snapshot.entries.map { String(decoding: $0.payload ?? [], as: UTF8.self) }.joined()
        #expect(!text.contains("db-7 is down") && text.contains("web is up"))
        #expect(snapshot.state.hypotheses.first?.findings(.supports).count == 2)
    }

    @Test func ofAWithheldQuestionNothingCanBeGuessed() async throws {
        let world = try world()
        let workflow = try world.workflow(
            """
              - {id: app, uses: look@1, with: {source: app}}
              - id: gate
                uses: look@1
                with: {source: web, text: '${{ steps.app.output.text }}'}
                approve: {message: 'Ask of ${{ steps.app.output.text }}?', groups: [oncall]}
            """)
        let ended = try await world.runner().start(workflow, inputs: [:], in: World.place) { _ in }
        let whole = try #require(await ended.session.state.waits.first?.request)
        let state = try await world.manager.view(of: ended.session, world.executor.evidenceAccess(Self.rights))
        let shown = try #require(state.waits.first?.request)
        #expect(shown.action.isNull && shown.message == Readable.statement && shown.actionHash != whole.actionHash)
        #expect(shown.actionHash == Digest(of: JSONValue.null.canonicalBytes()))
    }

    @Test func theNamesOfAllRootsAreForWhoReadsEverything() async throws {
        let access = try World().executor.evidenceAccess(Self.rights)
        let registry = ToolRegistry([RegisteredTool(Unbound())])
        let judged = EvidenceAccess(Self.rights, registry: registry, roots: [])
        for tool in ["unbound", "look"] {
            let call = CallFailed(
                call: CallID(from: SeededIdentifierSource(seed: 5)), tool: tool, arguments: [:],
                error: ToolError(.internal, "no"), step: nil)
            let judge = EvidenceJudge(tool == "look" ? access : judged) { _ in nil }
            #expect(try await !judge.allows(call), "\(tool)")
        }
    }

    @Test func aFailedCallTellsWhatItWasLent() async throws {
        let world = try World()
        let unbound = ToolExecutor(
            registry: ToolRegistry([RegisteredTool(Unbound())]), catalog: SourceCatalog([]), roots: [],
            rules: try RedactionRules(), extents: [], stamps: SteadySources(), manager: world.manager)
        let cases: [(ToolExecutor, CallRequest, [String]?)] = [
            (world.executor, CallRequest(tool: "look", arguments: ["every": true]), ["app", "web"]),
            (world.executor, .look(source: "web"), ["web"]), (world.executor, .look(source: "none"), []),
            (unbound, CallRequest(tool: "unbound", arguments: [:]), nil),
        ]
        for (executor, request, sources) in cases {
            let scope = world.scope(nil, budget: Budget(calls: 0))
            guard case .callFailed(let failed) = try await executor.perform(request, in: scope).event else {
                Issue.record("\(request.tool) did not fail")
                continue
            }
            #expect(failed.sources == sources)
        }
    }

    @Test func noSourceIsLookedAtThatMayNotBeAsked() async throws {
        let world = try World()
        let looked = CallLog()
        let executor = ToolExecutor(
            registry: world.executor.registry, catalog: world.executor.catalog, roots: [], rules: world.executor.rules,
            extents: [Looking(log: looked)], stamps: SteadySources(), manager: world.manager)
        _ = try await executor.standardWindow(for: Self.rights)
        let scope = CallScope(session: nil, principal: World.ada, rights: Self.rights)
        _ = try await executor.call(.look(source: "web"), in: scope)
        _ = try? await executor.call(.look(source: "app"), in: scope)
        #expect(Set(looked.all) == ["web"])
        _ = try await executor.standardWindow()
        #expect(Set(looked.all) == ["web", "app"])
    }
}

/// Tells the names of what it may read.
private struct Unbound: Tool {
    struct Input: Decodable, Sendable {}

    static let contract = ToolContract(
        name: "unbound", title: "Unbound", summary: "Lists.", input: .object([]), output: .object([]))

    static func access(_ input: Input) -> [Access] { [.everyPath] }

    func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<JSONValue> {
        ToolResult(output: [:], coverage: [], summary: "")
    }
}

/// Remembers the sources whose times were asked for; none has any.
private struct Looking: ExtentReading {
    let kinds: [SourceKind] = [.logs]
    let log: CallLog

    func extent(of source: Source) async throws -> TimeSpan? {
        log.add(source.name)
        return nil
    }
}
