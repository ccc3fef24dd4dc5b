import JSON
import MCP
import Testing

@testable import MCPFixture

@Suite("Transcripts", .timeLimit(.minutes(5)))
struct TranscriptTests {
    @Test("There are some of both eras")
    func exist() {
        #expect(TestData.transcripts.contains { $0.hasPrefix("modern-") })
        #expect(TestData.transcripts.contains { $0.hasPrefix("legacy-") })
    }

    @Test(arguments: TestData.transcripts)
    func replay(_ name: String) async throws {
        let transcript = Transcript(try TestData.transcript(name))
        #expect(!transcript.steps.isEmpty)
        let server = try Fixture.server()
        var dialogue = Dialogue(server)
        var bound: [String: JSONValue] = [
            "$meta": .object(Dialogue.meta()), "$metaAll": .object(Dialogue.meta(Dialogue.fullCapabilities)),
        ]
        for (line, step) in transcript.steps {
            switch step {
            case .reconnect:
                dialogue.expectSilence()
                dialogue = Dialogue(server)
            case .raw(let text): dialogue.send(text)
            case .client(let text):
                dialogue.send(Transcript.filled(try JSONValue(parsing: text), bound).serialized())
            case .server(let text):
                let frame = await dialogue.next()
                let complaint = Transcript.complaint(frame, try JSONValue(parsing: text), &bound)
                if let complaint { Issue.record("\(name):\(line): \(complaint)\n\(frame.serialized().prefix(1500))") }
            }
        }
        dialogue.expectSilence()
        await dialogue.connection.close()
    }

    @Test(
        "The matcher finds differences",
        arguments: [
            (#"{"a":1}"#, #"{"a":2}"#), (#"{"a":1,"b":2}"#, #"{"a":1}"#), (#"{"a":1}"#, #"{"a":1,"b":2}"#),
            (#"[1]"#, #"[1,2]"#), (#"{"a":1,"b":2}"#, #"{"a":"$x","b":"$x"}"#),
        ])
    func matcher(_ value: String, _ pattern: String) throws {
        var bound: [String: JSONValue] = [:]
        #expect(Transcript.complaint(try JSONValue(parsing: value), try JSONValue(parsing: pattern), &bound) != nil)
    }
}
