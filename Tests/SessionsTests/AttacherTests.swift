import JSON
import Model
import Policy
import Sessions
import Store
import TestSupport
import Testing
import Tooling
import Workflows

/// What people bring as evidence.
@Suite struct AttacherTests {
    private let world: World
    private let attacher: Attacher

    init() throws {
        world = try World()
        attacher = Attacher(manager: world.manager, executor: world.executor, author: World.ada)
    }

    @Test func whoseWordsEvidenceIsIsTold() async throws {
        let world = try World()
        let session = try await world.session()
        let read = try await world.executor.call(.look(), in: world.scope(session)).evidence
        let attacher = Attacher(manager: world.manager, executor: world.executor, author: World.ada)
        let attached = try await attacher.attach(Array("seen at noon".utf8), named: "mail.txt", to: session)
        let state = await session.state
        #expect(state.author(of: read.id) == .outside && state.author(of: attached.id) == .person)
        #expect(state.author(ofAll: [attached.id]) == .person)
        #expect(state.author(ofAll: [attached.id, read.id]) == .outside && state.author(ofAll: []) == .outside)
    }

    @Test func textIsRedactedAndCitableByItsLines() async throws {
        let session = try await world.session()
        let text = "first\u{1B}[31m line\nDB_PASSWORD=hunter2hunter2\nlast\n"
        let evidence = try await attacher.attach(Array(text.utf8), named: "mail.txt", to: session)
        let body = try #require(evidence.body)
        #expect(body.lines == 3)
        let bytes = try #require(try await world.store.blob(body.sha256, range: 0..<body.length))
        let kept = String(decoding: bytes, as: UTF8.self)
        #expect(!kept.contains("hunter2") && !kept.contains("\u{1B}"))
        let recorder = FindingRecorder(store: world.store, executor: world.executor, rights: .all)
        let finding = try await recorder.finding(
            from: FindingDraft(
                statement: "the mail ends", severity: .info, confidence: 1,
                citations: [CitationDraft(evidence: evidence.id, place: .lines(3...3), quote: "last")]),
            by: World.ada, at: nil, in: session)
        #expect(finding.verdict == .cited)
        #expect(await session.state.calls.map(\.evidence) == [evidence.id])
    }

    @Test func anImageIsKeptAsItIs() async throws {
        let session = try await world.session()
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 255, 10, 10]
        let evidence = try await attacher.attach(png, named: "shot.png", to: session)
        #expect(evidence.output["media"] == "image/png")
        #expect(evidence.body?.lines == 0, "no line of it can be cited")
        #expect(try await world.store.blob(#require(evidence.body).sha256, range: 0..<png.count) == png)
    }

    @Test(arguments: [[], [0, 1, 2, 3], [0xC3, 0x28, 0x41]] as [[UInt8]])
    func whatIsNeitherTextNorImageIsRefused(_ bytes: [UInt8]) async throws {
        let session = try await world.session()
        await #expect(throws: SessionsError.self) { try await attacher.attach(bytes, named: "x", to: session) }
        #expect(await session.state.calls.isEmpty)
    }
}
