import JSON
import Model
import Testing
import Tooling

@testable import Workflows

@Suite struct WorkflowLoaderTests {
    @Test func everyMistakeIsToldAtOnce() {
        let text = """
            schema: 1
            name: test
            version: 1.0
            titel: A title
            steps:
              - id: find
                needs: []
                uses: serch_logs@1
              - id: find
                uses: search_logs@1
                with: {source: app, limit: many, litral: x}
              - id: points
                needs: [fnd]
                uses: find_change_points@1
              - id: late
                needs: []
                if: steps.points.output.count > 0
                run: rm -rf /
              - id: last
                uses: echo@1
                with: {value: '${{ steps.late.outptu }}', flag: yes}
              - id: more
                id: again
                if: !failure()
                uses: echo@1
                name: one: two
            """
        let found = Fixtures.problems(text).map { "\($0.line):\($0.column)+\($0.length) \($0.code.rawValue)" }
        #expect(
            found == [
                "3:10+3 invalidValue", "4:1+5 unknownKey", "8:11+12 unknownName", "9:9+4 duplicate",
                "11:32+4 invalidValue",
                "11:38+6 unknownKey", "13:13+3 unknownName", "14:11+20 unknownName", "17:9+25 expression",
                "18:5+3 unsupported", "21:35+6 expression", "21:53+3 ambiguousWord", "23:5+2 duplicate", "24:9+10 yaml",
                "26:14+1 yaml",
            ])
    }

    /// A text, the place of its one problem, and words of message or hint.
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        let line: Int
        let column: Int
        let words: String
        var testDescription: String { name }

        init(_ name: String, _ text: String, _ line: Int, _ column: Int, _ words: String) {
            self.name = name
            self.text = text
            self.line = line
            self.column = column
            self.words = words
        }
    }

    static func steps(_ steps: String, head: String = "", tail: String = "") -> String {
        Fixtures.text(steps: steps, head: head, tail: tail)
    }

    static let cases = [
        Case("empty", "", 1, 1, "empty"),
        Case("list", "- a\n", 1, 1, "mapping"),
        Case("two documents", "a: 1\n---\nb: 2\n", 2, 1, "one document"),
        Case("tab", "schema: 1\nname: x\n\tversion: 1\n", 3, 1, "tab"),
        Case("no steps", "schema: 1\nname: test\nversion: 1.0.0\n", 1, 1, "`steps`"),
        Case("empty steps", "schema: 1\nname: test\nversion: 1.0.0\nsteps: []\n", 4, 1, "at least one step"),
        Case(
            "wrong schema", "schema: 2\nname: test\nversion: 1.0.0\nsteps: [{id: a, uses: echo@1}]\n", 1, 9, "must be 1"
        ),
        Case("duplicate key", steps("  - {id: a, uses: echo@1, uses: echo@1}\n"), 5, 27, "stands twice"),
        Case("version left out", steps("  - {id: a, uses: find_change_points}\n"), 5, 19, "find_change_points@2"),
        Case(
            "wrong version", steps("  - {id: a, uses: find_change_points@1, with: {query: x}}\n"), 5, 19,
            "find_change_points@2"),
        Case("unknown tool", steps("  - {id: a, uses: ecko@1}\n"), 5, 19, "did you mean `echo`?"),
        Case(
            "unknown need", steps("  - {id: abc, uses: echo@1}\n  - {id: b, uses: echo@1, needs: [abd]}\n"), 6, 35,
            "did you mean `abc`?"),
        Case("own need", steps("  - {id: a, uses: echo@1, needs: [a]}\n"), 5, 35, "needs itself"),
        Case(
            "cycle", steps("  - {id: a, uses: echo@1, needs: [b]}\n  - {id: b, uses: echo@1, needs: [a]}\n"), 5, 35,
            "`a` → `b` → `a`"),
        Case("missing argument", steps("  - {id: a, uses: search_logs@1}\n"), 5, 13, "needs the argument `source`"),
        Case(
            "argument of wrong type", steps("  - {id: a, uses: search_logs@1, with: {source: app, limit: '5'}}\n"), 5,
            61, "`limit`"),
        Case(
            "argument out of range", steps("  - {id: a, uses: search_logs@1, with: {source: app, limit: 500}}\n"), 5,
            61, "`limit`"),
        Case("list for a text", steps("  - {id: a, uses: search_logs@1, with: {source: [app]}}\n"), 5, 49, "string"),
        Case(
            "expression of wrong type",
            steps("  - {id: a, uses: search_logs@1, with: {source: app, limit: '${{ session.title }}'}}\n"), 5, 61,
            "takes integer, and this is string"),
        Case(
            "expression in a query",
            steps("  - {id: a, uses: find_change_points@2, with: {query: 'x{a=\"${{ inputs.b }}\"}'}}\n"), 5, 55,
            "params"),
        Case(
            "unknown source", steps("  - {id: a, uses: search_logs@1, with: {source: ap}}\n"), 5, 49,
            "did you mean `app`?"),
        Case(
            "wrong source", steps("  - {id: a, uses: search_logs@1, with: {source: plan}}\n"), 5, 49, "terraform-plan"),
        Case(
            "not needed",
            steps("  - {id: a, uses: echo@1}\n  - {id: b, uses: echo@1, needs: [], if: 'steps.a.status == \"x\"'}\n"),
            6, 43, "add `a` to its `needs`"),
        Case(
            "unknown step",
            steps("  - {id: abc, uses: echo@1}\n  - {id: b, uses: echo@1, if: steps.abd.status == 'x'}\n"), 6, 31,
            "did you mean `abc`?"),
        Case(
            "bare steps", steps("  - {id: a, uses: echo@1}\n  - {id: b, uses: echo@1, if: size(steps) > 0}\n"), 6, 36,
            "steps.ID"),
        Case("own result", steps("  - {id: a, uses: echo@1, if: steps.a.status == 'x'}\n"), 5, 31, "own result"),
        Case("truthy if", steps("  - {id: a, uses: echo@1, if: session.title}\n"), 5, 31, "bool"),
        Case("marks in if", steps("  - id: a\n    uses: echo@1\n    if: ${{ true }}\n"), 7, 9, "without `${{ }}`"),
        Case("bang in if", steps("  - id: a\n    uses: echo@1\n    if: !failure()\n"), 7, 9, "'!failure()'"),
        Case(
            "colon in if", steps("  - id: a\n    uses: echo@1\n    if: session.title == 'a' ? true : false\n"), 7, 37,
            "quote it"),
        Case(
            "hash in if", steps("  - id: a\n    uses: echo@1\n    if: session.title == 'a #b'\n"), 7, 26,
            "begins a comment"),
        Case(
            "unclosed expression", steps("  - {id: a, uses: echo@1, with: {x: 'a ${{ session.title'}}\n"), 5, 40,
            "not closed"),
        Case(
            "expression in a key", steps("  - {id: a, uses: echo@1, with: {'${{ session.title }}': 1}}\n"), 5, 34, "key"
        ),
        Case(
            "list in a text", steps("  - {id: a, uses: echo@1, with: {x: 'a ${{ [1] }}'}}\n"), 5, 44,
            "cannot stand in a text"),
        Case("nothing to do", steps("  - {id: a}\n"), 5, 10, "does nothing"),
        Case(
            "two things to do", steps("  - {id: a, uses: echo@1, ask: {message: x, schema: {}}}\n"), 5, 27, "two steps"),
        Case("lone gate", steps("  - {id: a, approve: {message: x}}\n"), 5, 10, "guards nothing"),
        Case(
            "misplaced with",
            steps("  - {id: a, uses: echo@1}\n  - {id: b, with: {}, ask: {message: x, schema: {}}}\n"), 6, 13,
            "no meaning"),
        Case("bad duration", steps("  - {id: a, uses: echo@1, timeout: 5 minutes}\n"), 5, 36, "500ms"),
        Case("bad size", steps("  - {id: a, uses: echo@1}\n", head: "budget: {bytes: 2GB}\n"), 4, 17, "2GiB"),
        Case("bad id", steps("  - {id: a-b, uses: echo@1}\n"), 5, 10, "letters, digits"),
        Case(
            "bad pattern", steps("  - {id: a, uses: echo@1}\n", head: "inputs: {a: {type: string, pattern: '('}}\n"), 4,
            37, "pattern"),
        Case(
            "default off pattern",
            steps("  - {id: a, uses: echo@1}\n", head: "inputs: {a: {type: string, pattern: '^x', default: y}}\n"), 4,
            52, "default"),
        Case(
            "unknown input",
            steps("  - {id: a, uses: echo@1, if: inputs.ab == 1}\n", head: "inputs: {abc: {type: integer}}\n"), 6, 38,
            "did you mean"),
        Case(
            "unknown field",
            steps(
                "  - {id: a, uses: search_logs@1, with: {source: app}}\n  - {id: b, uses: echo@1, if: steps.a.output.cuont > 0}\n"
            ), 6, 46, "did you mean"),
        Case(
            "uncited finding", steps("  - {id: a, finding: {statement: x, severity: high, citations: []}}\n"), 5, 53,
            "at least one"),
        Case(
            "bad severity",
            steps(
                "  - {id: a, uses: echo@1}\n  - {id: b, finding: {statement: x, severity: hihg, citations: [{step: a, pointer: /x}]}}\n"
            ), 6, 47, "did you mean `high`?"),
        Case(
            "bad pointer",
            steps(
                "  - {id: a, uses: echo@1}\n  - {id: b, finding: {statement: x, severity: high, citations: [{step: a, pointer: x}]}}\n"
            ), 6, 84, "RFC 6901"),
        Case("unknown workflow", steps("  - {id: a, uses: workflow/none@1}\n"), 5, 19, "no workflow `none`"),
        Case(
            "shared handler",
            steps(
                "  - {id: a, uses: echo@1, on-error: c}\n  - {id: b, uses: echo@1, on-error: c}\n  - {id: c, uses: echo@1, needs: []}\n"
            ), 6, 37, "already handles"),
        Case(
            "not a list", steps("  - {id: a, uses: echo@1, foreach: {in: '${{ session.title }}', as: x}}\n"), 5, 41,
            "takes a list"),
    ]

    @Test(arguments: cases) func oneProblem(_ test: Case) throws {
        let problems = Fixtures.problems(test.text, sources: Fixtures.sources)
        let found = problems.map(\.description).joined(separator: "\n")
        let problem = try #require(problems.first)
        #expect(problems.count == 1, "\(found)")
        let shown = "\(problem.line):\(problem.column)"
        #expect(shown == "\(test.line):\(test.column)", "\(found)")
        #expect((problem.message + (problem.hint ?? "")).contains(test.words), "\(found)")
    }

    @Test func problemsAreUnderlined() throws {
        let problem = try #require(Fixtures.problems(Self.steps("  - {id: é, uses: ecko@1}\n")).last)
        #expect(
            problem.rendered == """
                test.yaml:5:19: error: there is no tool `ecko`
                 5 |   - {id: é, uses: ecko@1}
                   |                   ^~~~~~
                   = did you mean `echo`?
                """)
    }

    @Test func ofALongLineAStretchIsShown() throws {
        let long = String(repeating: "é", count: 100_000)
        let problem = try #require(
            Fixtures.problems(Self.steps("  - {id: a, name: \(long), uses: ecko@1, retry: \(long)}\n")).last {
                $0.message.contains("`ecko`")
            })
        let lines = problem.rendered.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count < 150 })
        let mark = try #require(lines[2].firstIndex(of: "^"))
        #expect(lines[1].dropFirst(lines[2].distance(from: lines[2].startIndex, to: mark)).hasPrefix("ecko@1, retry"))
    }

    @Test func everyKeyIsUnderstood() throws {
        let text = """
            schema: 1
            name: whole
            version: 2.1.0
            title: Everything
            description: All keys at once
            inputs:
              service: {type: string, pattern: '^[a-z]+$', default: web, description: The service}
              logs: {type: source, kind: logs}
              sizes: {type: list, default: [1, 2]}
              mode: {type: string, enum: [fast, slow], default: fast}
            budget: {calls: 60, seconds: 1200, bytes: 2GiB}
            defaults: {timeout: 60s, retry: {max-attempts: 3, delay: 1s, backoff: exponential, jitter: true, errors: [communication]}}
            steps:
              - id: onset
                uses: find_change_points@2
                with: {query: 'rate(x{service=$service}[1m])', params: {service: '${{ inputs.service }}'}}
                timeout: 5s
                retry: {max-attempts: 5}
              - id: lines
                uses: search_logs@1
                with: {source: '${{ inputs.logs }}', literal: "${{ steps.onset.output.points[?0].?time.orValue(session.window.start) }}"}
                cache: refresh
                on-error: fallback
              - id: fallback
                uses: echo@1
                with: {count: 0, why: '${{ steps.lines.error.message }}'}
              - id: detail
                needs: [onset, lines]
                if: size(steps.onset.output.points) > 0
                foreach: {in: '${{ steps.onset.output.points }}', as: point, max-parallel: 4, max-items: 20, on-overflow: truncate}
                uses: search_logs@1
                with: {source: '${{ inputs.logs }}', literal: '${{ point.time }}'}
                continue-on-error: true
              - id: ready
                needs: []
                uses: echo@1
                until: {condition: steps.ready.output.done == true, every: 10s, max: 5}
              - id: gate
                needs: [onset]
                approve: {message: 'Go on with ${{ inputs.service }}?', groups: [oncall], expires: 30m, on-expiry: skip}
              - id: guarded
                needs: [gate]
                uses: echo@1
                approve: {message: Really?, by: client}
              - id: who
                needs: []
                ask: {message: Who?, schema: {type: object, properties: {name: {type: string}}}, expires: 1h, on-expiry: fail}
              - id: cause
                needs: [onset, lines, who]
                if: always() && size(steps.onset.output.points) > 0
                finding:
                  statement: 'New since ${{ steps.onset.output.points[0].time }} says ${{ steps.who.output.name }}'
                  severity: critical
                  confidence: 0.9
                  citations: [{step: onset, pointer: /points/0/time}, {evidence: '${{ steps.onset.evidence }}', lines: [1, 2]}]
            outputs: {onset: '${{ steps.onset.output.points[?0].?time }}'}
            guide: Look at **it**.
            """
        let workflow = try Fixtures.load(text, sources: Fixtures.sources).get()
        #expect(workflow.name == "whole")
        #expect(workflow.budget == WorkflowBudget(calls: 60, seconds: 1200, bytes: 2 << 30))
        #expect(
            workflow.steps.map(\.id) == [
                "onset", "lines", "fallback", "detail", "ready", "gate", "guarded", "who", "cause",
            ])
        #expect(workflow.step("onset")?.timeout == .seconds(5))
        #expect(workflow.step("onset")?.retry.maxAttempts == 5)
        #expect(workflow.step("onset")?.retry.errors == [.communication])
        #expect(workflow.step("lines")?.timeout == .seconds(60))
        #expect(workflow.step("detail")?.needs == [0, 1, 2])
        #expect(workflow.step("fallback")?.handles == 1)
        #expect(workflow.step("cause")?.condition?.asksForOutcome == true)
        #expect(workflow.warnings == [])
    }

    @Test func anIndexWithoutGuardIsWarnedOf() throws {
        let text = Self.steps(
            "  - {id: a, uses: find_change_points@2, with: {query: x}}\n  - {id: b, uses: echo@1, with: {x: '${{ steps.a.output.points[0].time }}'}}\n"
        )
        let workflow = try Fixtures.load(text).get()
        #expect(workflow.warnings.map { "\($0.line):\($0.column)" } == ["6:42"])
        #expect(workflow.warnings.first?.code == .warning)
    }

    @Test func sizesAreLimited() {
        let long = "schema: 1\n# " + String(repeating: "x", count: 1 << 20)
        #expect(Fixtures.problems(long).map(\.code) == [.limit])
        let many = Self.steps((0...2000).map { "  - {id: s\($0), uses: echo@1}\n" }.joined())
        #expect(Fixtures.problems(many).map(\.code) == [.limit])
    }

    @Test func workflowsCannotUseThemselves() {
        let text = Self.steps("  - {id: a, uses: workflow/other@1}\n")
        let other = text.replacing("name: test", with: "name: other")
        guard case .failure(let failure) = Fixtures.load(text, workflows: ["other": other]) else {
            Issue.record("it was loaded")
            return
        }
        #expect(failure.problems.contains { $0.code == .cycle && $0.file == "other.yaml" })
    }

    /// Whatever is done to a good file, the answer is a workflow or problems with places in the text.
    @Test(arguments: 0..<8) func mutatedFilesGiveProblems(_ seed: Int) throws {
        var random = SeededGenerator(state: UInt64(seed))
        let pieces = [
            "\n", "  ", ": ", "- ", "'", "\"", "{", "}", "[", "${{", "}}", "steps", "needs", "x", "#", "!", "*", "&a ",
            "\u{0}", "é", "1", "foreach",
        ]
        for _ in 0..<150 {
            var text = Self.cases[Int.random(in: 0..<Self.cases.count, using: &random)].text
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                let place = text.index(text.startIndex, offsetBy: Int.random(in: 0...text.count, using: &random))
                text.insert(contentsOf: pieces.randomElement(using: &random) ?? "", at: place)
            }
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
            for problem in Fixtures.problems(text, sources: Fixtures.sources) {
                #expect((1...lines).contains(problem.line))
                #expect(!problem.rendered.isEmpty)
            }
        }
    }
}
