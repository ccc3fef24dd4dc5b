import CaseFiles
import JSON
import Model
import Sessions
import Store
import TestSupport
import Testing

/// Case files that are large, and ask for more than they are.
@Suite struct LargeCaseTests {
    private let here: World

    init() throws {
        here = try World { input, _ in
            .found(input.text ?? "", body: String(repeating: input.text ?? "", count: 1 << 20) + "\nlast\n")
        }
    }

    private func record(_ citations: [Citation], in session: Session) async throws {
        let finding = Finding(
            id: FindingID(from: here.manager.identifiers), statement: "It is so", severity: .high, confidence: 1,
            author: World.ada, citations: citations, verdict: .uncited, step: nil)
        try await session.append(
            Batch([EntryDraft(.findingRecorded(FindingRecorded(finding)), principal: "x", time: here.clock.now)]))
    }

    private func verdicts(_ session: Session) async throws -> [Verdict] {
        let there = try RunTests.world(seed: 2)
        let done = try await there.take(try await here.export(session.id))
        return try await there.manager.session(done.session).state.findings.map(\.finding.verdict)
    }

    /// A record holds more than its output.
    @Test(arguments: ["arguments", "sources", "coverage"])
    func refusesRecordsThatAreLargerThanAnyHere(_ part: String) async throws {
        let session = try await here.session("Large")
        let long = String(repeating: "x", count: 2 << 20)
        let time = here.clock.now
        let evidence = Evidence(
            id: EvidenceID(from: here.manager.identifiers), tool: "look", version: 1,
            arguments: part == "arguments" ? ["text": .string(long)] : [:], window: nil,
            sources: part == "sources" ? [long] : ["app"],
            coverage: [Coverage(source: part == "coverage" ? long : "app", value: .complete)], started: time,
            finished: time, output: ["text": "x"], body: nil, summary: "found")
        let call = CallFinished(
            call: CallID(from: here.manager.identifiers), evidence: evidence, cached: false, step: nil)
        var batch = Batch([EntryDraft(.callFinished(call), principal: World.ada.name, time: time)])
        batch.evidence = [EvidenceRecord(evidence: evidence, key: nil, body: nil)]
        try await session.append(batch)
        let file = try await here.export(session.id)
        let there = try RunTests.world(seed: 2)
        let error = await #expect(throws: CaseError.self) { try await there.take(file) }
        #expect(error?.kind == .tooLarge)
        #expect(try await there.store.sessions(limit: 9, cursor: nil).sessions.isEmpty)
    }

    /// What it takes to look citations up is counted in bytes; past some tens of MiB the verdict stays open.
    @Test func looksUpNoMoreThanAnybodyWouldWaitFor() async throws {
        let session = try await here.session("Greedy")
        let (evidence, _) = try await here.executor.call(.look("ab"), in: here.scope(session))
        let last = Citation(evidence: evidence.id, place: .lines(2...2), quote: "last")
        try await record([last], in: session)
        try await record(Array(repeating: last, count: 40), in: session)
        try await record([last], in: session)
        #expect(try await verdicts(session) == [.cited, .unavailable, .unavailable])
    }

    /// Many citations of one piece of evidence read it once.
    @Test func readsEvidenceOnceForManyCitations() async throws {
        let session = try await here.session("Thorough")
        let (evidence, _) = try await here.executor.call(.look("hello"), in: here.scope(session))
        let citation = Citation(evidence: evidence.id, place: .pointer("/text"), quote: "hello")
        for _ in 0..<3 { try await record(Array(repeating: citation, count: 5000), in: session) }
        #expect(try await verdicts(session) == [.cited, .cited, .cited])
    }
}
