import CaseFiles
import JSON
import Model
import TestSupport
import Testing

/// What a tombstone excuses is what it names; the verifier in the other language says the same.
@Suite struct TombstoneTests {
    private static func scrubbed(_ sequence: Int, _ parts: [String]) -> Event {
        .unknown(
            kind: "entry.scrubbed",
            payload: ["items": [["sequence": JSONValue(sequence), "parts": .array(parts.map { .string($0) })]]])
    }

    private static func cleared(_ sequence: Int, _ body: [UInt8]) -> Event {
        .unknown(
            kind: "body.removed",
            payload: [
                "bodies": [
                    [
                        "sequence": JSONValue(sequence), "sha256": .string(Digest(of: body).hex),
                        "length": JSONValue(body.count),
                    ]
                ]
            ])
    }

    /// The draft holds, for both verifiers, or for neither.
    private func expect(_ draft: CaseDraft, holds: Bool, _ comment: Comment? = nil) async throws {
        let bytes = try draft.bytes(.key(try CaseDraft.key(7)))
        let report = try await CaseReport.of(bytes)
        #expect(report.isSound == holds, comment ?? "\(report.faults)")
        let python = try await PythonVerifierTests.verify(bytes)
        #expect((python.code == 0) == holds, comment ?? "\(python.errorText)")
    }

    @Test(arguments: ["payload", "evidence", "body", "other"])
    func excusesThePartsThatItNames(_ named: String) async throws {
        var payload = CaseDraft.sample()
        payload.journals[0].rows[4].payload = nil
        payload.add(Self.scrubbed(5, [named]))
        try await expect(payload, holds: named == "payload")
        var evidence = CaseDraft.sample()
        evidence.journals[0].rows[2].evidence = nil
        evidence.add(Self.scrubbed(3, [named]))
        try await expect(evidence, holds: named == "evidence")
        var body = CaseDraft.sample()
        body.journals[0].rows[2].body = nil
        body.add(Self.scrubbed(3, [named]))
        try await expect(body, holds: named == "body")
    }

    @Test func excusesWhatStandsBeforeIt() async throws {
        var draft = CaseDraft.sample()
        draft.add(Self.scrubbed(10, ["payload"]))
        draft.add(.noteAdded(NoteAdded(text: "later", author: CaseDraft.principal)))
        try await expect(draft, holds: true)
        draft.journals[0].rows[9].payload = nil
        try await expect(draft, holds: false)
    }

    /// A body that was removed, and is found again by a later call, has to be there.
    @Test func excusesTheBodyOfTheEntryThatItNames() async throws {
        let body = Array("a body\n".utf8)
        for (sequence, isThere, holds) in [(1, false, true), (1, true, true), (2, false, false)] {
            var draft = CaseDraft(journals: [(CaseDraft.session(1), [])])
            draft.addCall(1, output: ["n": 1], body: body)
            draft.journals[0].rows[0].body = nil
            draft.add(Self.cleared(sequence, body))
            try await expect(draft, holds: sequence == 1)
            guard sequence == 1 else { continue }
            draft.addCall(2, output: ["n": 2], body: body)
            if !isThere { draft.journals[0].rows[2].body = nil }
            try await expect(draft, holds: isThere && holds)
        }
        var other = CaseDraft(journals: [(CaseDraft.session(1), [])])
        other.addCall(1, output: ["n": 1], body: body)
        other.journals[0].rows[0].body = nil
        other.add(Self.cleared(1, Array("another\n".utf8)))
        try await expect(other, holds: false)
    }

    /// No hash in the chain is over what stands behind an entry without its payload.
    @Test func believesNoEvidenceBehindARemovedPayload() async throws {
        var draft = CaseDraft.sample()
        draft.journals[0].rows[2].payload = nil
        draft.add(Self.scrubbed(3, ["payload", "evidence", "body"]))
        var bare = draft
        bare.journals[0].rows[2].evidence = nil
        bare.journals[0].rows[2].body = nil
        try await expect(bare, holds: true)
        try await expect(draft, holds: false)
        let report = try await CaseReport.of(try draft.bytes(.nobody))
        #expect(report.first?.subject == .evidence && report.first?.reason.contains("vouches") == true)
        draft.journals[0].rows[2].body = nil
        try await expect(draft, holds: false)
    }
}
