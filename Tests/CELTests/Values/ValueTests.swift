import JSON
import Testing

@testable import CEL

@Suite("Values")
struct ValueTests {
    @Test(arguments: [
        "null", "true", "0", "-9223372036854775808", "18446744073709551615", "1.5", "1e300", #""é\u0000""#,
        #"[1,[2,{"a":null}]]"#, #"{"b":1,"a":{"c":[]}}"#,
    ])
    func jsonComesBack(_ text: String) throws {
        let json = try JSONValue(parsing: text)
        #expect(try CELValue(json).json() == json)
    }

    @Test func valuesBecomeJSON() throws {
        let program = CELProgram(
            try CELExpression(
                "[{1: b'hi', 'b': [1u, 2.5]}, timestamp(0), duration('1.5s'), int, optional.none(), optional.of('x')]"))
        let expected = try JSONValue(
            parsing: #"[{"1": "aGk=", "b": [1, 2.5]}, "1970-01-01T00:00:00Z", "1.5s", "int", null, "x"]"#)
        #expect(try program.evaluate().json() == expected)
        #expect(throws: CELError.self) { try CELValue.double(.nan).json() }
        #expect(throws: CELError.self) { try CELProgram(CELExpression("{1: 1, '1': 2}")).evaluate().json() }
    }

    @Test func selectingDoesNotConvertTheDocument() throws {
        let many = JSONValue.array(Array(repeating: ["a": 1], count: 200_000))
        let program = CELProgram(try CELExpression("x.list[100].a + x.list.size()"))
        let variables: CELVariables = ["x": CELValue(["list": many])]
        let clock = ContinuousClock()
        let start = clock.now
        for _ in 0..<1_000 { #expect(try program.evaluate(variables) == 200_001) }
        #expect(clock.now - start < .seconds(5))
    }

    @Test func keysAreComparedByValue() {
        let map = CELMap([(.int(1), "a"), (.string("é"), "b"), (.uint(.max), "c")])
        #expect(map[.uint(1)] == "a")
        #expect(map[.string("e\u{301}")] == nil)
        #expect(map[.uint(.max)] == "c")
        #expect(map[.int(-1)] == nil)
        #expect(map.contains(.int(1)))
        let large = CELMap((0..<100).map { (.int($0), .int($0)) })
        #expect(large[.uint(99)] == 99)
        #expect(large.keys.count == 100)
    }

    @Test(
        arguments: [
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
            ("2000-02-29T12:00:00.120Z", "2000-02-29T12:00:00.12Z"),
            ("1969-12-31T23:59:59-00:30", "1970-01-01T00:29:59Z"),
        ] as [(String, String)])
    func timestamps(_ text: String, _ canonical: String) {
        #expect(CELTimestamp(text)?.description == canonical)
    }

    @Test(arguments: [
        "", "2026", "2026-13-01T00:00:00Z", "1900-02-29T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:60Z",
        "0001-01-01T00:00:00+01:00",
        "2026-01-01T00:00:00", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00+24:00",
        "+026-01-01T00:00:00Z",
    ])
    func badTimestamps(_ text: String) {
        #expect(CELTimestamp(text) == nil)
    }

    @Test(
        arguments: [
            ("0", "0s"), ("1h", "3600s"), ("-1.5h", "-5400s"), ("1m1s1ms1us1ns", "61.001001001s"),
            ("1.0000000001s", "1s"), (".5s", "0.5s"),
            ("9223372036854775807ns", "9223372036.854775807s"), ("-9223372036854775808ns", nil), ("1", nil), ("s", nil),
            ("1d", nil), ("--1s", nil),
            ("1s ", nil), ("9223372037s", nil), ("", nil), ("-", nil), (".s", nil),
        ] as [(String, String?)])
    func durations(_ text: String, _ canonical: String?) {
        #expect(CELDuration(text)?.description == canonical)
    }

    @Test func everyDayComesBack() {
        for day in stride(from: -719_162, through: 2_932_896, by: 37) {
            let date = CivilDate(secondsSince1970: Int64(day) * 86_400)
            #expect(CivilDate.daysSince1970(year: date.year, month: date.month, day: date.day) == day)
        }
    }

    @Test(
        arguments: [
            (0.5, 0, "0"), (1.5, 0, "2"), (0.05, 1, "0.1"), (1e22, 0, "10000000000000000000000"), (1e-300, 3, "0.000"),
            (999.996, 2, "1000.00"),
            (-0.0, 1, "-0.0"), (123.456, 10, "123.4560000000"),
        ] as [(Double, Int, String)])
    func fixedDigits(_ value: Double, _ precision: Int, _ text: String) {
        #expect(NumberText.fixed(value, precision: precision) == text)
    }
}
