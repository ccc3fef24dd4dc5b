import JSON
import Testing

@testable import Workflows

/// A file in which everything is wrong that can be told before a run gets a message for each, at its place.
@Suite struct WorkflowMistakesTests {
    private static let file = #"""
        schema: 1
        name: test
        version: 1.0.0
        titel: Everything is wrong
        inputs:
          bomb:
            type: list
            default:
              - &a [x, x, x, x, x, x, x, x, x, x]
              - &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
              - &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
              - &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
              - &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
              - &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
        steps:
          - id: lines
            needs: []
            uses: search_logs@1
            with: {source: app, limit: many}
          - id: tool
            needs: []
            uses: serch_logs@1
          - id: lines
            needs: []
            uses: echo@1
          - id: points
            needs: []
            uses: find_change_points@2
            with: {query: 'rate(x{service="${{ session.title }}"}[1m])'}
          - id: twice
            needs: [lines]
            uses: echo@1
            needs: []
          - id: chicken
            needs: [egg]
            uses: echo@1
          - id: egg
            needs: [chicken]
            uses: echo@1
          - id: lost
            needs: [line]
            uses: echo@1
          - id: typed
            needs: [lines]
            if: steps.lines.output.count > 'three'
            uses: echo@1
          - id: word
            needs: []
            uses: echo@1
            continue-on-error: yes
          - id: bang
            needs: []
            if: !failure()
            uses: echo@1
          - id: colon
            needs: []
            if: session.title == 'a' ? true : false
            uses: echo@1
          - id: hash
            needs: []
            if: session.title == 'issue #7'
            uses: echo@1
        """#

    /// Place, code, and a part of the message with its hint.
    private static let expected: [(String, String, String)] = [
        ("4:1+5", "unknownKey", "did you mean `title`?"),
        ("14:9+1", "limit", "too many anchors and aliases"),
        ("19:32+4", "invalidValue", "`limit`"),
        ("22:11+12", "unknownName", "did you mean `search_logs`?"),
        ("23:9+5", "duplicate", "two steps have the id `lines`"),
        ("29:19+45", "expression", "pass the value in `params`"),
        ("33:5+5", "duplicate", "stands twice"),
        ("35:13+3", "cycle", "`chicken` → `egg` → `chicken`"),
        ("41:13+4", "unknownName", "did you mean `lines`?"),
        ("45:9+34", "expression", "no such overload: int > string"),
        ("50:24+3", "ambiguousWord", "write `true` or `false`, or quote it: 'yes'"),
        ("53:9+10", "yaml", "quote it: '!failure()'"),
        ("57:37+1", "yaml", "quote it: 'session.title == ''a'' ? true : false'"),
        ("61:26+1", "expression", "quote the whole: 'session.title == ''issue #7'''"),
    ]

    @Test func everyKindOfMistakeIsToldAtOnce() {
        let problems = Fixtures.problems(Self.file, sources: Fixtures.sources)
        let all = problems.map(\.rendered).joined(separator: "\n")
        let places = problems.map { "\($0.line):\($0.column)+\($0.length) \($0.code.rawValue)" }
        #expect(places == Self.expected.map { "\($0.0) \($0.1)" }, "\(all)")
        for (problem, (place, _, words)) in zip(problems, Self.expected) {
            #expect((problem.message + " " + (problem.hint ?? "")).contains(words), "\(place): \(problem)")
        }
    }

    /// Each message is there for its own mistake: without the others it is the same one.
    @Test(arguments: [
        ("titel: Everything is wrong", "title: Right"), ("limit: many", "limit: 5"), ("serch_logs", "echo"),
        ("id: lines\n    needs: []\n    uses: echo", "id: other\n    needs: []\n    uses: echo"),
        ("${{ session.title }}", "$service"), ("needs: [egg]", "needs: []"), ("needs: [line]", "needs: [lines]"),
        ("    needs: [lines]\n    uses: echo@1\n    needs: []\n", "    needs: [lines]\n    uses: echo@1\n"),
        ("> 'three'", "> 3"), ("continue-on-error: yes", "continue-on-error: true"), ("!failure()", "'!failure()'"),
        ("if: session.title == 'a' ? true : false", "if: \"session.title == 'a' ? true : false\""),
        ("if: session.title == 'issue #7'", "if: \"session.title == 'issue #7'\""), ("*", ""),
    ])
    func oneMistakeLess(_ wrong: String, _ right: String) {
        #expect(Self.file.contains(wrong))
        let count = Fixtures.problems(Self.file.replacing(wrong, with: right), sources: Fixtures.sources).count
        #expect(count == Self.expected.count - 1)
    }
}
