import JSON
import Model
import TestSupport
import Testing

extension Acceptance {
    /// `workflow test`, with cases that were recorded and cases that are wrong.
    @Suite("Testing workflows by recorded cases") struct WorkflowTestTests {
        let folder: RecordingFolder

        init() throws { folder = try RecordingFolder() }

        @Test("a recorded session is a case that holds when its sources are gone")
        func holdsWithoutSources() async throws {
            let session = try Conclusion(try await folder.casebook.json("run", "flows/errors.yaml")).session
            let told = try await folder.casebook.json(
                "workflow", "test", "flows/errors.yaml", "--record", session, "--case", "pump")
            #expect(told["workflow"] == "errors" && told["case"] == "pump" && told["calls"] == 1)
            #expect(told["path"]?.stringValue == folder.home.path("flows/tests/errors/pump.json"))
            let size = try #require(folder.home.size(of: "flows/tests/errors/pump.json"))
            #expect(told["bytes"] == JSONValue(size))
            try folder.home.write("", to: "logs/a.log")
            try folder.home.write("sources: {}\n", to: "casebook.yaml")
            let result = try await folder.result(0)
            #expect(result["ok"] == true && result["differences"] == [] && result["error"]?.isNull == true)
            let plain = try await folder.casebook.run("workflow", "test", "flows/errors.yaml").expect(0)
            #expect(plain.text == "✓ errors pump\n\n1 case, all as recorded\n")
        }

        @Test("a case is named after its session, and takes the place of none that is there")
        func overwritesNothing() async throws {
            let session = try await folder.record("first-one")
            let record = ["workflow", "test", "flows/errors.yaml", "--record", session]
            try await folder.casebook.run(record).expect(0)
            let made = "flows/tests/errors/which-errors-are-there.json"
            let before = try folder.home.read(made)
            try folder.home.write("mine", to: made)
            let refused = try await folder.casebook.run(record + ["--json"]).expect(2)
            #expect(try refused.error()["message"]?.stringValue?.contains("there is a case") == true)
            #expect(try folder.home.read(made) == Array("mine".utf8))
            try await folder.casebook.run(record + ["--force"]).expect(0)
            #expect(try folder.home.read(made) == before)
            let both = try await folder.casebook.json("workflow", "test", "flows/errors.yaml")["cases"]?.arrayValue
            #expect(both?.compactMap { $0["case"]?.stringValue } == ["first-one", "which-errors-are-there"])
        }

        @Test("a wrong expectation fails, and it is told what was expected and what was found")
        func wrongExpectation() async throws {
            try await folder.record()
            try folder.edit { $0.replacing(#""severity": "high""#, with: #""severity": "low""#) }
            let result = try await folder.result(1)
            #expect(
                result["differences"] == [
                    [
                        "kind": "finding", "place": "tell", "member": "severity", "expected": "low", "found": "high",
                        "reason": nil,
                    ]
                ])
            let plain = try await folder.casebook.run("workflow", "test", "flows/errors.yaml").expect(1)
            #expect(plain.text.contains("✗ errors pump"))
            #expect(plain.text.contains("  finding `tell`, severity\n    - low\n    + high\n"))
        }

        @Test("a recording that was tampered with does not pass")
        func tampered() async throws {
            try await folder.record()
            // The answer alone is changed, and the finding that was made of it stands as it was.
            try folder.edit { text in
                guard let output = text.firstRange(of: #""output": {"#), let end = text.firstRange(of: #""calls": ["#)
                else { return text }
                let middle = text[output.upperBound..<end.lowerBound].replacing("stopped", with: "started")
                return String(text[..<output.upperBound]) + middle + text[end.lowerBound...]
            }
            let members = try await folder.result(1)["differences"]?.arrayValue?.compactMap {
                $0["member"]?.stringValue
            }
            #expect(members == ["statement", "citations"])
        }

        @Test(
            "what is no case is an error of that case",
            arguments: [
                "", "{}", "[1]", #"{"schema": 9}"#, #"{"schema": 1, "workflow": "errors"}"#, "\u{FF}",
            ])
        func notACase(_ text: String) async throws {
            try await folder.record()
            try folder.home.write(text, to: "flows/tests/errors/bad.json")
            let json = try await folder.casebook.run("workflow", "test", "flows/errors.yaml", "--json").expect(1).json()
            let cases = try #require(json["cases"]?.arrayValue)
            #expect(cases.map { $0["ok"] } == [false, true])
            #expect(cases.first?["error"]?["code"] == "validation")
        }

        @Test("a case of another workflow is refused")
        func anotherWorkflow() async throws {
            try await folder.record()
            try folder.edit { $0.replacing(#""workflow": "errors""#, with: #""workflow": "others""#) }
            #expect(try await folder.result(1)["error"]?["message"] == "this is a case of `others`")
        }

        @Test("a workflow that asks something new is told that it was not recorded, and by which step")
        func asksSomethingNew() async throws {
            try await folder.record()
            let changed = RecordingFolder.workflow.replacing("limit: 5", with: "limit: 6")
            try folder.home.write(changed, to: "flows/errors.yaml")
            let result = try await folder.result(1)
            #expect(
                result["notRecorded"] == [
                    [
                        "step": "hits", "iteration": nil, "attempt": 1, "tool": "search_logs", "version": 1,
                        "arguments": ["regex": ".", "level": "error", "limit": 6],
                    ]
                ])
            let plain = try await folder.casebook.run("workflow", "test", "flows/errors.yaml").expect(1)
            #expect(plain.text.contains("not recorded: step `hits` asked search_logs@1 with"))
        }

        @Test("an input that the workflow no longer takes is told")
        func inputIsGone() async throws {
            try await folder.record()
            try folder.edit { $0.replacing(#""level": "error""#, with: #""levels": "error""#) }
            let error = try await folder.result(1)["error"]
            #expect(error?["code"] == "validation")
            #expect(error?["message"]?.stringValue?.contains("levels") == true)
        }

        @Test("without any case nothing passes")
        func noCase() async throws {
            let plain = try await folder.casebook.run("workflow", "test", "flows/errors.yaml").expect(1)
            #expect(plain.text.contains("errors has no recorded case in \(folder.home.path("flows/tests/errors"))"))
            #expect(plain.text.contains("--record SESSION"))
            let json = try await folder.casebook.run("workflow", "test", "--json").expect(1).json()
            #expect(json["ok"] == false && json["cases"] == [])
            #expect(json["withoutCases"]?.arrayValue?.count == ShippedCaseTests.shipped.count)
            // One that has cases does not stand for another that has none.
            try await folder.record()
            try folder.home.write(
                RecordingFolder.workflow.replacing("name: errors", with: "name: other"), to: "flows/other.yaml")
            try await folder.casebook.run("workflow", "test", "flows/errors.yaml").expect(0)
            try await folder.casebook.run("workflow", "test", "flows/errors.yaml", "flows/other.yaml").expect(1)
        }

        @Test("a workflow of the configured folder that is not right fails, and the others are tested")
        func oneIsNotRight() async throws {
            try await folder.record()
            try folder.home.write(
                "sources: {app: {kind: logs, paths: [logs/]}}\nworkflows: [flows]\n", to: "casebook.yaml")
            #expect(try await folder.casebook.json("workflow", "test")["ok"] == true)
            try folder.home.write("schema: 1\nname: broken\nsteps: 7\n", to: "flows/broken.yaml")
            let json = try await folder.casebook.run("workflow", "test", "--json").expect(1).json()
            let cases = try #require(json["cases"]?.arrayValue)
            #expect(cases.map { $0["workflow"] } == ["broken", "errors"])
            #expect(cases.map { $0["ok"] } == [false, true])
            let plain = try await folder.casebook.run("workflow", "test").expect(1)
            #expect(plain.text.hasPrefix("✗ broken\n") && plain.text.contains("✓ errors pump"), "\(plain.text)")
            try await folder.casebook.run("workflow", "test", "broken").expect(2)
        }

        @Test("of two long texts the place is shown where they differ")
        func longTexts() async throws {
            let long = String(repeating: "word ", count: 100)
            try folder.home.write("2026-03-01T12:00:05Z ERROR checkout \(long)pump\n", to: "logs/a.log")
            try await folder.record()
            try folder.edit { $0.replacing("pump\",\n        \"severity\"", with: "bolt\",\n        \"severity\"") }
            let plain = try await folder.casebook.run("workflow", "test", "flows/errors.yaml").expect(1)
            #expect(plain.text.contains("word bolt\n") && plain.text.contains("word pump\n"), "\(plain.text)")
        }

        @Test("what cannot be recorded is refused, and nothing is written")
        func refusals() async throws {
            let session = try await folder.record()
            let base = ["workflow", "test"]
            for (arguments, code) in [
                (["--record", session], 2), (["flows/errors.yaml", "flows/errors.yaml", "--record", session], 2),
                (["flows/errors.yaml", "--case", "x"], 2), (["flows/errors.yaml", "--force"], 2),
                (["flows/errors.yaml", "--record", "ses_nothing"], 2),
                (["flows/errors.yaml", "--record", session, "--case", "../x"], 2),
                (["flows/errors.yaml", "--record", session, "--case", ".x"], 2),
                (["log-triage", "--record", session, "--case", "x"], 2), (["nothing"], 2), (["flows/none.yaml"], 2),
            ] as [([String], Int32)] {
                try await folder.casebook.run(base + arguments).expect(code)
            }
            // The file says something else than the run did: a case of it would fail at once.
            try folder.home.write(
                RecordingFolder.workflow.replacing("severity: high", with: "severity: low"), to: "flows/errors.yaml")
            let answer = try await folder.casebook.run(
                base + ["flows/errors.yaml", "--record", session, "--case", "late"])
            #expect(try answer.expect(2).errors.contains("the run does not repeat"))
            #expect(folder.home.size(of: "flows/tests/errors/late.json") == nil)
        }
    }
}
