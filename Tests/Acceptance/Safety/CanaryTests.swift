import Foundation
import JSON
import TestSupport
import Testing

extension Trouble {
    /// What is planted in any kind of source comes out of no exit.
    @Suite("Canaries", .timeLimit(.minutes(5))) struct CanaryTests {
        let site: CanarySite
        var casebook: Casebook { site.casebook }
        private var common: [String] { ["--config", site.configuration] }

        init() async throws { site = try await CanarySite() }

        private static let calls = [
            ["search_logs", "regex=.", "level=error", "limit=200", "context=3"], ["search_logs", "literal=loaded"],
            ["compare_log_patterns"], ["query_metrics", "query=requests"],
            ["query_metrics", "query=errors", "points=true"],
            ["query_metrics", "query=sum by (api_token) (requests)"], ["find_change_points"],
            ["summarize_terraform_plan"], ["list_changes"], ["match_changes_to_incident"],
            ["list_files", "path=files"],
            ["read_file", "path=files/app.env"], ["read_file", "path=files/tls.key", "startLine=2", "lines=1"],
            ["read_file", "path=files/tls.key", "startLine=4", "lines=1"],
            ["read_file", "path=files/tls.key", "offset=97", "lines=2"],
            ["read_file", "path=files/secret.yaml", "startLine=3", "lines=1"], ["read_file", "path=logs/app.log"],
            ["get_disk_usage"], ["get_system_load"], ["query_metrics", "source=prom", "query=requests", "points=true"],
            ["query_metrics", "source=prom", "query=topk(1, sum by (api_token) (rate(requests[5m])))"],
            ["find_change_points", "source=prom"],
        ]

        /// Calls that go wrong and repeat what they were given.
        static let mistakes = [
            ["search_logs", "regex=password=canary-hunter-9Xq2("], ["search_logs", "source=token=canaryEnvPass77"],
            ["query_metrics", "query=requests{api_token=\"CANARYlabel0a1b2c3d4e\""],
            ["read_file", "path=/etc/password=canaryEnvPass77"], ["password=canary-hunter-9Xq2", "a=b"],
            ["read_file", "path=files/app.env", "password=canaryEnvPass77"],
            ["query_metrics", "source=prom", "query=broken"], ["query_metrics", "source=prom", "query=foreign"],
        ]

        /// Commands that go wrong before any tool is asked.
        private static let wrongCommands = [
            ["password=canary-hunter-9Xq2"], ["sessions", "show", "token=canaryEnvPass77"],
            ["run", "service-outage", "--set", "password=canary-hunter-9Xq2"],
            ["run", "password=canary-hunter-9Xq2.yaml"], ["tool", "list", "--password=canary-hunter-9Xq2"],
            ["sessions", "list", "--config", "/none/password=canary-hunter-9Xq2.yaml"],
            ["run", "service-outage", "--window", "password=canary-hunter-9Xq2"],
            ["hypothesis", "weigh", "@last", "token=canaryEnvPass77", "--note", "x"],
            ["export", "@last", "--format", "password=canary-hunter-9Xq2"], ["verify", "password=canary-hunter-9Xq2"],
            ["import", "/none/password=canary-hunter-9Xq2"], ["attach", "@last", "/none/password=canary-hunter-9Xq2"],
        ]

        @Test("come out of no tool, report, resource, error, log, case file or byte of the database")
        func nowhere() async throws {
            var seen: [String: String] = [:]
            let opened = try await casebook.run(["run", "service-outage"] + CanarySite.window + common)
            seen["run"] = opened.text + opened.errors
            for call in Self.calls {
                let answer = try await casebook.run(
                    ["tool", "call"] + call + ["--session", "@last", "--json"] + common)
                #expect(answer.code == 0, "\(call): \(answer.text)")
                seen[call.joined(separator: " ")] = answer.text + answer.errors
            }
            for call in Self.mistakes {
                let answer = try await casebook.run(["tool", "call"] + call + ["--session", "@last"] + common)
                #expect(answer.code != 0, "\(call): \(answer.text)")
                seen["mistake \(call)"] = answer.text + answer.errors
            }
            for command in Self.wrongCommands {
                for form in [[], ["--json"]] {
                    let answer = try await casebook.run(command + form)
                    #expect(answer.code != 0, "\(command): \(answer.text)")
                    seen["\(command + form)"] = answer.text + answer.errors
                }
            }
            _ = try await casebook.run(
                "sessions", "note", "@last", "he typed password=canary-hunter-9Xq2", "--config", site.configuration)
            _ = try await casebook.run(
                "hypothesis", "add", "@last", "token=canaryEnvPass77 was wrong", "--config", site.configuration)
            try casebook.home.write("from a mail: DB_PASS=canaryEnvPass77\n", to: "mail.txt")
            _ = try await casebook.run("attach", "@last", casebook.home.path("mail.txt")).expect(0)
            let evidence = try await casebook.json("sessions", "show", "@last")["evidence"]?.arrayValue ?? []
            for id in evidence.compactMap({ $0["id"]?.stringValue }) {
                let call = ["tool", "call", "query_evidence", "evidence=[\"\(id)\"]", "--session", "@last", "--json"]
                seen["query \(id)"] = try await casebook.run(call + common).expect(0).text
            }
            for format in ["md", "html", "json"] {
                seen[format] = try await casebook.run("export", "--format", format).expect(0).text
            }
            for template in ["postmortem", "handover"] {
                seen[template] = try await casebook.run("export", "--template", template).expect(0).text
            }
            for command in [["sessions", "show"], ["sessions", "list"], ["brief"], ["finding", "list"]] {
                seen[command.joined(separator: " ")] = try await casebook.run(command + ["--json"]).expect(0).text
            }
            let file = casebook.home.path("a.case")
            _ = try await casebook.run("export", "--format", "case", "--output", file).expect(0)
            let text = String(decoding: try casebook.home.read("a.case"), as: UTF8.self)
            seen["case file"] = text
            let bodies = text.matches(of: /"base64":"([^"]*)"/).compactMap { Data(base64Encoded: String($0.1)) }
            #expect(bodies.contains { !$0.isEmpty })
            seen["the case file's bodies"] = bodies.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
            for command in [["audit"], ["audit", "--refused"], ["sessions", "search", "password"]] {
                for form in [[], ["--json"]] {
                    seen["\(command + form)"] = try await casebook.run(command + form).expect(0).text
                }
            }
            let session = try await casebook.json("sessions", "show", "@last")["id"]?.stringValue ?? ""
            let first = evidence.first?["id"]?.stringValue ?? ""
            try await serve(&seen, session: session, evidence: first)
            #if HTTP
            try await serveOverHTTP(&seen, session: session, evidence: first)
            #endif
            for (name, text) in seen {
                for canary in CanarySite.canaries { #expect(!text.contains(canary), "\(canary) came out of \(name)") }
            }
            // What was planted was met.
            #expect(seen.values.count { $0.contains("«secret:") } > 10)
            _ = try await casebook.run("backup", casebook.home.path("copy.db")).expect(0)
            try checkFiles()
            try await site.end()
        }

        /// Over the protocol: tools, resources, errors, and what the server says to its operator.
        private func serve(_ seen: inout [String: String], session: String, evidence: String) async throws {
            let server = try casebook.start(["serve", "--stdio"] + common)
            let checker = FrameChecker()
            func send(_ text: String) async throws {
                checker.sent(try JSONValue(parsing: text))
                try await server.write(text)
            }
            func receive() async throws -> String {
                guard let line = try await server.line() else { throw TestFailure("the server ended") }
                #expect(checker.complaints(try JSONValue(parsing: line)) == [])
                return line
            }
            let frames = Self.frames(of: session, evidence)
            try await send(
                Self.frame(
                    0, "initialize",
                    [
                        "protocolVersion": "2025-06-18", "capabilities": [:],
                        "clientInfo": ["name": "t", "version": "1"],
                    ]))
            _ = try await receive()
            try await server.write(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"# + "\n")
            for (number, frame) in frames.enumerated() {
                try await send(Self.frame(number + 1, frame.0, frame.1))
                var answer = ""
                // Notifications may come before the answer.
                while !answer.contains("\"id\":\(number + 1)") { answer += try await receive() }
                seen["\(number): \(frame)"] = answer
            }
            server.closeInput()
            let ended = try await server.wait()
            seen["the server's log"] = ended.errorText
        }

        /// All that is asked over the protocol.
        static func frames(of session: String, _ evidence: String) -> [(String, JSONObject)] {
            let frames: [(String, JSONObject)] = [
                ("tools/list", [:]), ("resources/list", [:]), ("prompts/list", [:]),
                ("resources/read", ["uri": .string("casebook://sessions/\(session)")]),
                ("resources/read", ["uri": .string("casebook://sessions/\(session)/timeline")]),
                ("resources/read", ["uri": .string("casebook://sessions/\(session)/report")]),
                ("resources/read", ["uri": .string("casebook://sessions/\(session)/evidence/\(evidence)")]),
                ("tools/call", ["name": "get_session", "arguments": ["session": .string(session)]]),
                ("tools/call", ["name": "export_report", "arguments": ["session": .string(session)]]),
            ]
            return frames + Self.frames(of: calls, in: session)
        }

        /// Calls as the command line takes them, as the protocol does.
        static func frames(of calls: [[String]], in session: String) -> [(String, JSONObject)] {
            calls.map { call in
                var arguments: JSONObject = ["session": .string(session)]
                for part in call.dropFirst() {
                    let words = part.split(separator: "=", maxSplits: 1).map(String.init)
                    arguments[words[0]] =
                        Int(words[1]).map { JSONValue($0) } ?? (words[1] == "true" ? true : .string(words[1]))
                }
                return ("tools/call", ["name": .string(call[0]), "arguments": .object(arguments)])
            }
        }

        private static func frame(_ id: Int, _ method: String, _ params: JSONObject) -> String {
            let frame: JSONValue = [
                "jsonrpc": "2.0", "id": JSONValue(id), "method": .string(method), "params": .object(params),
            ]
            return frame.serialized() + "\n"
        }

        private func checkFiles() throws {
            let state = casebook.home.path("state")
            for file in try FileManager.default.contentsOfDirectory(atPath: state) {
                guard let bytes = try? casebook.home.read("state/\(file)") else { continue }
                let data = Data(bytes)
                for canary in CanarySite.canaries {
                    #expect(data.range(of: Data(canary.utf8)) == nil, "\(canary) is kept in \(file)")
                }
            }
            for path in [casebook.database, casebook.home.path("copy.db")] {
                let database = DatabaseFile(path: path)
                for canary in CanarySite.canaries {
                    #expect(try database.forms(holding: canary).isEmpty, "\(canary) is kept in \(path)")
                }
            }
        }
    }
}
