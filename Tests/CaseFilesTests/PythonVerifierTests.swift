import CaseFiles
import JSON
import Model
import TestSupport
import Testing

/// The verifier that somebody else would write after docs/case-file.md, in another language, says the same.
@Suite struct PythonVerifierTests {
    private static let script =
        #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/verify_case.py"

    static func verify(_ bytes: [UInt8], key: PublicKey? = nil) async throws -> ProcessResult {
        let folder = try TemporaryFolder()
        let path = try folder.write(bytes, to: "case.ndjson")
        let python = ProcessHarness(executable: "/usr/bin/env", environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"])
        return try await python.run(["python3", "-I", "-B", script, path] + (key.map { [$0.hex] } ?? []))
    }

    @Test func acceptsWhatHolds() async throws {
        let key = try CaseDraft.key(7)
        let file = try CaseDraft.sample().bytes(.key(key))
        for result in [try await Self.verify(file), try await Self.verify(file, key: key.publicKey)] {
            #expect(result.code == 0, "\(result.errorText)")
            #expect(result.text.contains("8 entries"))
        }
        var scrubbed = CaseDraft.sample()
        scrubbed.journals[0].rows[4].payload = nil
        #expect(try await Self.verify(scrubbed.bytes(.nobody)).code == 1)
        // The head says it where no entry of the file can, as for a fork whose parent was scrubbed behind the place.
        #expect(try await Self.verify(scrubbed.bytes(.nobody, withheld: [5: .payload])).code == 0)
        var cleared = CaseDraft.sample()
        for row in [1, 3] { cleared.journals[0].rows[row].body = nil }
        #expect(try await Self.verify(cleared.bytes(.nobody)).code == 1)
        #expect(try await Self.verify(cleared.bytes(.nobody, withheld: [2: .body])).code == 1)
        #expect(try await Self.verify(cleared.bytes(.nobody, withheld: [2: .body, 4: .body])).code == 0)
        scrubbed.add(.unknown(kind: "entry.scrubbed", payload: ["items": [["sequence": 5, "parts": ["payload"]]]]))
        #expect(try await Self.verify(scrubbed.bytes(.nobody)).code == 0)
    }

    @Test func refusesWhatDoesNot() async throws {
        let (key, other) = (try CaseDraft.key(7), try CaseDraft.key(8))
        let draft = CaseDraft.sample()
        let file = try draft.bytes(.key(key))
        #expect(try await Self.verify(file, key: other.publicKey).code == 1)
        #expect(try await Self.verify(try draft.bytes(.nobody), key: key.publicKey).code == 1)
        #expect(try await Self.verify(try draft.bytes(.key(other)), key: key.publicKey).code == 1)
        for seed in UInt64(0)..<20 {
            var random = SeededGenerator(state: seed)
            var bytes = file
            bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            #expect(try await Self.verify(bytes).code == 1, "seed \(seed)")
        }
        guard case .header(let header) = try draft.items(.key(key))[0] else { throw TestFailure("no header") }
        var forged = draft
        forged.journals[0].rows[4].principal = "local:eve"
        #expect(try await Self.verify(try forged.bytes(.borrowed(header)), key: key.publicKey).code == 1)
        var miscited = draft
        let evidence = try #require(draft.journals[0].rows[1].evidence)
        miscited.addFinding(9, [Citation(evidence: evidence.id, place: .pointer("/text"), quote: "refused")])
        #expect(try await Self.verify(try miscited.bytes(.nobody)).code == 1)
    }

    /// A citation of an output, as its record has it in bytes, is judged alike by both.
    @Test(arguments: [
        ("{\"n\":1.50}", "/n", "1.5", true), ("{\"n\":1.50}", "/n", "1.50", false), ("{\"n\":1e3}", "/n", "1000", true),
        ("{\"n\":1e3}", "/n", "1e3", false), ("{\"n\":-0.0}", "/n", "0", true), ("{\"n\":1e-7}", "/n", "1e-7", true),
        ("{\"n\":1E21}", "/n", "1e+21", true), ("{\"n\":0.000001}", "/n", "0.000001", true),
        ("{\"n\":9007199254740993}", "/n", "9007199254740993", true),
        ("{\"n\":0.30000000000000001}", "/n", "0.3", true), ("{\"n\":1e400}", "/n", "1e+400", true),
        ("{\"n\":1.23456789012345678901}", "/n", "1.23456789012345678901", true),
        ("{\"n\":[1,2]}", "/n/1", "2", true), ("{\"n\":[1,2]}", "/n/01", "2", false),
        ("{\"n\":[1,2]}", "/n/-1", "2", false), ("{\"n\":[]}", "/n", "[]", false), ("{\"n\":{}}", "/n", "{}", false),
        ("{\"a~b\":1}", "/a~b", "1", false), ("{\"a~b\":1}", "/a~0b", "1", true), ("{\"a/b\":1}", "/a~1b", "1", true),
        ("{\"n\":1}", "n", "1", false), ("{\"n\":true}", "/n", "true", true), ("{\"n\":null}", "/n", "null", true),
        ("{\"n\":\"some text\"}", "/n", "some…", true), ("{\"n\":\"some text\"}", "/n", "… …", false),
        ("{\"n\":1,\"n\":1}", "/n", "1", false),
    ])
    func judgesQuotesAlike(_ output: String, _ pointer: String, _ quote: String, _ holds: Bool) async throws {
        let id = EvidenceID(from: SeededIdentifierSource(seed: 1))
        let record = Array("{\"id\":\"\(id)\",\"output\":\(output)}".utf8)
        let hash = Digest(of: record).hex
        var draft = CaseDraft(journals: [(CaseDraft.session(1), [])])
        draft.add(
            .unknown(
                kind: "call.finished",
                payload: ["cached": false, "evidence": .string(id.rawValue), "evidenceHash": .string(hash)]))
        draft.addFinding(1, [Citation(evidence: id, place: .pointer(pointer), quote: quote)])
        var items = try draft.items(.nobody)
        items.insert(.evidence(CaseEvidence(session: CaseDraft.session(1), sequence: 1, record: record)), at: 2)
        let bytes = try CaseDraft.bytes(of: items)
        let report = try await CaseReport.of(bytes)
        #expect(report.isSound == holds, "\(report.faults)")
        let python = try await Self.verify(bytes)
        #expect((python.code == 0) == holds, "\(python.errorText)")
    }

    @Test(arguments: ["text/plain", "image/png"], [1...1, 2...2, 2...3])
    func judgesLinesAlike(_ media: String, _ range: ClosedRange<Int>) async throws {
        var draft = CaseDraft(journals: [(CaseDraft.session(1), [])])
        let id = draft.addCall(1, output: ["media": .string(media)], body: Array("a\nb\n".utf8))
        let quote = range.map { ["a", "b", ""][$0 - 1] }.joined(separator: "\n")
        draft.addFinding(1, [Citation(evidence: id, place: .lines(range), quote: quote)])
        let bytes = try draft.bytes(.nobody)
        let holds = media == "text/plain" && range.upperBound <= 2
        #expect(try await CaseReport.of(bytes).isSound == holds)
        #expect((try await Self.verify(bytes).code == 0) == holds)
    }

    /// What is no JSON says nothing, and what is not cited breaks nothing.
    @Test func judgesStrangePayloadsAlike() async throws {
        let evidence = EvidenceID(from: SeededIdentifierSource(seed: 7))
        let call = "\"evidence\":\"\(evidence)\",\"evidenceHash\":\"\(Digest.zero.hex)\""
        for (kind, payload, holds) in [
            ("call.finished", "{\"cached\":true,\"cached\":true}", true), ("call.finished", "{}", true),
            ("call.finished", "{\"cached\":false,\(call)}", false),
            ("call.finished", "{\"cached\":true,\(call)}", true),
            ("finding.recorded", "{\"finding\":{}}", true), ("session.note", "[1", true),
        ] {
            var draft = CaseDraft.sample()
            draft.add(kind: kind, payload: Array(payload.utf8))
            let bytes = try draft.bytes(.nobody)
            #expect(try await CaseReport.of(bytes).isSound == holds, "\(payload)")
            #expect((try await Self.verify(bytes).code == 0) == holds, "\(payload)")
        }
        for citations in [[], [Citation(evidence: evidence, place: .pointer(""), quote: "x")]] {
            var draft = CaseDraft.sample()
            draft.addFinding(9, citations)
            let bytes = try draft.bytes(.nobody)
            #expect(try await !CaseReport.of(bytes).isSound)
            #expect(try await Self.verify(bytes).code == 1)
        }
    }
}
