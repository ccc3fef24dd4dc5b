import TestSupport
import Testing

@Suite struct ProcessHarnessTests {
    private func shell(_ script: String, _ environment: [String: String] = [:]) -> (ProcessHarness, [String]) {
        (ProcessHarness(executable: "/bin/sh", environment: environment), ["-c", script])
    }

    @Test func givesAllStreamsAndTheCode() async throws {
        let (harness, arguments) = shell("cat; echo $WORD; echo no >&2; exit 7", ["WORD": "yes"])
        let result = try await harness.run(arguments, input: "hello\n")
        #expect(result.text == "hello\nyes\n")
        #expect(result.errorText == "no\n")
        #expect(result.code == 7)
    }

    @Test func passesMuchThrough() async throws {
        let text = String(repeating: "0123456789abcde\n", count: 50_000)
        let (harness, arguments) = shell("cat")
        #expect(try await harness.run(arguments, input: text).text == text)
    }

    @Test func talksLineByLine() async throws {
        let (harness, arguments) = shell("while read -r line; do echo \"<$line>\"; done; printf end")
        let process = try harness.start(arguments)
        for word in ["one", "two"] {
            try await process.write(word + "\n")
            #expect(try await process.line() == "<\(word)>")
        }
        process.closeInput()
        #expect(try await process.line() == "end")
        #expect(try await process.line() == nil)
        #expect(try await process.wait().code == 0)
    }

    @Test func sendsSignals() async throws {
        let (harness, arguments) = shell("echo ready; exec sleep 60")
        let process = try harness.start(arguments)
        #expect(try await process.line() == "ready")
        process.send(signal: 9)
        #expect(try await process.wait().ending == .signal(9))
    }

    @Test func doesNotWaitForEver() async throws {
        let (harness, arguments) = shell("exec sleep 600")
        await #expect(throws: TestFailure.self) { try await harness.run(arguments, timeout: .milliseconds(100)) }
        let process = try harness.start(arguments)
        await #expect(throws: TestFailure.self) { try await process.line(timeout: .milliseconds(100)) }
    }

    @Test func saysWhatIsNotThere() {
        #expect(throws: TestFailure.self) { try ProcessHarness(executable: "/nowhere").start() }
        #expect(throws: TestFailure.self) { try ProcessHarness(built: "no-such-product") }
    }
}
