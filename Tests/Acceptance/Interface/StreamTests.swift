import JSON
import TestSupport
import Testing

extension Acceptance {
    /// Files, pipes and streams that do not do what a program hopes for.
    @Suite("Files and streams") struct StreamTests {
        let casebook: Casebook

        init() throws {
            casebook = try Casebook()
            try casebook.home.write(
                """
                schema: 1
                name: small
                version: 1.0.0
                title: Small
                steps:
                  - {id: load, uses: get_system_load@1}
                """, to: "small.yaml")
        }

        /// Runs a line of the shell, with `$casebook` for the program.
        private func shell(_ line: String) async throws -> ProcessResult {
            var environment = casebook.environment
            environment["casebook"] = casebook.executable
            let shell = ProcessHarness(executable: "/bin/sh", environment: environment, folder: casebook.folder)
            return try await shell.run(["-c", line])
        }

        @Test("what could not be printed is not taken for a success")
        func fullOutput() async throws {
            for command in ["tool list", "workflow list --json", "sessions list", "--version"] {
                let result = try await shell("\"$casebook\" \(command) > /dev/full")
                #expect(result.code == 1, "\(command): \(result.ending)")
                #expect(result.errorText.contains("standard output cannot be written"), "\(result.errorText)")
            }
            try await casebook.run("run", "small.yaml").expect(0)
            #expect(try await shell("\"$casebook\" export --format html > /dev/full").code == 1)
        }

        @Test("a run goes on when nobody reads its progress any more")
        func closedOutput() async throws {
            // The reader closes its end of the pipe, then tells the writer to begin.
            let reader = "{ exec <&-; echo > gone; }"
            let result = try await shell(
                "mkfifo gone; { read line < gone; \"$casebook\" run small.yaml; echo $? > code; } | \(reader)")
            #expect(result.code == 0)
            #expect(try String(decoding: casebook.home.read("code"), as: UTF8.self) == "1\n")
            let shown = try await casebook.json("sessions", "show")
            #expect(shown["runs"]?[0]?["status"] == "succeeded")
        }

        @Test("a stream that is missing is neither the database nor an empty input")
        func missingStreams() async throws {
            for missing in [">&-", "<&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"] {
                let result = try await shell("\"$casebook\" run small.yaml \(missing)")
                #expect(result.code == (missing.contains(" >&-") || missing.hasPrefix(">&-") ? 1 : 0), "\(missing)")
                #expect(try DatabaseFile(path: casebook.database).integrity() == "ok", "\(missing)")
            }
            #expect(try await casebook.json("sessions", "list")["sessions"]?.arrayValue?.count == 5)
        }

        @Test("an input that cannot be read is not taken for an empty one")
        func unreadableInput() async throws {
            for redirection in ["< /", "<&-"] {
                let result = try await shell("\"$casebook\" tool call search_logs literal=- --json \(redirection)")
                #expect(result.code == 1, "\(redirection): \(result.text)")
                #expect(try JSONValue(parsing: result.text)["error"]?["code"] == "inputOutput", "\(result.text)")
            }
        }

        @Test("a report is written whole, for its owner alone, and a failure leaves the old one")
        func export() async throws {
            try await casebook.run("run", "small.yaml").expect(0)
            try casebook.home.write("old", to: "report.html")
            try await casebook.run("export", "--format", "html", "--output", "report.html").expect(0)
            #expect(casebook.home.mode(of: "report.html") == 0o600)
            #expect(String(decoding: try casebook.home.read("report.html"), as: UTF8.self).contains("</html>"))
            let printed = try await casebook.run("export", "--output", "-").expect(0).text
            #expect(printed == (try await casebook.run("export").expect(0).text))
            guard SmallDisk.isPossible else { return }
            let disk = try SmallDisk(kibibytes: 64)
            let path = disk.path + "/report.html"
            try await casebook.run("export", "--format", "json", "--output", path).expect(0)
            let before = try await shell("cat \(path)").text
            _ = try disk.fill()
            let refused = try await casebook.run("export", "--format", "html", "--output", path, "--json").expect(1)
            #expect(try refused.error()["code"] == "inputOutput")
            #expect(try refused.error()["hint"]?.stringValue?.isEmpty == false)
            #expect(try await shell("cat \(path)").text == before)
            #expect(try await shell("ls -A \(disk.path)").text == "filler\nreport.html\n")
            try disk.remove()
        }

        @Test("a file whose name is not UTF-8 is told as left out")
        func unusualNames() async throws {
            try casebook.home.write("2026-03-01T12:00:00Z INFO one\n", to: "logs/a.log")
            try casebook.home.write("2026-03-01T12:00:00Z INFO one\n", toBytes: Array("logs/b".utf8) + [0xFF])
            let call = try await casebook.json(
                "tool", "call", "search_logs", "literal=one", "start=2026-03-01T11:00:00Z", "end=2026-03-01T13:00:00Z",
                "--source", "app=logs:logs/")
            #expect(call["output"]?["total"] == 1)
            #expect(call["coverage"]?[0]?["value"] == "partial")
            #expect(call["coverage"]?[0]?["omitted"]?[0]?["what"] == #"b\xff"#, "\(call.serialized())")
            let health = try await casebook.run("doctor", "--source", "app=logs:logs/").text
            #expect(health.contains(#"b\xff"#), "\(health)")
        }

        @Test("a call says whether earlier evidence may answer")
        func cache() async throws {
            try casebook.home.write("2026-03-01T12:00:00Z INFO one\n", to: "logs/a.log")
            try await casebook.run(
                "run", "small.yaml", "--window", "2026-03-01T11:00:00Z to 2026-03-01T13:00:00Z"
            ).expect(0)
            let call = [
                "tool", "call", "search_logs", "literal=one", "start=2026-03-01T11:00:00Z", "end=2026-03-01T13:00:00Z",
                "--source", "app=logs:logs/", "--session", "@last", "--json",
            ]
            let missing = try await casebook.run(call + ["--cache", "only"]).expect(2)
            #expect(try missing.error()["code"] == "notFound")
            let first = try await casebook.run(call).expect(0).json()
            #expect(first["cached"] == false)
            let second = try await casebook.run(call + ["--cache", "only"]).expect(0).json()
            #expect(second["cached"] == true)
            #expect(second["evidence"] == first["evidence"])
            let third = try await casebook.run(call + ["--cache", "refresh"]).expect(0).json()
            #expect(third["cached"] == false)
            #expect(third["evidence"] != first["evidence"])
            try await casebook.run(call + ["--cache", "often"]).expect(2)
            let alone = try await casebook.run("tool", "call", "get_system_load", "--cache", "only", "--json").expect(2)
            #expect(try alone.error()["hint"]?.stringValue?.contains("--session") == true)
        }
    }
}
