import JSON
import Synchronization
import Testing

@testable import CEL

@Suite("Evaluation")
struct EvaluationTests {
    /// Expressions with their values as `CELValue.description` writes them.
    @Test(
        arguments: [
            // Literals
            ("1", "1"), ("0xfF", "255"), ("7u", "7u"), ("1.5e3", "1500.0"), (".5", "0.5"), ("'a\\tb'", #""a\tb""#),
            (#"r'\d'"#, #""\\d""#), ("b'\\xff\\x00a'", #"b"\xff\x00a""#), ("'''it's'''", #""it's""#), ("null", "null"),
            ("[1, 2,]", "[1, 2]"), ("{'a': 1, 2: 'b',}", #"{"a": 1, 2: "b"}"#), ("[]", "[]"), ("{}", "{}"),
            ("1 // one", "1"), ("-9223372036854775808", "-9223372036854775808"), ("'\\u00e9' == 'e\\u0301'", "false"),
            // Arithmetic
            ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("7 / 2", "3"), ("-7 / 2", "-3"), ("-7 % 3", "-1"),
            ("7.0 / 2.0", "3.5"),
            ("1.0 / 0.0", #"double("Infinity")"#), ("5u - 3u", "2u"), ("- - 3", "3"), ("--3", "3"), ("10 - 3 - 2", "5"),
            ("'a' + 'b' + 'c'", #""abc""#), ("[1] + [2]", "[1, 2]"), ("b'a' + b'b'", #"b"ab""#),
            ("1 + 2 + 3 + 4", "10"),
            ("[1] + [2] + [3]", "[1, 2, 3]"), ("'é'.size()", "1"),
            // Comparison
            ("1 == 1.0", "true"), ("1u == 1", "true"), ("1 < 1.5", "true"), ("2u > 1", "true"), ("'a' < 'b'", "true"),
            ("[1, [2]] == [1.0, [2u]]", "true"), ("{'a': 1} == {'a': 1.0}", "true"), ("null == 0", "false"),
            ("1 in [1.0]", "true"), ("'a' in {'a': 1}", "true"), ("'x' in ['y', 'x']", "true"), ("1 != 2", "true"),
            ("0.0 / 0.0 == 0.0 / 0.0", "false"), ("false < true", "true"), ("'' < 'a'", "true"),
            ("b'a' < b'b'", "true"),
            ("2 in [1, 2, 3, 4, 5, 6, 7, 8, 9]", "true"), ("'2' in [1, 2, 3, 4, 5, 6, 7, 8, 9]", "false"),
            ("-1 < 18446744073709551615u", "true"),
            // Logic
            ("true && false", "false"), ("1 / 0 == 1 || true", "true"), ("false && 1 / 0 == 1", "false"),
            ("flag ? 1 : 2", "1"), ("false ? 1 / 0 : 2", "2"), ("!flag", "false"), ("true || 1", "true"),
            ("missing == 1 || true", "true"),
            // Selection
            ("inputs.service", #""web""#), ("steps.patterns.output.new[0].template", #""a <*>""#),
            ("inputs['limit']", "3"),
            ("size(steps.patterns.output.new) > 0", "true"), ("has(inputs.service)", "true"),
            ("has(inputs.none)", "false"),
            ("headers.`content-type`", #""text/plain""#), ("headers['é']", "1"), ("inputs.ratio", "2.0"),
            ("big", "18446744073709551615u"),
            ("steps.onset.output.points == []", "true"), ("nothing == null", "true"), ("items[1]", "2.5"),
            ("{1: 'a'}[1.0]", #""a""#), ("{1u: 'a'}[1]", #""a""#), ("[7, 8][1u]", "8"), (".name", #""foo-bar""#),
            // Macros
            ("[1, 2, 3].all(x, x > 0)", "true"), ("[1, 2, 3].exists(x, x > 2)", "true"),
            ("[1, 2].exists_one(x, x > 1)", "true"),
            ("[1, 2].map(x, x * 2)", "[2, 4]"), ("[1, 2, 3].map(x, x > 1, x * 2)", "[4, 6]"),
            ("[1, 2].filter(x, x > 1)", "[2]"),
            ("{'a': 1}.map(k, k)", #"["a"]"#), ("['a'].transformMap(i, v, v + string(i))", #"{0: "a0"}"#),
            ("[5, 6].transformList(i, v, i + v)", "[5, 7]"), ("{'a': 1}.transformMapEntry(k, v, {v: k})", #"{1: "a"}"#),
            ("['a', 'b'].transformMapEntry(i, v, i > 0, {v: i})", #"{"b": 1}"#),
            ("[1, 2].exists(i, v, i == 1 && v == 2)", "true"),
            ("cel.bind(x, 2, x * x)", "4"), ("[[1], [2]].map(x, x.map(y, y + 1))", "[[2], [3]]"),
            ("[1, 0].exists(x, 1 / x == 1)", "true"), ("[0, 1].all(x, 1 / x > 5)", "false"),
            ("inputs.map(k, k).size()", "3"),
            ("[1, 2].map(x, cel.bind(y, x + 1, y * y))", "[4, 9]"), ("items.map(x, x > 2)", "[false, true, true]"),
            ("steps.patterns.output.new.filter(p, p.count > 5).map(p, p.template)", #"["a <*>"]"#),
            // Optionals
            ("steps.onset.output.points[?0].?time.orValue('none')", #""none""#),
            ("inputs.?service", #"optional.of("web")"#),
            ("inputs.?none.hasValue()", "false"), ("inputs.?none.a.b", "optional.none()"), ("[1][?0].value()", "1"),
            ("optional.of(1).optMap(x, x + 1).orValue(0)", "2"), ("optional.none().or(optional.of(2)).value()", "2"),
            ("optional.of(1).orValue(1 / 0)", "1"), ("[?inputs.?none, ?inputs.?limit]", "[3]"),
            ("{?'a': inputs.?none}", "{}"),
            ("optional.ofNonZeroValue(0).hasValue()", "false"),
            ("inputs.?limit.optFlatMap(x, optional.of(x))", "optional.of(3)"),
            ("[1, 2].first()", "optional.of(1)"), ("[].last()", "optional.none()"),
            ("[optional.of(1), optional.none()].unwrapOpt()", "[1]"),
            // Functions
            ("size('日本')", "2"), ("size(b'日')", "3"), ("name.startsWith('foo')", "true"),
            ("name.endsWith('bar')", "true"),
            ("name.contains('o-b')", "true"), ("name.matches('^[a-z]+-')", "true"), ("matches(name, 'x')", "false"),
            ("name.matches('f' + 'oo')", "true"), ("int('42')", "42"), ("int(-1.9)", "-1"), ("uint(3)", "3u"),
            ("double('1e3')", "1000.0"),
            ("string(1.0)", #""1""#), ("string(0.1)", #""0.1""#), ("string(1e21)", #""1e+21""#),
            ("string(true)", #""true""#),
            ("bytes('é')", #"b"\xc3\xa9""#), ("type(1)", "int"), ("type(type(1))", "type"), ("dyn(1) == 1u", "true"),
            ("base64.encode(b'hi')", #""aGk=""#), ("base64.decode('aGk')", #"b"hi""#), ("bool('true')", "true"),
            // Texts
            ("'a-b-c'.split('-')", #"["a", "b", "c"]"#), ("'abc'.split('')", #"["a", "b", "c"]"#),
            ("'abc'.split('', 2)", #"["a", "bc"]"#),
            ("'aaa'.replace('a', 'bb')", #""bbbbbb""#), ("'ab'.replace('', '-')", #""-a-b-""#),
            ("'ab'.replace('b', '', 0)", #""ab""#),
            ("['a', 'b'].join('/')", #""a/b""#), ("'日本'.charAt(1)", #""本""#), ("'日本日'.lastIndexOf('日')", "2"),
            ("'日本'.indexOf('本')", "1"),
            ("'hello'.substring(1, 3)", #""el""#), (" ' x\\n'.trim() ", #""x""#), ("'aB'.upperAscii()", #""AB""#),
            ("'abc'.reverse()", #""cba""#),
            ("'%s=%d %.2f %x'.format(['a', 1, 2.5, 255])", #""a=1 2.50 ff""#),
            ("'%s'.format([{'b': 1, 'a': [true]}])", #""{a: [true], b: 1}""#),
            ("'%e'.format([0.0])", #""0.000000e+00""#), ("'%.0f'.format([9.5])", #""10""#),
            ("'%.3f'.format([0.0005])", #""0.001""#),
            ("'%.1e'.format([99.99])", #""1.0e+02""#), ("'%b'.format([-5])", #""-101""#),
            ("strings.quote('a\"b')", #""\"a\\\"b\"""#),
            // Math and lists
            ("math.greatest(1, 2.5, 2u)", "2.5"), ("math.least([3, 1, 2])", "1"), ("math.abs(-3)", "3"),
            ("math.round(2.5)", "3.0"),
            ("math.bitAnd(6, 3)", "2"), ("math.sqrt(9)", "3.0"), ("math.sign(-2.0)", "-1.0"),
            ("[3, 1, 2].sort()", "[1, 2, 3]"),
            ("[1, 1.0, 'a', 'a'].distinct()", #"[1, "a"]"#), ("[[1], [[2]]].flatten()", "[1, [2]]"),
            ("[[1], [[2]]].flatten(2)", "[1, 2]"),
            ("lists.range(3)", "[0, 1, 2]"), ("[1, 2, 3].slice(1, 3)", "[2, 3]"), ("[1, 2].reverse()", "[2, 1]"),
            ("sets.contains([1, 2], [2.0])", "true"), ("sets.equivalent([1, 1], [1])", "true"),
            ("sets.intersects([1], [2])", "false"),
            // Times
            ("timestamp('2026-01-02T03:04:05Z') + duration('1h')", #"timestamp("2026-01-02T04:04:05Z")"#),
            ("timestamp('2026-01-02T03:04:05.5+01:00')", #"timestamp("2026-01-02T02:04:05.5Z")"#),
            ("timestamp(when) - timestamp('2026-01-01T00:00:00Z')", #"duration("97445s")"#),
            ("duration('1h30m').getMinutes()", "90"),
            ("duration('1.5s')", #"duration("1.5s")"#), ("-duration('1.5s')", #"duration("-1.5s")"#),
            ("timestamp(0).getFullYear()", "1970"),
            ("timestamp('2026-07-01T12:00:00Z').getHours('Europe/Berlin')", "14"),
            ("timestamp('2024-12-31T00:00:00Z').getDayOfYear()", "365"),
            ("timestamp('2026-07-01T00:30:00Z').getDate('-01:00')", "30"),
            ("timestamp('2024-02-29T00:00:00Z').getMonth()", "1"),
            ("string(duration('250ms'))", #""0.25s""#),
        ] as [(String, String)])
    func values(_ expression: String, _ expected: String) throws {
        #expect(try TestDocument.evaluate(expression).description == expected)
    }

    @Test(
        arguments: [
            ("1 / 0", CELError.Code.divideByZero), ("1 % 0", .divideByZero), ("9223372036854775807 + 1", .overflow),
            ("-9223372036854775807 - 2", .overflow), ("0u - 1u", .overflow), ("-(-9223372036854775807 - 1)", .overflow),
            ("1 + 1.0", .noSuchOverload), ("1 + 'a'", .noSuchOverload), ("!1", .noSuchOverload),
            ("1 && true", .noSuchOverload),
            ("'a' < 1", .noSuchOverload), ("[1] < [2]", .noSuchOverload), ("1 in 2", .noSuchOverload),
            ("size(1)", .noSuchOverload),
            ("missing", .unknownVariable), ("missing.a", .unknownVariable), ("inputs.none", .noSuchKey),
            ("inputs['none']", .noSuchKey),
            ("[1][1]", .indexOutOfRange), ("[1][-1]", .indexOutOfRange), ("[1][0.5]", .invalidArgument),
            ("[1]['a']", .noSuchOverload),
            ("name.field", .noSuchOverload), ("nothing.a", .noSuchOverload), ("unknown(1)", .unknownFunction),
            ("name.unknown()", .unknownFunction),
            ("{'a': 1, 'a': 2}", .duplicateKey), ("{1: 1, 1u: 2}", .duplicateKey), ("{1.0: 1}", .noSuchOverload),
            ("int('x')", .invalidConversion), ("int(1e30)", .overflow), ("uint(-1)", .overflow),
            ("double('abc')", .invalidConversion),
            ("double('0x10')", .invalidConversion), ("string(b'\\xff')", .invalidConversion),
            ("bool('yes')", .invalidConversion),
            ("timestamp('2026-02-30T00:00:00Z')", .invalidConversion), ("timestamp('2026-01-01')", .invalidConversion),
            ("duration('5 s')", .invalidConversion), ("duration('400000000h')", .invalidConversion),
            ("timestamp(253402300800)", .overflow),
            ("timestamp('9999-12-31T23:59:59Z') + duration('1s')", .overflow), ("name.matches('(')", .invalidArgument),
            ("timestamp(0).getHours('Mars/Olympus')", .invalidArgument),
            ("timestamp(0).getHours('../../etc/passwd')", .invalidArgument),
            ("'a'.charAt(2)", .indexOutOfRange), ("'abc'.substring(2, 1)", .indexOutOfRange),
            ("'%q'.format([1])", .invalidArgument),
            ("'%d'.format([])", .invalidArgument), ("'%.5000f'.format([1.0])", .invalidArgument),
            ("'%'.format([])", .invalidArgument),
            ("base64.decode('a')", .invalidArgument), ("math.abs(-9223372036854775807 - 1)", .overflow),
            ("math.bitShiftLeft(1, -1)", .invalidArgument),
            ("math.greatest([])", .invalidArgument), ("math.greatest('a')", .noSuchOverload),
            ("optional.none().value()", .invalidArgument),
            ("[1].all(x, x)", .noSuchOverload), ("1.map(x, x)", .noSuchOverload), ("[1, 'a'].sort()", .noSuchOverload),
            ("[1].join()", .noSuchOverload), ("lists.range(-1)", .invalidArgument), ("1 ? 2 : 3", .noSuchOverload),
            ("[?1]", .noSuchOverload),
        ] as [(String, CELError.Code)])
    func failures(_ expression: String, _ code: CELError.Code) throws {
        let error = try #require(try TestDocument.failure(expression))
        #expect(error.code == code, "\(error)")
        #expect(error.span != nil)
        #expect(!error.message.isEmpty)
    }

    @Test func anErrorPointsAtItsPart() throws {
        let error = try #require(try TestDocument.failure("true &&\n 'é' == inputs.none.x"))
        #expect(error.span == CELSpan(start: CELPosition(offset: 17, line: 2, column: 9), length: 13))
        #expect(error.description == "2:9: no such key: 'none'")
    }

    @Test func numbersOfJSONBecomeWhatIsDeclared() throws {
        for (text, expected) in [
            ("inputs.ratio / 4.0", "0.5"), ("items[0] + 0.5", "1.5"), ("items.map(x, x * 2.0)", "[2.0, 5.0, 6.0]"),
            ("when.getFullYear()", "2026"), ("items[?0].orValue(0.0)", "1.0"), ("big", "18446744073709551615u"),
        ] {
            let expression = try CELExpression(text)
            let check = expression.check(in: TestDocument.environment)
            #expect(check.errors == [], "\(text)")
            let program = CELProgram(expression, environment: TestDocument.environment, check: check)
            #expect(try program.evaluate(TestDocument.variables()).description == expected)
        }
    }

    @Test func functionsOfTheCaller() throws {
        struct State: CELActivation {
            func value(of name: String) throws(CELError) -> CELValue? { nil }
            func call(_ function: String, _ arguments: [CELValue]) throws(CELError) -> CELValue? {
                function == "failure" ? .bool(true) : nil
            }
        }
        let environment = CELEnvironment(functions: [
            CELFunction("failure", parameters: [], result: .bool),
            CELFunction("always", parameters: [], result: .bool),
            CELFunction("twice", isMember: true, parameters: [.int], result: .int) { arguments throws(CELError) in
                guard case .int(let value) = arguments[0] else { return .null }
                return .int(value * 2)
            },
        ])
        let expression = try CELExpression("failure() && 2.twice() == 4")
        #expect(expression.check(in: environment).type == .bool)
        #expect(try CELProgram(expression, environment: environment).evaluate(State()) == true)
        let unknown = CELProgram(try CELExpression("always()"), environment: environment)
        #expect(throws: CELError.self) { try unknown.evaluate(State()) }
        let wrong = CELProgram(try CELExpression("'a'.twice()"), environment: environment)
        #expect(throws: CELError.self) { try wrong.evaluate(State()) }
    }

    @Test func aVariableIsAskedForOnceAndOnlyIfNeeded() throws {
        final class Recorder: CELActivation {
            let asked = Mutex<[String]>([])

            func value(of name: String) throws(CELError) -> CELValue? {
                asked.withLock { $0.append(name) }
                return name == "a" ? .int(3) : nil
            }
        }
        let recorder = Recorder()
        let program = CELProgram(try CELExpression("false && b ? c : [1, 2].map(x, a + x)[0] + a"))
        #expect(try program.evaluate(recorder) == 7)
        #expect(recorder.asked.withLock { $0 } == ["a"])
    }
}
