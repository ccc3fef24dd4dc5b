import CaseFiles
import JSON
import Model
import TestSupport
import Testing

/// The verifier that somebody else would write after docs/case-file.md, in another language, says the same.
@Suite struct PythonVerifierTests {
    private static let script =
        #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/verify_case.py"

    private func verify(_ bytes: [UInt8], key: PublicKey? = nil) async throws -> ProcessResult {
        let folder = try TemporaryFolder()
        let path = try folder.write(bytes, to: "case.ndjson")
        let python = ProcessHarness(executable: "/usr/bin/env", environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"])
        return try await python.run(["python3", "-I", "-B", Self.script, path] + (key.map { [$0.hex] } ?? []))
    }

    @Test func acceptsWhatHolds() async throws {
        let key = try CaseDraft.key(7)
        let file = try CaseDraft.sample().bytes(.key(key))
        for result in [try await verify(file), try await verify(file, key: key.publicKey)] {
            #expect(result.code == 0, "\(result.errorText)")
            #expect(result.text.contains("8 entries"))
        }
        var scrubbed = CaseDraft.sample()
        scrubbed.journals[0].rows[4].payload = nil
        #expect(try await verify(scrubbed.bytes(.nobody)).code == 1)
        // The head says it where no entry of the file can, as for a fork whose parent was scrubbed behind the place.
        #expect(try await verify(scrubbed.bytes(.nobody, withheld: [5: .payload])).code == 0)
        var cleared = CaseDraft.sample()
        for row in [1, 3] { cleared.journals[0].rows[row].body = nil }
        #expect(try await verify(cleared.bytes(.nobody)).code == 1)
        #expect(try await verify(cleared.bytes(.nobody, withheld: [2: .body])).code == 1)
        #expect(try await verify(cleared.bytes(.nobody, withheld: [2: .body, 4: .body])).code == 0)
        scrubbed.add(.unknown(kind: "entry.scrubbed", payload: ["items": [["sequence": 5, "parts": ["payload"]]]]))
        #expect(try await verify(scrubbed.bytes(.nobody)).code == 0)
    }

    @Test func refusesWhatDoesNot() async throws {
        let (key, other) = (try CaseDraft.key(7), try CaseDraft.key(8))
        let draft = CaseDraft.sample()
        let file = try draft.bytes(.key(key))
        #expect(try await verify(file, key: other.publicKey).code == 1)
        #expect(try await verify(try draft.bytes(.nobody), key: key.publicKey).code == 1)
        #expect(try await verify(try draft.bytes(.key(other)), key: key.publicKey).code == 1)
        for seed in UInt64(0)..<20 {
            var random = SeededGenerator(state: seed)
            var bytes = file
            bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            #expect(try await verify(bytes).code == 1, "seed \(seed)")
        }
        guard case .header(let header) = try draft.items(.key(key))[0] else { throw TestFailure("no header") }
        var forged = draft
        forged.journals[0].rows[4].principal = "local:eve"
        #expect(try await verify(try forged.bytes(.borrowed(header)), key: key.publicKey).code == 1)
        var miscited = draft
        let evidence = try #require(draft.journals[0].rows[1].evidence)
        miscited.addFinding(9, [Citation(evidence: evidence.id, place: .pointer("/text"), quote: "refused")])
        #expect(try await verify(try miscited.bytes(.nobody)).code == 1)
    }
}
