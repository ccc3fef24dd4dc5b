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

    @Test func theNamesOfAllRootsAreForWhoReadsEverything() async throws {
        let access = try World().executor.evidenceAccess(Self.rights)
        let registry = ToolRegistry([RegisteredTool(Unbound())])
        let judged = EvidenceAccess(Self.rights, registry: registry, roots: [])
        for tool in ["unbound", "look"] {
            let call = CallFailed(
                call: CallID(from: SeededIdentifierSource(seed: 5)), tool: tool, arguments: [:],
                error: ToolError(.internal, "no"), step: nil)
            #expect(try await !(tool == "look" ? access : judged).allows(call) { _ in nil }, "\(tool)")
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
