import Glibc
import JSON
import TestSupport
import Testing

extension Trouble {
    /// Mistakes get a clear message and an exit code, and lose nothing.
    @Suite("Bad input") struct BadInputTests {
        let casebook: Casebook

        init() async throws {
            casebook = try Casebook()
            try casebook.home.write(Self.small, to: "small.yaml")
            try casebook.home.write(Self.typed, to: "typed.yaml")
        }

        private static let small = """
            schema: 1
            name: small
            version: 1.0.0
            title: Small
            steps:
              - {id: load, uses: get_system_load@1}
            """

        private static let typed = """
            schema: 1
            name: typed
            version: 1.0.0
            title: Typed
            inputs:
              count: {type: integer, description: How many}
              text: {type: string, default: '', description: Anything}
            steps:
              - {id: load, uses: get_system_load@1}
            """

        @Test("is told clearly and loses nothing", arguments: BadInput.all)
        func told(_ bad: BadInput) async throws {
            for title in ["First", "Second"] { try await casebook.run("run", "small.yaml", "--title", title).expect(0) }
            let before = try await casebook.json("sessions", "list")
            #expect(before["sessions"]?.arrayValue?.count == 2)
            try bad.prepare(casebook.home)

            let plain = try await casebook.run(bad.arguments)
            #expect(plain.code == bad.code, "\(plain.ending): \(plain.errors)")
            #expect(plain.errors.hasPrefix("casebook: "), "\(plain.errors) \(plain.text)")
            #expect(plain.errors.contains("\n  hint: "), "\(plain.errors)")
            #expect(!plain.errors.contains("Fatal error"))

            let answer = try await casebook.run(bad.arguments + ["--json"])
            #expect(answer.code == bad.code, "\(answer.ending): \(answer.text)")
            let error = try answer.error()
            let message = try #require(error["message"]?.stringValue)
            #expect(Set(error.keys) == ["code", "message", "hint"], "\(error.keys)")
            #expect(error["hint"]?.stringValue?.isEmpty == false, "no hint: \(message)")
            if let code = bad.error { #expect(error["code"]?.stringValue == code, "\(message)") }
            for words in bad.says { #expect(message.contains(words), "\(words) is not in: \(message)") }

            if bad.arguments == ["doctor"] { _ = unsafe unlink(casebook.home.path("casebook.yaml")) }
            #expect(try await casebook.json("sessions", "list") == before)
            #expect(try DatabaseFile(path: casebook.database).integrity() == "ok")
        }

        @Test("a beginning that fits several sessions is not guessed")
        func ambiguousSession() async throws {
            // An identifier's first character is one of eight, so two of nine begin alike.
            for _ in 0..<9 { try await casebook.run("run", "small.yaml").expect(0) }
            let list = try await casebook.json("sessions", "list")["sessions"]?.arrayValue ?? []
            let starts = list.compactMap { $0["id"]?.stringValue.map { String($0.prefix(5)) } }
            let shared = try #require(starts.first { start in starts.count { $0 == start } > 1 })
            for command in [["sessions", "show"], ["resume"], ["export"]] {
                let error = try await casebook.run(command + [shared, "--json"]).expect(2).error()
                #expect(error["code"] == "ambiguous", "\(error)")
                #expect(error["message"]?.stringValue?.contains(shared) == true)
                #expect(error["hint"]?.stringValue?.isEmpty == false)
            }
        }

        @Test(
            "a run over logs that cannot be read fails and says which",
            arguments: ["none.log", "folder.log", "fifo.log"])
        func unreadableLogs(_ name: String) async throws {
            _ = unsafe mkdir(casebook.home.path("folder.log"), 0o700)
            _ = unsafe mkfifo(casebook.home.path("fifo.log"), 0o600)
            let answer = try await casebook.run("run", "service-outage", "--source", "app=logs:\(name)", "--json")
                .expect(1)
            let json = try answer.json()
            #expect(json["status"] == "failed")
            #expect(json["error"]?["message"]?.stringValue?.contains(name) == true, "\(answer.text)")
            let findings = try Conclusion(json).findings
            #expect(findings.isEmpty, "\(findings)")
        }

        @Test("a database of a newer version is left as it is")
        func newerDatabase() async throws {
            try await casebook.run("run", "small.yaml").expect(0)
            let database = DatabaseFile(path: casebook.database)
            let version = try database.version()
            try database.execute("PRAGMA user_version = 9999")
            let bytes = try casebook.home.read("state/casebook.db")
            for arguments in [["sessions", "list"], ["run", "small.yaml"], ["resume"]] {
                let answer = try await casebook.run(arguments + ["--json"])
                #expect(answer.code == 1, "\(answer.ending)")
                let error = try answer.error()
                #expect(error["message"]?.stringValue?.contains("newer version") == true, "\(error)")
                #expect(error["hint"]?.stringValue?.contains("pdate") == true, "\(error)")
            }
            #expect(try casebook.home.read("state/casebook.db") == bytes)
            try database.execute("PRAGMA user_version = \(version)")
            #expect(try await casebook.json("sessions", "list")["sessions"]?.arrayValue?.count == 1)
        }

        @Test("files that are no database are left as they are", arguments: ["not a database\n", ""])
        func leavesForeignFiles(_ text: String) async throws {
            let path = try casebook.home.write(
                text + String(repeating: "x", count: text.isEmpty ? 0 : 5000), to: "foreign.db")
            #expect(unsafe chmod(path, 0o600) == 0)
            let before = try casebook.home.read("foreign.db")
            let answer = try await casebook.run("sessions", "list", "--database", path)
            // An empty file is what a new database begins as.
            #expect(answer.code == (text.isEmpty ? 0 : 1), "\(answer.errors)")
            if !text.isEmpty { #expect(try casebook.home.read("foreign.db") == before) }
        }

        @Test("to look at a database that is not there makes none")
        func missingDatabase() async throws {
            let path = casebook.home.path("typo/casebook.db")
            for command in [["sessions", "list"], ["sessions", "show", "@last"], ["brief"], ["verify", "ses_zz"]] {
                let answer = try await casebook.run(command + ["--database", path]).expect(1)
                #expect(answer.errors.contains("there is no database at \(path)"), "\(answer.errors)")
            }
            #expect(casebook.home.mode(of: "typo") == nil)
            // Where nobody has named one there is none yet.
            #expect(try await casebook.json("sessions", "list")["sessions"]?.arrayValue?.isEmpty == true)
        }

        @Test("help is offered for the command that was meant")
        func nearestHelp() async throws {
            let cases = [
                (["sessions", "fork", "--at", "x"], "`casebook sessions fork --help` explains it"),
                (["sessions", "unpin"], "`casebook sessions --help` lists the commands"),
                (["investigate"], "`casebook --help` lists the commands"),
                (["--x"], "`casebook --help` lists the commands"),
            ]
            for (arguments, hint) in cases {
                let answer = try await casebook.run(arguments).expect(2)
                #expect(answer.errors.contains("hint: \(hint)"), "\(answer.errors)")
            }
        }

        @Test("a full disk is told, and what was written before stays", .enabled(if: SmallDisk.isPossible))
        func fullDisk() async throws {
            let disk = try SmallDisk(kibibytes: 768)
            let full = try Casebook(home: casebook.home, database: disk.path + "/casebook.db")
            try await full.run("run", "small.yaml").expect(0)
            let before = try await full.json("sessions", "list")["sessions"]?.arrayValue ?? []
            #expect(before.count == 1)
            let filler = try disk.fill()
            let answer = try await full.run("run", "small.yaml", "--json")
            #expect(answer.code == 1, "\(answer.ending) \(answer.text) \(answer.errors)")
            let error = try answer.error()
            #expect(error["hint"]?.stringValue?.contains("space") == true, "\(error)")
            let plain = try await full.run("run", "small.yaml")
            #expect(plain.errors.hasPrefix("casebook: "), "\(plain.errors)")
            let isFreed = unsafe unlink(filler) == 0
            #expect(isFreed)
            let after = try await full.json("sessions", "list")["sessions"]?.arrayValue ?? []
            #expect(after.contains { $0["id"] == before[0]["id"] }, "\(after)")
            try await full.run("resume", before[0]["id"]?.stringValue ?? "").expect(0)
            try await full.run("run", "small.yaml").expect(0)
            #expect(try DatabaseFile(path: full.database).integrity() == "ok")
            try disk.remove()
        }
    }
}
