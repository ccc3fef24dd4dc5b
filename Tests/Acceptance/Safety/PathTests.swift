import FoundationEssentials
import Glibc
import JSON
import TestSupport
import Testing

extension Trouble {
    /// Nothing outside the operator's roots is reached, or even asked for.
    @Suite("Paths") struct PathTests {
        /// Holds `work`, which the configuration allows, and `outside-4711`, which it does not.
        let folder: TemporaryFolder
        let casebook: Casebook

        /// Whether the program that watches system calls is there.
        private static var hasTracer: Bool { unsafe access("/usr/bin/strace", X_OK) == 0 }

        init() throws {
            folder = try TemporaryFolder()
            try folder.write(
                "sources: {app: {kind: logs, paths: [logs/app.log]}}\nroots: [logs]\n", to: "work/casebook.yaml")
            try folder.write("2026-03-01T12:00:00Z INFO all is well\n", to: "work/logs/app.log")
            try folder.write("the-hidden-word\n", to: "outside-4711/there.log")
            try folder.write("the-hidden-word\n", to: "work/beside-4711.log")
            _ = unsafe symlink(folder.path("outside-4711/there.log"), folder.path("work/logs/link.log"))
            _ = unsafe symlink(folder.path("outside-4711"), folder.path("work/logs/linked"))
            _ = unsafe symlink("../..", folder.path("work/logs/up"))
            casebook = try Casebook(in: folder.path("work"))
        }

        /// Ways out, with what there is at their end and what there is not.
        private func waysOut() -> [(there: String, missing: String)] {
            [
                (folder.path("outside-4711/there.log"), folder.path("outside-4711/gone.log")),
                ("logs/../beside-4711.log", "logs/../gone-4711.log"),
                ("logs/../../outside-4711/there.log", "logs/../../outside-4711/gone.log"),
                ("../outside-4711/there.log", "../outside-4711/gone.log"),
                (folder.path("work/logs/../beside-4711.log"), folder.path("work/logs/../gone-4711.log")),
                ("/etc/hostname", "/etc/there-is-no-such-file"),
                ("/proc/self/environ", "/proc/self/there-is-no-such-file"),
            ]
        }

        @Test(
            "a path outside is refused with the same words whether it exists or not",
            arguments: ["read_file", "list_files"])
        func sameWords(_ tool: String) async throws {
            for way in waysOut() {
                var words: Set<String> = []
                for path in [way.there, way.missing] {
                    let answer = try await casebook.run("tool", "call", tool, "path=\(path)", "--json").expect(2)
                    let error = try answer.error()
                    #expect(error["code"] == "notPermitted", "\(path): \(error)")
                    #expect(!answer.text.contains("the-hidden-word"))
                    words.insert(answer.text.split(separator: path).joined(separator: "PATH"))
                }
                #expect(words.count == 1, "\(way): \(words)")
            }
        }

        @Test(
            "a link that leads out is refused",
            arguments: ["logs/link.log", "logs/linked/there.log", "logs/up/beside-4711.log"])
        func links(_ path: String) async throws {
            let answer = try await casebook.run("tool", "call", "read_file", "path=\(path)", "--json")
            #expect(answer.code == 2, "\(answer.text)")
            #expect(!answer.text.contains("the-hidden-word"))
            #expect(try answer.error()["code"] == "notPermitted", "\(answer.text)")
        }

        @Test("a link to a folder outside is not listed through")
        func linkedFolder() async throws {
            let answer = try await casebook.run("tool", "call", "list_files", "path=logs/linked", "--json")
            #expect(answer.code == 2, "\(answer.text)")
            #expect(!answer.text.contains("there.log"))
        }

        @Test("a source that is a link leading out gives nothing")
        func linkedSource() async throws {
            try folder.write(
                "sources: {app: {kind: logs, paths: [logs/*.log]}}\nroots: [logs]\n", to: "work/casebook.yaml")
            let answer = try await casebook.run("tool", "call", "search_logs", "literal=hidden-word", "--json")
            #expect(!answer.text.contains("the-hidden-word"), "\(answer.text)")
            let output = try answer.expect(0).json()
            #expect(output["output"]?["total"] == 0)
            #expect(output["coverage"]?[0]?["value"] == "partial", "\(answer.text)")
        }

        @Test("a plan is read by the Terraform tools alone")
        func planAsFile() async throws {
            try folder.write(try RecordedOutage().plan.serialized(), to: "work/logs/plan.log")
            let read = try await casebook.run("tool", "call", "read_file", "path=logs/plan.log", "--json").expect(2)
            #expect(try read.error()["code"] == "notPermitted")
            let search = try await casebook.run(
                "tool", "call", "search_logs", "literal=connection_limit", "--source", "p=logs:logs/plan.log", "--json")
            #expect(!search.text.contains("role_limits"), "\(search.text)")
        }

        @Test("no system call names a refused path", .enabled(if: hasTracer))
        func systemCalls() async throws {
            let trace = casebook.home.path("trace")
            let tracer = ProcessHarness(
                executable: "/usr/bin/strace", environment: casebook.environment, folder: casebook.folder)
            for (tool, path) in [
                ("read_file", folder.path("outside-4711/there.log")),
                ("read_file", "logs/../../outside-4711/there.log"),
                ("list_files", folder.path("outside-4711")), ("read_file", "logs/linked/there.log"),
                ("read_file", "logs/link.log"), ("read_file", "beside-4711.log"),
            ] {
                let result = try await tracer.run(
                    [
                        "-f", "-s", "4096", "-e", "trace=file", "-o", trace, casebook.executable, "tool", "call", tool,
                        "path=\(path)",
                    ])
                // What could not be watched is not told to be well.
                if result.errorText.contains("ptrace") { try Test.cancel("no system call can be watched here") }
                #expect(result.code == 2, "\(path): \(result.text) \(result.errorText)")
                // Its own start is the one call that has to name it: the path stands among the arguments.
                let calls = try String(decoding: casebook.home.read("trace"), as: UTF8.self).split(separator: "\n")
                    .filter { !$0.contains("execve(") }
                #expect(calls.count > 20)
                #expect(calls.contains { $0.contains("casebook.yaml") })
                let naming = calls.filter {
                    $0.contains("4711") || $0.contains("there.log") && !$0.contains("\"linked")
                }
                #expect(naming.isEmpty, "\(path): \(naming)")
            }
        }

        /// A client whose role allows one folder and one source: what the configuration has besides is not looked at.
        @Test("no system call of a server names what a role forbids", .enabled(if: hasTracer))
        func systemCallsOfARole() async throws {
            for name in ["there", "source"] {
                try folder.write("the-hidden-word\n", to: "work/logs/no-4711/\(name).log")
            }
            try folder.write(
                """
                sources:
                  app: {kind: logs, path: logs/app.log}
                  closed: {kind: logs, path: logs/no-4711/source.log}
                roots: [logs]
                roles:
                  reader: {as: investigator, sources: [app], roots: [logs/open]}
                principals:
                  agent: {roles: [reader]}
                """, to: "work/roles.yaml")
            try folder.write("2026-03-01T12:00:00Z INFO open\n", to: "work/logs/open/a.log")
            let no = folder.path("work/logs/no-4711")
            let calls: [(String, JSONObject)] = [
                ("read_file", ["path": .string(no + "/there.log")]), ("read_file", ["path": "logs/no-4711/there.log"]),
                ("read_file", ["path": "open/../no-4711/there.log"]), ("list_files", ["path": .string(no)]),
                ("list_files", ["path": "logs/no-4711"]), ("search_logs", ["source": "closed", "literal": "hidden"]),
                ("summarize_logs", ["source": "closed"]), ("search_logs", ["literal": "the-hidden-word"]),
            ]
            var input = Self.frame(0, "initialize", Self.beginning)
            input += #"{"jsonrpc":"2.0","method":"notifications/initialized"}"# + "\n"
            for (number, call) in calls.enumerated() {
                let params: JSONObject = ["name": .string(call.0), "arguments": .object(call.1)]
                input += Self.frame(number + 1, "tools/call", params)
            }
            let trace = casebook.home.path("trace")
            let tracer = ProcessHarness(
                executable: "/usr/bin/strace", environment: casebook.environment, folder: casebook.folder)
            let result = try await tracer.run(
                [
                    "-f", "-s", "4096", "-e", "trace=file", "-o", trace, casebook.executable, "serve", "--stdio",
                    "--config", folder.path("work/roles.yaml"),
                ], input: input)
            if result.errorText.contains("ptrace") { try Test.cancel("no system call can be watched here") }
            #expect(result.code == 0, "\(result.errorText)")
            for number in 1...calls.count { #expect(result.text.contains("\"id\":\(number)"), "\(calls[number - 1])") }
            #expect(!result.text.contains("no-4711/source"))
            let made = try String(decoding: casebook.home.read("trace"), as: UTF8.self).split(separator: "\n")
                .filter { !$0.contains("execve(") }
            #expect(made.contains { $0.contains("app.log") }, "the source that is allowed was read")
            // Whether a source is a folder is asked once, when the operator's configuration is read, before anybody calls.
            let naming = made.filter { $0.contains("4711/") || $0.contains("no-4711") }
                .filter { !($0.contains("newfstatat(") && $0.contains("no-4711/source.log")) }
            #expect(naming.isEmpty, "\(naming.prefix(5))")
        }

        private static let beginning: JSONObject = [
            "protocolVersion": "2025-06-18", "capabilities": [:], "clientInfo": ["name": "t", "version": "1"],
        ]

        private static func frame(_ id: Int, _ method: String, _ params: JSONObject) -> String {
            let frame: JSONValue = [
                "jsonrpc": "2.0", "id": JSONValue(id), "method": .string(method), "params": .object(params),
            ]
            return frame.serialized() + "\n"
        }
    }
}
