import JSON
import TestSupport
import Testing

extension Acceptance {
    /// What people write down themselves, checked as what models write is.
    @Suite("Findings, hypotheses and attachments") struct LedgerTests {
        private let casebook: Casebook

        init() async throws {
            casebook = try Casebook()
            try casebook.home.write(
                "schema: 1\nname: small\nversion: 1.0.0\ntitle: Small\nsteps:\n  - {id: load, uses: get_system_load@1}\n",
                to: "small.yaml")
            _ = try await casebook.run("run", "small.yaml").expect(0)
            try casebook.home.write("first line\nsecond line\n", to: "mail.txt")
        }

        @Test("An attachment is cited, a hypothesis is ruled out by it, and the drafts tell so")
        func whole() async throws {
            let attached = try await casebook.json("attach", "@last", "mail.txt")
            let evidence = try #require(attached["evidence"]?.stringValue)
            #expect(attached["output"]?["lines"] == 2)
            let good = try await casebook.json(
                "finding", "add", "@last", "the mail has two lines", "--severity", "high", "--confidence", "1",
                "--cite", "\(evidence):2 second line")
            #expect(good["verdict"] == "cited")
            let bad = try await casebook.run(
                "finding", "add", "@last", "it has three", "--cite", "\(evidence):1 second line"
            ).expect(0).text
            #expect(bad.contains("miscited") && bad.contains("line 2: second line"))
            let opened = try await casebook.json("hypothesis", "add", "@last", "the mail is empty")
            let id = try #require(opened["id"]?.stringValue)
            try await casebook.run("hypothesis", "weigh", "@last", id, "--status", "refuted").expect(2)
            let decided = try await casebook.json(
                "hypothesis", "weigh", "@last", id, "--against", good["id"]?.stringValue ?? "", "--status", "refuted")
            #expect(decided["status"] == "refuted")
            let brief = try await casebook.json("brief", "@last")
            #expect(brief["known"]?.arrayValue?.contains("ruled out: the mail is empty") == true)
            #expect(try await casebook.run("brief").expect(0).text.contains("Known:"))
            let draft = try await casebook.run("export", "@last", "--template", "postmortem").expect(0).text
            #expect(draft.contains("- the mail is empty\n  - by: the mail has two lines (cited"))
            #expect(try await casebook.run("verify", "@last").expect(0).text.isEmpty == false)
            let list = try await casebook.json("finding", "list", "@last")
            #expect(list["findings"]?.arrayValue?.count == 2)
        }

        @Test("A pipe is attached, and what is no text is refused")
        func pipes() async throws {
            let piped = try await casebook.run(
                ["attach", "@last", "-", "--name", "from a pipe", "--json"], input: "one\nDB_PASS=hunter2hunter2\n")
            let output = try piped.expect(0).json()["output"]
            #expect(output?["name"] == "from a pipe" && output?["lines"] == 2)
            try casebook.home.write([0, 1, 2], to: "binary")
            #expect(
                try await casebook.run("attach", "@last", "binary", "--json").expect(2).error()["code"] == "validation")
            try await casebook.run("attach", "@last", "nothing").expect(1)
            try await casebook.run("export", "--template", "postmortem", "--format", "html").expect(2)
        }
    }
}
