import Testing

@testable import CEL

@Suite("Limits")
struct LimitTests {
    @Test(arguments: [
        // Loops in loops
        "lists.range(3000).map(a, lists.range(3000).map(b, a * b)).size()",
        "lists.range(1000).all(a, lists.range(1000).all(b, lists.range(1000).all(c, true)))",
        // Texts that double
        doubling("x + x", 40), doubling("x.replace('', x)", 12), doubling("[x, x].join(x)", 40),
        doubling("'%s%s'.format([x, x])", 40), doubling("x.split('').join(x)", 12),
        // Lists that double
        "cel.bind(x, [1, 2, 3, 4], \(doubling("x + x", 40).dropFirst("cel.bind(x, 'abcdefgh', ".count))",
        "lists.range(1000000000)", "lists.range(9223372036854775807)", "[[1]].flatten(1) + lists.range(100000000)",
        // Expensive steps in a loop
        "cel.bind(t, lists.range(20000).map(i, 'aaaaaaaa').join(), lists.range(20000).exists(i, t.contains('b')))",
        "cel.bind(t, lists.range(20000).map(i, 'aaaaaaaa').join(), lists.range(20000).exists(i, t == t + 'b'))",
        "lists.range(100000).exists(i, 'a'.matches(string(i) + '(a*)*b'))",
        "cel.bind(l, lists.range(20000), l.exists(i, -1 in l))",
        "cel.bind(l, lists.range(9000), sets.intersects(l, l.map(x, x + 100000)))",
        "lists.range(100000).map(i, '%.1000f'.format([1e300])).size()",
    ])
    func nothingRunsForLong(_ expression: String) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let limits = CELLimits(steps: 1_000_000)
        let error = try #require(try TestDocument.failure(expression, limits: limits))
        #expect(error.code == .limitExceeded, "\(error)")
        #expect(clock.now - start < .seconds(20))
    }

    private static func doubling(_ step: String, _ count: Int) -> String {
        String(repeating: "cel.bind(x, 'abcdefgh', ", count: 1)
            + String(repeating: "cel.bind(x, \(step), ", count: count)
            + "size(x)" + String(repeating: ")", count: count + 1)
    }

    @Test func limitsAreNotAbsorbed() throws {
        let limits = CELLimits(steps: 100)
        for text in ["lists.range(1000).all(x, true) || true", "[1].exists(y, lists.range(1000).all(x, true)) || true"]
        {
            #expect(try TestDocument.failure(text, limits: limits)?.code == .limitExceeded)
        }
    }

    @Test(arguments: [
        String(repeating: "(", count: 100_000), String(repeating: "[", count: 60_000),
        String(repeating: "{1:", count: 20_000),
        String(repeating: "!", count: 60_000) + "true", String(repeating: "-", count: 60_000) + "x",
        "a" + String(repeating: ".a", count: 30_000), "a" + String(repeating: "[0]", count: 20_000),
        "1" + String(repeating: "+1", count: 30_000), String(repeating: "true?true:", count: 6_000) + "true",
        String(repeating: "f(", count: 30_000), String(repeating: "a.f(", count: 15_000),
        "x" + String(repeating: ".map(x,x", count: 8_000),
        String(repeating: "cel.bind(x,1,", count: 4_000), "a" + String(repeating: "?a:a", count: 16_000),
        String(repeating: "a in ", count: 13_000) + "a", "[" + String(repeating: "1,", count: 30_000) + "1]",
    ])
    func deepAndLongTextsAreRefusedOrRead(_ text: String) {
        do {
            let expression = try CELExpression(text)
            #expect(expression.depth <= CELLimits.standard.depth)
            _ = expression.check(in: .standard)
            _ = CELProgram(expression)
        } catch { #expect([.limitExceeded, .syntax].contains(error.code), "\(error)") }
    }

    /// Every kind of nesting at the greatest depth is read, checked, compiled and evaluated within a
    /// stack of 2 MiB, of which an optimised build needs an eighth.
    @Test(
        arguments: [
            (String(repeating: "(", count: 240), "1", String(repeating: ")", count: 240)),
            (String(repeating: "[", count: 240), "1", String(repeating: "]", count: 240)),
            (String(repeating: "{1:", count: 240), "1", String(repeating: "}", count: 240)),
            (String(repeating: "dyn(", count: 240), "1", String(repeating: ")", count: 240)),
            (
                String(repeating: "true ? ", count: 1), "true",
                " : " + String(repeating: "false ? 1 : ", count: 240) + "2"
            ),
            (String(repeating: "1 + (", count: 240), "1", String(repeating: ")", count: 240)),
            (String(repeating: "[1].map(x, ", count: 120), "1", String(repeating: ")", count: 120)),
            (String(repeating: "[1].exists(x, 1 == 1 && (", count: 80), "true", String(repeating: "))", count: 80)),
            (String(repeating: "cel.bind(x, 1, ", count: 240), "x", String(repeating: ")", count: 240)),
            (String(repeating: "!(", count: 240), "true", String(repeating: ")", count: 240)),
        ] as [(String, String, String)])
    func deepNestingFitsTheStack(_ open: String, _ inner: String, _ close: String) async throws {
        let text = open + inner + close
        let failure = await SmallStack.run {
            do {
                let expression = try CELExpression(text)
                let check = expression.check(in: .standard)
                let value = try CELProgram(expression, check: check).evaluate()
                _ = value.description
                return try value == CELProgram(expression).evaluate() ? nil : "the values differ"
            } catch { return "\(error)" }
        }
        #expect(failure == nil)
    }

    @Test func lengthAndPartsAreBounded() throws {
        #expect(try TestDocument.failure("'" + String(repeating: "a", count: 70_000) + "'")?.code == .limitExceeded)
        #expect(try TestDocument.failure("[1, 2, 3]", limits: CELLimits(nodes: 3))?.code == .limitExceeded)
        #expect(try TestDocument.failure("[[[1]]]", limits: CELLimits(depth: 3))?.code == .limitExceeded)
        #expect(try TestDocument.failure("'ab' + 'cd'", limits: CELLimits(builtBytes: 3))?.code == .limitExceeded)
    }
}
