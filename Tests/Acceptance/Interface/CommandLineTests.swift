import JSON
import Model
import TestSupport
import Testing

extension Acceptance {
    /// The command line as an interface.
    @Suite("The command line") struct CommandLineTests {
        let casebook: Casebook

        init() throws {
            casebook = try Casebook()
            try casebook.home.write(Self.small, to: "small.yaml")
        }

        private static let small = """
            schema: 1
            name: small
            version: 1.0.0
            title: Small
            steps:
              - {id: load, uses: get_system_load@1}
            """

        @Test("--version and --help answer everywhere")
        func help() async throws {
            let version = try await casebook.run("--version").expect(0).text
            #expect(version.split(separator: ".").count == 3, "\(version)")
            let commands: [[String]] = [
                [], ["run"], ["resume"], ["sessions"], ["sessions", "list"], ["sessions", "show"],
                ["sessions", "search"], ["sessions", "note"], ["sessions", "edit"], ["sessions", "pin"],
                ["sessions", "close"], ["sessions", "scrub"], ["sessions", "delete"], ["use"], ["gc"], ["backup"],
                ["tool"], ["brief"], ["finding", "add"], ["hypothesis", "weigh"], ["attach"],
                ["tool", "list"],
                ["tool", "call"], ["export"], ["doctor"], ["init"], ["workflow"],
            ]
            for command in commands {
                let answer = try await casebook.run(command + ["--help"]).expect(0)
                #expect(answer.text.contains("USAGE: casebook"), "\(command)")
                #expect(answer.text.contains("OVERVIEW:"), "\(command)")
                #expect(answer.errors.isEmpty)
            }
            let options = try await casebook.run("run", "--help").text
            for option in [
                "--set", "--session", "--title", "--window", "--baseline", "--source", "--fail-on", "--json",
            ] {
                #expect(options.contains(option), "\(option)")
            }
        }

        @Test("sessions are listed newest first, page by page, and shown")
        func sessions() async throws {
            #expect(try await casebook.json("sessions", "list") == ["sessions": [], "nextCursor": nil])
            for number in 0..<5 { try await casebook.run("run", "small.yaml", "--title", "Number \(number)").expect(0) }
            let all = try #require(try await casebook.json("sessions", "list")["sessions"]?.arrayValue)
            #expect(all.map { $0["title"]?.stringValue } == (0..<5).reversed().map { "Number \($0)" })
            for session in all {
                #expect(
                    session.objectValue.map { Set($0.keys) } == [
                        "id", "title", "status", "created", "updated", "pinned", "labels",
                    ])
                #expect(session["id"]?.stringValue?.hasPrefix("ses_") == true)
                #expect(session["created"]?.stringValue.flatMap { Timestamp(rfc3339: $0) } != nil)
            }
            var paged: [JSONValue] = []
            var cursor: String?
            repeat {
                let more = cursor.map { ["--cursor", $0] } ?? []
                let page = try await casebook.run(["sessions", "list", "--limit", "2", "--json"] + more).expect(0)
                    .json()
                let part = page["sessions"]?.arrayValue ?? []
                #expect((1...2).contains(part.count))
                paged += part
                cursor = page["nextCursor"]?.stringValue
            } while cursor != nil && paged.count < 10
            #expect(paged == all)
            let id = try #require(all[2]["id"]?.stringValue)
            #expect(try await casebook.json("sessions", "show", String(id.prefix(14)))["title"] == "Number 2")
            #expect(try await casebook.json("sessions", "show", "@last")["title"] == "Number 4")
            #expect(try await casebook.run("sessions", "list").expect(0).text.split(separator: "\n").count == 5)
            #expect(try await casebook.run("sessions", "show", id).expect(0).text.contains("Number 2"))
        }

        @Test("every shipped workflow is right by the tools' own schemas")
        func shippedWorkflows() async throws {
            let workflows = try #require(try await casebook.json("workflow", "list")["workflows"]?.arrayValue)
            let names = workflows.compactMap { $0["name"]?.stringValue }
            #expect(names.count >= 5 && names.contains("service-outage"), "\(names)")
            for name in names {
                let answer = try await casebook.json("workflow", "validate", name)
                #expect(answer["ok"] == true, "\(name): \(answer)")
            }
        }

        @Test("tools are listed with their schemas and called with the shape that is promised")
        func tools() async throws {
            let tools = try #require(try await casebook.json("tool", "list")["tools"]?.arrayValue)
            let names = tools.compactMap { $0["name"]?.stringValue }
            let wanted = [
                "compare_log_patterns", "find_change_points", "get_disk_usage", "get_system_load", "list_changes",
                "list_files",
                "match_changes_to_incident", "query_metrics", "read_file", "search_logs", "summarize_terraform_plan",
            ]
            #expect(Set(names).isSuperset(of: wanted), "\(names)")
            for tool in tools {
                #expect(tool["inputSchema"]?["additionalProperties"] == false, "\(tool["name"] ?? nil)")
                #expect(tool["outputSchema"]?["type"] == "object")
                #expect(tool["description"]?.stringValue?.isEmpty == false)
            }
            let answer = try await casebook.json("tool", "call", "get_system_load")
            #expect(answer["evidence"]?.stringValue?.hasPrefix("ev_") == true)
            #expect(answer["coverage"]?.arrayValue?.isEmpty == false)
            #expect(answer["output"]?.objectValue?.isEmpty == false)
        }

        @Test("calls are kept in a session, and take arguments from files and the standard input")
        func calls() async throws {
            try casebook.home.write("2026-03-01T12:00:00Z INFO one\n2026-03-01T12:00:01Z INFO two\n", to: "logs/a.log")
            try casebook.home.write("two\n", to: "words.txt")
            try casebook.home.write(
                "sources: {app: {kind: logs, paths: [logs/]}}\nroots: [logs]\n", to: "casebook.yaml")
            try await casebook.run("run", "small.yaml").expect(0)
            let arguments = ["tool", "call", "search_logs", "--session", "@last", "--json"]
            let window = ["start=2026-03-01T11:00:00Z", "end=2026-03-01T13:00:00Z"]
            let given = try await casebook.run(arguments + ["literal=two"] + window).expect(0).json()
            #expect(given["output"]?["total"] == 1)
            let file = try await casebook.run(arguments + ["literal=@words.txt", "limit=7"] + window).expect(0).json()
            let piped = try await casebook.run(arguments + ["literal=-", "limit=8"] + window, input: "two\n").expect(0)
                .json()
            #expect(piped["output"]?["total"] == 1)
            #expect(file["output"]?["total"] == 1, "\(file.serialized())")
            let evidence = try await casebook.json("sessions", "show")["evidence"]?.arrayValue ?? []
            #expect(evidence.count == 4)
        }

        @Test("a run needs no configuration when its source is named, and takes a window")
        func sourceOnTheCommandLine() async throws {
            let outage = try RecordedOutage()
            for log in outage.logs { try casebook.home.write(log.bytes, to: log.path) }
            let onset = try outage.truth.requireOnset()
            let answer = try await casebook.run(
                "run", "service-outage", "--source", "app=logs:logs/app/", "--source", "nginx=logs:logs/nginx/*.log",
                "--window", "\(onset) ± 5m", "--title", "By hand", "--json"
            ).expect(0)
            let conclusion = try Conclusion(answer.json())
            #expect(conclusion.status == "succeeded")
            #expect(abs((conclusion.onset?.seconds ?? 0) - onset.seconds) <= 10, "\(conclusion.statements)")
            #expect(conclusion.statements.contains("too many connections"), "\(conclusion.statements)")
            let state = try await casebook.json("sessions", "show")
            #expect(state["title"] == "By hand")
            let start = state["window"]?["start"]?.stringValue.flatMap { Timestamp(rfc3339: $0) }
            #expect(start == onset.advanced(byNanoseconds: -300 * 1_000_000_000))
        }

        @Test("a call without a session looks at the hour that the data has, not at the present one")
        func hourOfTheData() async throws {
            let folder = try TemporaryFolder()
            try RecordedOutage().shifted(bySeconds: -401 * 86_400).write(to: folder)
            let here = try Casebook(in: folder.path)
            let lines = try await here.json("tool", "call", "search_logs", "literal=too many connections")
            #expect((lines["output"]?["total"]?.intValue ?? 0) > 1000)
            let changes = try await here.json("tool", "call", "list_changes")
            #expect(changes["output"]?["changes"]?.arrayValue?.count == 2, "\(changes.serialized())")
        }

        @Test("the command line's names and the environment's mean the same database")
        func databaseOption() async throws {
            let path = casebook.home.path("elsewhere/other.db")
            try await casebook.run("run", "small.yaml", "--database", path).expect(0)
            #expect(try await casebook.json("sessions", "list", "--database", path)["sessions"]?.arrayValue?.count == 1)
            #expect(try await casebook.json("sessions", "list")["sessions"]?.arrayValue?.isEmpty == true)
        }

        @Test("doctor finds the example's sources in order, and tells what is not")
        func doctor() async throws {
            let folder = try TemporaryFolder()
            try RecordedOutage().write(to: folder)
            let here = try Casebook(in: folder.path)
            let good = try await here.json("doctor")
            #expect(good["ok"] == true, "\(good.serialized())")
            let names = Set((good["checks"]?.arrayValue ?? []).compactMap { $0["name"]?.stringValue })
            #expect(
                names.isSuperset(of: ["configuration", "database", "source plan", "source nginx", "source metrics"]),
                "\(names)")
            let bad = try await here.run("doctor", "--source", "gone=logs:gone/", "--json").expect(1).json()
            #expect(bad["ok"] == false)
            let check = bad["checks"]?.arrayValue?.first { $0["name"] == "source gone" }
            #expect(check?["ok"] == false)
            #expect(check?["hint"]?.stringValue?.isEmpty == false)
        }
    }
}
