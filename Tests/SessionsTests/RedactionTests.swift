import JSON
import Model
import Sessions
import Store
import Testing
import Tooling

/// Canaries are planted wherever text enters, and looked for in all that is kept.
@Suite struct RedactionTests {
    static let canary = "AKIA" + String(repeating: "C", count: 16)

    @Test func hidesSecretsWhereverTheyEnter() async throws {
        let canary = Self.canary
        let world = try World { input, _ in
            guard input.text?.contains("fail") != true else {
                throw ToolError(.communication, "cannot reach \(canary)", hint: "try \(canary)")
            }
            return ToolResult(
                output: ["text": .string("saw \(canary)")],
                coverage: [
                    Coverage(
                        source: "app", value: .partial, omitted: [Omission(what: canary, reason: "password=\(canary)x")]
                    )
                ],
                summary: "found \(canary)", body: Array("one\n\(canary)\n".utf8))
        }
        let session = try await world.session()
        let (evidence, _) = try await world.executor.call(.look("for \(canary)"), in: world.scope(session))
        let error = try await ToolExecutorTests.failure(world, .look("fail \(canary)"), world.scope(session))
        _ = try await ToolExecutorTests.failure(
            world, CallRequest(tool: canary, arguments: ["password": "swordfish"]), world.scope(session))
        let body = try #require(evidence.body)
        let blob = try #require(try await world.store.blob(body.sha256, range: 0..<body.length))
        #expect(body == BodyReference(describing: blob))
        var kept = [
            String(decoding: evidence.record, as: UTF8.self), String(decoding: blob, as: UTF8.self), "\(error)",
        ]
        for entry in try await journal(of: session.id, in: world.store) {
            kept.append(String(decoding: entry.payload ?? [], as: UTF8.self))
        }
        #expect(kept.count == 8)
        for text in kept {
            #expect(!text.contains(canary))
            #expect(!text.contains("swordfish"))
        }
        #expect(evidence.summary.contains("«secret:"))
    }

    @Test func aCallersGuessNeverGetsASourcesToken() async throws {
        let canary = Self.canary
        let world = try World { input, _ in
            guard input.text != canary else { throw ToolError(.validation, "cannot search \(canary)") }
            return .found(canary)
        }
        let session = try await world.session()
        let (evidence, _) = try await world.executor.call(.look(), in: world.scope(session))
        let token = try #require(evidence.output["text"]?.stringValue)
        #expect(token.hasPrefix("«secret:"))
        var answers = ["\(try await ToolExecutorTests.failure(world, .look(canary), world.scope(session)))"]
        for request in [CallRequest(tool: canary, arguments: [:]), .look(source: canary)] {
            answers.append("\(try await ToolExecutorTests.failure(world, request, world.scope(session)))")
        }
        let (guess, _) = try await world.executor.call(.look("is it \(canary)"), in: world.scope(session))
        answers.append(guess.arguments.canonicalText())
        for answer in answers {
            #expect(answer.contains("«secret:") && !answer.contains(token))
        }
    }

    @Test func aSummaryIsShort() async throws {
        let world = try World { _, _ in
            ToolResult(output: ["text": "x"], coverage: [], summary: String(repeating: "é", count: 2000))
        }
        let (evidence, _) = try await world.executor.call(.look(), in: world.scope(nil))
        #expect(evidence.summary.utf8.count <= 1024 && evidence.summary.hasSuffix("é…"))
    }
}
