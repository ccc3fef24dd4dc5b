import JSON
import Model
import TestSupport
import Testing

extension Acceptance {
    /// Runs that wait for a person, and what the person does.
    @Suite("Waiting for a person") struct ApprovalTests {
        let casebook: Casebook

        init() throws {
            casebook = try Casebook()
            try casebook.home.write(
                "2026-03-01T12:00:00Z INFO checkout one\n2026-03-01T12:00:01Z INFO checkout two\n", to: "logs/a.log")
            try casebook.home.write("sources: {app: {kind: logs, paths: [logs/]}}\n", to: "casebook.yaml")
            try casebook.home.write(PeopleWorkflow.text, to: "people.yaml")
        }

        /// The only thing that waits.
        private func waiting() async throws -> JSONValue {
            let approvals = try #require(try await casebook.json("approvals")["approvals"]?.arrayValue)
            #expect(approvals.count == 1, "\(approvals)")
            return try #require(approvals.first)
        }

        private func identifier() async throws -> String { try #require(try await waiting()["id"]?.stringValue) }

        @Test("a question, a guarded call and a gate are asked one after the other, and resume drives on from each")
        func wholeWay() async throws {
            let first = try Conclusion(try await casebook.run("run", "people.yaml", "--json").expect(3).json())
            #expect(first.status == "waiting")
            let question = try await waiting()
            #expect(question["purpose"] == "question")
            #expect(question["session"]?.stringValue == first.session)
            #expect(question["step"] == "service")
            #expect(question["message"] == "Which service do users complain about?")
            #expect(question["action"]?.isNull == true)
            #expect(question["schema"]?["required"] == ["name"])
            let id = try #require(question["id"]?.stringValue)
            // Nobody has answered: it still waits, and asks nothing twice.
            try await casebook.run("resume", first.session).expect(3)
            #expect(try await identifier() == id)
            #expect(
                try await casebook.json("answer", id, #"{"name": "checkout"}"#)
                    == ["id": .string(id), "session": .string(first.session), "decision": "answered", "action": nil])
            let second = try Conclusion(try await casebook.run("resume", "--json").expect(3).json())
            #expect(second.run == first.run)

            let approval = try await waiting()
            #expect(approval["purpose"] == "approval")
            #expect(approval["step"] == "search")
            #expect(approval["message"] == "Search all logs for checkout?")
            let action: JSONValue = [
                ["step": "search", "uses": "search_logs@1", "arguments": ["literal": "checkout", "limit": 5]]
            ]
            #expect(approval["action"] == action, "\(approval.serialized())")
            let agreed = try #require(approval["id"]?.stringValue)
            let answer = try await casebook.json("approve", String(agreed.prefix(12)), "--yes")
            #expect(answer["decision"] == "approved")
            #expect(answer["action"] == action)
            try await casebook.run("resume", first.session, "--json").expect(3)

            let gate = try await waiting()
            #expect(gate["groups"] == ["oncall"])
            #expect(gate["action"]?.arrayValue?.compactMap { $0["uses"]?.stringValue } == ["get_system_load@1"])
            let shown = try await casebook.run("approvals").expect(0).text
            for word in ["Look at this host too?", "get_system_load@1", "oncall", first.session] {
                #expect(shown.contains(word), "\(word): \(shown)")
            }
            try await casebook.run("approve", try #require(gate["id"]?.stringValue), "--yes").expect(0)
            let end = try Conclusion(try await casebook.run("resume", first.session, "--json").expect(0).json())
            #expect(end.status == "succeeded")
            #expect(end.outputs == ["total": 2, "load": "succeeded"])
            #expect(try await casebook.json("approvals") == ["approvals": []])
            #expect(try await casebook.run("approvals").expect(0).text == "Nothing waits for a person.\n")
        }

        @Test("what is decided is decided: neither a second word nor another kind of word counts")
        func decidedOnce() async throws {
            try await casebook.run("run", "people.yaml").expect(3)
            let id = try await identifier()
            let wrongKind = try await casebook.run("approve", id, "--yes", "--json").expect(2)
            #expect(try wrongKind.error()["hint"]?.stringValue?.contains("casebook answer \(id)") == true)
            try await casebook.run("answer", id, #"{"name": "checkout"}"#).expect(0)
            let late = try await casebook.run("answer", id, #"{"name": "other"}"#, "--json").expect(2)
            #expect(try late.error()["code"] == "notFound")
            try await casebook.run("deny", id).expect(2)
            try await casebook.run("resume").expect(3)
            let approval = try await waiting()
            #expect(approval["message"] == "Search all logs for checkout?")
            let answered = try await casebook.run("answer", try await identifier(), "yes", "--json").expect(2)
            #expect(try answered.error()["hint"]?.stringValue?.contains("casebook approve") == true)
        }

        @Test("approve and deny show the exact action on a terminal and ask; anything but yes decides nothing")
        func asksOnTerminal() async throws {
            try await casebook.run("run", "people.yaml").expect(3)
            try await casebook.run("answer", try await identifier(), #"{"name": "checkout"}"#).expect(0)
            try await casebook.run("resume").expect(3)
            let id = try await identifier()
            let unsure = try await casebook.run("approve", id, "--json", input: "yes\n").expect(2)
            #expect(try unsure.error()["hint"]?.stringValue?.contains("--yes") == true)
            for (command, word) in [("approve", "no\n"), ("approve", "\n"), ("deny", "n\n"), ("approve", "\u{4}")] {
                let ended = try await answer(word, to: command, id)
                #expect(ended.code == 1, "\(command) \(word.debugDescription): \(ended.text)")
                #expect(ended.text.contains("Nothing was decided."))
                #expect(try await identifier() == id)
            }
            let agreed = try await answer("yes\n", to: "approve", id)
            #expect(agreed.code == 0, "\(agreed.text)")
            for word in ["Search all logs for checkout?", "search_logs@1", #""literal":"checkout""#, "step search"] {
                #expect(agreed.text.contains(word), "\(word): \(agreed.text)")
            }
            #expect(try await casebook.json("approvals") == ["approvals": []])
        }

        private func answer(_ word: String, to command: String, _ id: String) async throws -> ProcessResult {
            let process = try casebook.start(command, id, on: Terminal())
            try await process.wait(forText: "[yes/no]")
            try await process.write(word)
            return try await process.wait()
        }

        @Test("a denied call is not made, what needs it is skipped, and the run fails with the reason")
        func denied() async throws {
            try await casebook.run("run", "people.yaml").expect(3)
            try await casebook.run("answer", try await identifier(), #"{"name": "checkout"}"#).expect(0)
            try await casebook.run("resume").expect(3)
            let id = try await identifier()
            let answer = try await casebook.json("deny", id, "--reason", "not in business hours")
            #expect(answer["decision"] == "denied")
            let ended = try await casebook.run("resume", "--json").expect(1).json()
            #expect(ended["status"] == "failed")
            #expect(ended["error"]?["message"]?.stringValue?.contains("not in business hours") == true, "\(ended)")
            let run = try await casebook.json("sessions", "show")["runs"]?[0]
            let statuses = Dictionary(
                (run?["steps"]?.arrayValue ?? []).map {
                    ($0["step"]?.stringValue ?? "", $0["status"]?.stringValue ?? "")
                }, uniquingKeysWith: { $1 })
            #expect(statuses == ["service": "succeeded", "search": "failed", "gate": "skipped", "load": "skipped"])
            #expect(try await casebook.json("sessions", "show")["evidence"] == [])
        }

        @Test("an answer of a wrong shape is refused and the question stays")
        func wrongShape() async throws {
            try await casebook.run("run", "people.yaml").expect(3)
            let id = try await identifier()
            for answer in [
                #"{"name": 7}"#, "checkout", "{}", #"{"name": "a", "more": 1}"#, "null", "", "[", "{\"name\"",
            ] {
                let refused = try await casebook.run("answer", id, answer, "--json").expect(2)
                let error = try refused.error()
                #expect(error["message"]?.stringValue?.contains("does not fit") == true, "\(answer): \(error)")
                #expect(error["hint"]?.stringValue?.isEmpty == false, "\(answer)")
            }
            #expect(try await identifier() == id)
            try await casebook.run("answer", id, "-", input: #"{"name": "checkout"}"# + "\n").expect(0)
        }

        @Test(
            "the answer's type follows the question's schema",
            arguments: [
                ("{type: string}", "7", JSONValue.string("7")), ("{type: integer}", "7", 7),
                ("{type: boolean}", "true", true), ("{enum: [yes-all, none]}", "none", "none"),
                ("{type: [string, 'null']}", "null", JSONValue.null), ("{}", "some words", "some words"),
                ("{type: array, items: {type: string}}", #"["a", "b"]"#, .array(["a", "b"])),
            ])
        func types(_ schema: String, _ answer: String, _ wanted: JSONValue) async throws {
            try casebook.home.write(PeopleWorkflow.asking(schema), to: "asking.yaml")
            try await casebook.run("run", "asking.yaml").expect(3)
            try await casebook.run("answer", try await identifier(), answer).expect(0)
            let end = try Conclusion(try await casebook.json("resume"))
            #expect(end.outputs == ["value": wanted])
        }

        @Test(
            "when nobody answers in time, on-expiry decides",
            arguments: [
                ("deny", 1, "failed", "skipped"), ("fail", 1, "timedOut", "skipped"),
                ("skip", 0, "skipped", "succeeded"),
            ])
        func expired(_ policy: String, _ code: Int32, _ guarded: String, _ after: String) async throws {
            try casebook.home.write(PeopleWorkflow.expiring(after: "1500ms", policy), to: "expiring.yaml")
            try await casebook.run("run", "expiring.yaml").expect(3)
            let id = try await identifier()
            let deadline = ContinuousClock.now + .seconds(30)
            while try await casebook.json("approvals")["approvals"]?.arrayValue?.isEmpty == false,
                ContinuousClock.now < deadline
            {}
            let late = try await casebook.run("approve", id, "--yes", "--json")
            #expect(late.code == 2, "an approval counts after its time: \(late.text)")
            let end = try await casebook.run("resume", "--json").expect(code).json()
            #expect(
                end["outputs"] == ["guarded": .string(guarded), "after": .string(after), "anyway": "succeeded"],
                "\(end.serialized())")
            try await casebook.run("resume").expect(code)
        }

        @Test("a gate that nobody opened in time keeps what it guards shut, whatever a step's condition asks")
        func gateExpired() async throws {
            try casebook.home.write(PeopleWorkflow.gate(after: "1500ms", "skip"), to: "gate.yaml")
            try await casebook.run("run", "gate.yaml").expect(3)
            let deadline = ContinuousClock.now + .seconds(30)
            while try await casebook.json("approvals")["approvals"]?.arrayValue?.isEmpty == false,
                ContinuousClock.now < deadline
            {}
            let end = try await casebook.run("resume", "--json").expect(0).json()
            #expect(
                end["outputs"] == [
                    "gate": "skipped", "guarded": "skipped", "stubborn": "skipped", "free": "succeeded",
                ],
                "\(end.serialized())")
        }

        @Test("what was agreed to in time counts, though the run goes on after the time")
        func agreedInTime() async throws {
            try casebook.home.write(PeopleWorkflow.expiring(after: "3s", "deny"), to: "expiring.yaml")
            try await casebook.run("run", "expiring.yaml").expect(3)
            let waiting = try await waiting()
            let expires = try #require(waiting["expires"]?.stringValue.flatMap { Timestamp(rfc3339: $0) })
            try await casebook.run("approve", try #require(waiting["id"]?.stringValue), "--yes").expect(0)
            while SystemWallClock().now <= expires { try await casebook.run("approvals").expect(0) }
            let end = try await casebook.run("resume", "--json").expect(0).json()
            #expect(end["outputs"]?["guarded"] == "succeeded")
        }
    }
}
