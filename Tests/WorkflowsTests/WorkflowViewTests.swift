import JSON
import Testing

@testable import Workflows

@Suite struct WorkflowViewTests {
    private let text = Fixtures.text(
        steps: """
              - {id: a, name: 'First "one"', uses: echo@1, on-error: h}
              - {id: h, uses: echo@1}
              - {id: b, needs: [], ask: {message: x, schema: {}}}
              - {id: c, needs: [a, b], uses: echo@1, if: always()}

            """)

    @Test func mermaid() throws {
        #expect(
            WorkflowGraph(try Fixtures.load(text).get()).mermaid == """
                flowchart TD
                    s0["First #quot;one#quot;<br/>echo@1"]
                    s1["h<br/>echo@1  [on-error]"]
                    s2{{"b<br/>ask"}}
                    s3["c<br/>echo@1  [if]"]
                    s0 -. failed .-> s1
                    s1 --> s3
                    s2 --> s3

                """)
    }

    @Test func tree() throws {
        #expect(
            WorkflowGraph(try Fixtures.load(text).get()).tree == """
                a  echo@1
                  h  echo@1  [on-error]
                    c  echo@1  [if]  (also after b)
                b  ask

                """)
    }

    @Test(arguments: [("500ms", 500), ("10s", 10_000), ("5m", 300_000), ("2h", 7_200_000), ("7d", 604_800_000)])
    func durations(_ text: String, _ milliseconds: Int) {
        #expect(Quantities.duration(text) == .milliseconds(milliseconds))
        #expect(Quantities.duration(text)?.shortText == text)
    }

    @Test(arguments: [
        "", "s", "5", "5 s", "-5s", "1.5s", "5S", "99999999999999999999s", "9223372036854775807d", "4000d", "٣s",
    ])
    func badDurations(_ text: String) { #expect(Quantities.duration(text) == nil) }

    @Test(arguments: [("1B", 1), ("64KiB", 65_536), ("2GiB", 2_147_483_648)]) func sizes(_ text: String, _ bytes: Int) {
        #expect(Quantities.size(text) == bytes)
    }

    @Test(arguments: ["", "KiB", "5", "5KB", "-1B", "9223372036854775807GiB"]) func badSizes(_ text: String) {
        #expect(Quantities.size(text) == nil)
    }
}
