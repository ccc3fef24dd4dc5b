import Foundation
import Glibc
import JSON
import Model
import TestSupport
import Testing

extension Acceptance {
    /// Sessions are found again, kept in order, and cleared away.
    @Suite("Keeping sessions") struct KeepingTests {
        let casebook: Casebook

        init() throws {
            casebook = try Casebook()
            try casebook.home.write(
                """
                schema: 1
                name: small
                version: 1.0.0
                title: The load of this host
                steps:
                  - {id: load, uses: get_system_load@1}
                """, to: "small.yaml")
            try casebook.home.write("roots: ['.']\n", to: "casebook.yaml")
        }

        private func open(_ title: String) async throws -> String {
            try Conclusion(try await casebook.json("run", "small.yaml", "--title", title)).session
        }

        @Test("notes, titles and labels are written, shown, listed and found")
        func notesAndLabels() async throws {
            let session = try await open("Checkout is slow")
            let other = try await open("Search is slow")
            let noted = try await casebook.run(
                "sessions", "note", session, "-", "--json", input: "The pool's \"empty\"\n"
            )
            .expect(0).json()
            #expect(noted["session"]?.stringValue == session)
            let edited = try await casebook.json(
                "sessions", "edit", session, "--title", "Checkout was slow", "--label", "team=payments", "--label",
                "sev=2")
            #expect(edited["title"] == "Checkout was slow")
            #expect(edited["labels"] == ["team": "payments", "sev": "2"])
            #expect(
                try await casebook.json("sessions", "edit", session, "--remove-label", "sev")["labels"] == [
                    "team": "payments"
                ])
            #expect(try await casebook.json("sessions", "pin", session)["pinned"] == true)
            let listed = try await casebook.json("sessions", "list", "--label", "team=payments")["sessions"]
            #expect(listed?.arrayValue?.map { $0["id"] } == [.string(session)])
            #expect(listed?[0]?["pinned"] == true)
            let text = try await casebook.run("sessions", "list").expect(0).text
            #expect(text.contains("* Checkout was slow  team=payments"), "\(text)")
            #expect(try await casebook.json("sessions", "pin", session, "--off")["pinned"] == false)

            let hits = try await casebook.json("sessions", "search", "\"empty\" pool")["hits"]?.arrayValue
            #expect(hits?.count == 1)
            #expect(hits?.first?["place"] == "note" && hits?.first?["title"] == "Checkout was slow")
            #expect(hits?.first?["sequence"] == noted["sequence"])
            let slow = try await casebook.json("sessions", "search", "slo*")["hits"]?.arrayValue
            #expect(Set(slow?.compactMap { $0["session"]?.stringValue } ?? []) == [session, other])
            let found = try await casebook.run("sessions", "search", "load", "processors").expect(0).text
            #expect(found.contains("evidence"), "\(found)")
            for query in ["\"", "*", "—"] {
                #expect(
                    try await casebook.run("sessions", "search", query, "--json").expect(2).error()["code"]
                        == "badSearch")
            }
            let closed = try await casebook.json("sessions", "close", session, "--outcome", "Made the pool larger")
            #expect(closed["status"] == "closed")
            _ = try await casebook.run("sessions", "close", session).expect(1)
            _ = try await casebook.run("sessions", "note", session, "a note still").expect(0)
        }

        @Test("what looks like a secret is hidden in notes, titles, labels and outcomes")
        func redacts() async throws {
            let session = try await open("Login fails")
            let secret = "AKIAZ7CANARY4KEY2345"
            _ = try await casebook.run("sessions", "note", session, "key=\(secret)").expect(0)
            _ = try await casebook.run(
                "sessions", "edit", session, "--title", "key \(secret)", "--label", "key=\(secret)"
            ).expect(0)
            _ = try await casebook.run("sessions", "close", session, "--outcome", "rotated \(secret)").expect(0)
            let shown = try await casebook.run("sessions", "show", session, "--json").expect(0).text
            #expect(!shown.contains(secret) && shown.contains("«secret:"), "\(shown)")
            #expect(try await casebook.json("sessions", "search", secret)["hits"] == [])
            #expect(try files(holding: Data(secret.utf8)).isEmpty)
            #expect(try DatabaseFile(path: casebook.database).forms(holding: secret).isEmpty)
        }

        @Test("a session is in use until another is, and meant wherever none is named")
        func current() async throws {
            let first = try await open("First")
            let second = try await open("Second")
            #expect(try await casebook.json("use") == ["session": nil])
            #expect(try await casebook.json("sessions", "show")["id"]?.stringValue == second)
            #expect(try await casebook.json("use", first) == ["session": .string(first)])
            #expect(try await casebook.json("sessions", "show")["id"]?.stringValue == first)
            #expect(try await casebook.json("sessions", "show", "@last")["id"]?.stringValue == second)
            _ = try await casebook.run("sessions", "note", "@current", "in use").expect(0)
            let called = try await casebook.json("tool", "call", "get_system_load")["evidence"]
            #expect(try await casebook.json("sessions", "show", first)["evidence"]?[1]?["id"] == called)
            #expect(try Conclusion(try await casebook.json("run", "small.yaml")).session == first)
            let third = try await open("Third")
            #expect(third != first)
            _ = try await casebook.run("sessions", "delete", "@current", "--yes").expect(0)
            #expect(try await casebook.json("use") == ["session": nil])
            _ = try await casebook.run("use", third).expect(0)
            #expect(try await casebook.json("use", "--off") == ["session": nil])
            #expect(
                try await casebook.run("sessions", "note", "@current", "x", "--json").expect(2).error()["code"]
                    == "notFound")
        }

        @Test("a secret that was found later leaves every file, and the session goes on")
        func scrub() async throws {
            let session = try await open("Login fails")
            let secret = "correct horse battery staple"
            try casebook.home.write("the file says \(secret)\n", to: "notes.txt")
            _ = try await casebook.run("sessions", "note", session, "it was \(secret)").expect(0)
            let path = casebook.home.path("notes.txt")
            let call = try await casebook.json("tool", "call", "read_file", "path=\(path)", "--session", session)
            let forms = try DatabaseFile(path: casebook.database).forms(holding: secret)
            #expect(forms.count >= 2)
            #expect(try forms.allSatisfy { try !files(holding: $0).isEmpty })
            try casebook.home.write("\u{FEFF}\(secret)\r\n\n", to: "secret.txt")
            let file = casebook.home.path("secret.txt")
            _ = try await casebook.run("sessions", "scrub", session, "--secret", secret, "--yes").expect(2)
            _ = try await casebook.run("sessions", "scrub", session, "--secret", file).expect(2)
            let before = try await casebook.json("sessions", "show", session)
            let scrubbed = try await casebook.json(
                "sessions", "scrub", session, "--secret", file, "--reason", "it was pasted", "--yes")
            #expect(scrubbed["removed"]?.arrayValue?.count == 2, "\(scrubbed)")
            #expect(try (forms + [Data(secret.utf8)]).allSatisfy { try files(holding: $0).isEmpty })
            let shown = try await casebook.json("sessions", "show", session)
            #expect(shown["sequence"]?.intValue == (before["sequence"]?.intValue ?? 0) + 1)
            for format in ["md", "html", "json"] {
                let report = try await casebook.run("export", session, "--format", format).expect(0).text
                #expect(!report.contains(secret))
            }
            let lost = try #require(call["evidence"]?.stringValue)
            let markdown = try await casebook.run("export", session).expect(0).text
            #expect(markdown.contains("removed"), "\(markdown) \(lost)")
            #expect(try await casebook.json("sessions", "search", "battery")["hits"] == [])
            _ = try await casebook.run("run", "small.yaml", "--session", session).expect(0)
            let nothing = try await casebook.run("sessions", "scrub", session, "--secret", "-", "--json", input: secret)
                .expect(0).json()
            #expect(nothing == ["removed": [], "forks": [], "elsewhere": []])
        }

        @Test("what Casebook lives from is not written over")
        func ownFiles() async throws {
            let session = try await open("Login fails")
            let key = try await casebook.run("verify", "--print-key").expect(0).text
            for suffix in ["", "-lock", "-key"] {
                for command in [["export", session, "--format", "case", "--output"], ["backup", "--force"]] {
                    let answer = try await casebook.run(command + [casebook.database + suffix])
                    #expect(answer.code == 1 || answer.code == 2, "\(answer)")
                }
            }
            _ = try await casebook.run("sessions", "show", session).expect(0)
            #expect(try await casebook.run("verify", "--print-key").expect(0).text == key)
        }

        /// The files of the database that hold these bytes.
        private func files(holding needle: Data) throws -> [String] {
            let folder = URL(filePath: casebook.database).deletingLastPathComponent()
            return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { name in
                guard let bytes = try? Data(contentsOf: folder.appending(path: name)) else { return false }
                return bytes.range(of: needle) != nil
            }
        }

        @Test("a deleted session is gone, and only a person or --yes deletes it")
        func delete() async throws {
            let session = try await open("By mistake")
            #expect(
                try await casebook.run("sessions", "delete", session, "--json").expect(2).error()["code"] == "usage")
            let head = try await casebook.json("sessions", "show", session)
            let deleted = try await casebook.json("sessions", "delete", session, "--yes", "--reason", "by mistake")
            #expect(deleted["sequence"] == head["sequence"] && deleted["hash"] == head["hash"])
            #expect(
                try await casebook.run("sessions", "show", session, "--json").expect(2).error()["code"] == "notFound")
            #expect(try await casebook.json("sessions", "list")["sessions"] == [])
            #expect(try await casebook.json("sessions", "search", "mistake")["hits"] == [])
        }

        @Test("deleting asks on a terminal, and anything but yes removes nothing")
        func asksOnTerminal() async throws {
            let session = try await open("By mistake")
            for (word, code) in [("no\n", 1), ("\u{4}", 1), ("yes\n", 0)] as [(String, Int32)] {
                #expect(try await casebook.json("sessions", "show")["id"]?.stringValue == session)
                let process = try casebook.start("sessions", "delete", session, on: Terminal())
                try await process.wait(forText: "[yes/no]")
                try await process.write(word)
                let ended = try await process.wait()
                #expect(ended.code == code, "\(ended.text)")
                #expect(ended.text.contains("By mistake"))
            }
            #expect(try await casebook.json("sessions", "list")["sessions"] == [])
        }

        @Test("scrubbing says what it would remove before it asks")
        func asksWhatToScrub() async throws {
            let session = try await open("A title")
            let process = try casebook.start(
                "sessions", "scrub", session, "--entry", "2", "--entry", "1", on: Terminal())
            try await process.wait(forText: "[yes/no]")
            try await process.write("no\n")
            let ended = try await process.wait()
            #expect(ended.code == 1)
            #expect(ended.text.contains("Remove what entries 1, 2 hold from \(session) for good?"), "\(ended.text)")
        }

        @Test("a session of which a run is driven is neither deleted nor scrubbed")
        func driven() async throws {
            try casebook.home.write(
                """
                schema: 1
                name: endless
                version: 1.0.0
                title: Waits for what never comes
                steps:
                  - {id: load, uses: get_system_load@1}
                  - id: forever
                    uses: get_system_load@1
                    until: {condition: 'false', every: 1h, max: 100}
                """, to: "endless.yaml")
            let process = try casebook.start("run", "endless.yaml")
            try await process.wait(forText: "load")
            for command in [["delete", "@last", "--yes"], ["scrub", "@last", "--entry", "1", "--yes"]] {
                let answer = try await casebook.run(["sessions"] + command + ["--json"]).expect(1)
                #expect(try answer.error()["code"] == "driven")
            }
            process.send(signal: SIGKILL)
            _ = try await process.wait()
            _ = try await casebook.run("sessions", "delete", "@last", "--yes").expect(0)
            #expect(try await casebook.run("resume", "--json").expect(2).error()["code"] == "notFound")
        }

        @Test("gc removes old bodies that nothing needs, after it told which")
        func gc() async throws {
            let session = try await open("Logs")
            try casebook.home.write("a line\n", to: "notes.txt")
            let path = casebook.home.path("notes.txt")
            _ = try await casebook.run("tool", "call", "read_file", "path=\(path)", "--session", session).expect(0)
            let young = try await casebook.json("gc")
            #expect(young["removed"] == [] && young["dryRun"] == false)
            let trial = try await casebook.json("gc", "--older-than", "0s", "--dry-run")
            let removed = try await casebook.json("gc", "--older-than", "0s")
            #expect(removed["removed"] == trial["removed"])
            #expect(try await casebook.json("gc", "--older-than", "0s")["removed"] == [])
            #expect(try await casebook.run("gc", "--older-than", "soon", "--json").expect(2).error()["code"] == "usage")
        }

        @Test("a backup is a database of its own and replaces nothing unasked")
        func backup() async throws {
            let session = try await open("Kept")
            let path = casebook.home.path("backup.db")
            _ = try await casebook.run("backup", path).expect(0)
            #expect(casebook.home.mode(of: "backup.db") == 0o600)
            #expect(try await casebook.run("backup", path, "--json").expect(2).error()["code"] == "exists")
            _ = try await casebook.run("backup", path, "--force").expect(0)
            let listed = try await casebook.json("sessions", "list", "--database", path)["sessions"]
            #expect(listed?.arrayValue?.map { $0["id"] } == [.string(session)])
            let none = casebook.home.path("none.db")
            _ = try await casebook.run("backup", casebook.home.path("x.db"), "--database", none).expect(1)
            #expect(casebook.home.size(of: "none.db") == nil)
        }
    }
}
