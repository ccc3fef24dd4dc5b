import Testing

@testable import CEL

@Suite("Syntax")
struct SyntaxTests {
    @Test(
        arguments: [
            ("", "1:1: the expression is empty"), ("1 +", "1:4: expected a value, found the end of the expression"),
            ("a = 1", "1:3: '=' is no operator (write '==' to compare)"),
            ("a & b", "1:3: '&' is no operator (write '&&')"),
            ("a and b", "1:3: expected an operator or the end, found 'and' (write '&&' for 'and')"),
            ("'abc", "1:1: the text is not closed"),
            ("'a\nb'", "1:1: the text is not closed on its line (texts of several lines stand between triple quotes)"),
            ("${{ a }}", "1:1: '$' has no meaning in an expression (write names without '$' and '${{ }}')"),
            ("a.0", "1:2: expected an operator or the end, found a number (elements of a list are x[0], x[1] …)"),
            ("a.in", "1:3: 'in' cannot stand after '.' (write ['in'])"),
            ("for", "1:1: 'for' is a reserved word and cannot be a name"),
            ("(1", "1:3: expected ')' to close the one before, found the end of the expression"),
            ("f(1", "1:4: expected ')' after the arguments of 'f', found the end of the expression"),
            ("5s", "1:1: '5s' is no number (write duration('5s') for a length of time)"),
            ("9223372036854775808", "1:1: the number is beyond 64 bits (write 9223372036854775808u for a uint)"),
            ("99999999999999999999", "1:1: the number is beyond 64 bits (write it as a double, such as 1e20)"),
            ("1e999", "1:1: the number is beyond the range of a double"),
            ("'\\q'", "1:2: this escape does not exist (write \\\\ for a backslash, or a raw text such as r'\\d+')"),
            ("'\\ud800'", "1:2: this is no Unicode code point"),
            (
                "b'\\u0041'",
                "1:3: bytes have no \\u and \\U (write \\\\ for a backslash, or a raw text such as r'\\d+')"
            ), ("a.`b", "1:3: the backtick is not closed"),
            (
                "has(a)",
                "1:5: has() takes the selection of a field (write has(a.b), or 'key' in a for a key of any form)"
            ),
            ("[1].all(1, true)", "1:9: 'all' needs a name for what it visits (write list.all(x, …))"),
            ("M{a: 1}", "1:1: messages such as M{…} are not supported (write a map: {'field': value})"),
            ("“a”", "1:1: '“' has no meaning here (write a text between straight quotes, ' or \")"),
            ("é", "1:1: 'é' has no meaning here"), ("1 2", "1:3: expected an operator or the end, found a number"),
            ("a ? b", "1:6: expected ':' between the two results of '?', found the end of the expression"),
            ("\u{0}", "1:1: the control character 0 has no meaning here"),
        ] as [(String, String)])
    func messages(_ text: String, _ message: String) throws {
        let error = try #require(throws: CELError.self) { try CELExpression(text) }
        #expect(error.description == message)
    }

    @Test(
        arguments: [
            ("steps.patterns.output.new[0].template", [["steps", "patterns", "output", "new"]]),
            (
                "size(steps.a.output) > 0 && steps['b-c'].output.x == inputs.n",
                [["steps", "a", "output"], ["steps", "b-c", "output", "x"], ["inputs", "n"]]
            ),
            (
                "steps.a.output.points[?0].?time.orValue(session.window.start)",
                [["steps", "a", "output", "points"], ["session", "window", "start"]]
            ),
            ("items.filter(x, x.a == y.b).map(x, x)", [["items"], ["y", "b"]]), ("x + x", [["x"]]),
            ("[1].map(x, .x)", [["x"]]),
            ("has(steps.a.output.b)", [["steps", "a", "output", "b"]]), ("math.abs(x.y)", [["x", "y"]]),
            ("type(a) == int", [["a"]]),
            ("cel.bind(a, b.c, a.d + e)", [["b", "c"], ["e"]]), ("'steps.a'", []),
            ("steps.?a.?b[?'c'].optMap(v, v.x)", [["steps", "a", "b", "c"]]),
            ("type(t) == google.protobuf.Timestamp", [["t"]]), ("a[b.c].d", [["a"], ["b", "c"]]),
            ("failure() || always()", []),
        ] as [(String, [[String]])])
    func references(_ text: String, _ paths: [[String]]) throws {
        #expect(try CELExpression(text).references == paths)
    }

    @Test func referencesHavePlaces() throws {
        let found = try CELExpression("1 +\n a.b").locatedReferences
        #expect(
            found == [
                CELReference(
                    path: ["a", "b"], span: CELSpan(start: CELPosition(offset: 5, line: 2, column: 2), length: 3))
            ])
    }
}
