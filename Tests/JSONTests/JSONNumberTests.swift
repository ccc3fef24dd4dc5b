import JSON
import Testing

@Suite struct JSONNumberTests {
    private func number(_ text: String) throws -> JSONNumber { try #require(JSONNumber(text)) }

    @Test(arguments: [
        ["1", "1.0", "1e0", "10e-1", "0.1e1"], ["0", "-0", "0.0", "-0e9", "0e99999999999999999999"],
        ["9007199254740993", "9007199254740993.0", "9.007199254740993e15"], ["1e400", "10e399", "0.1e401"],
        ["0.1", "1e-1", "0.10"], ["12345678901234567890123", "1.2345678901234567890123e22"],
        ["-9223372036854775808", "-9.223372036854775808e18"], ["1e22", "10000000000000000000000"],
    ])
    func equalValuesHashAlike(texts: [String]) throws {
        let numbers = try texts.map(number)
        #expect(Set(numbers).count == 1)
        #expect(numbers.allSatisfy { $0 == numbers[0] })
    }

    @Test(arguments: [
        ("9007199254740992", "9007199254740993"), ("0.1", "0.1000000000000000055511151231257827"), ("1e400", "1e401"),
        ("1", "-1"), ("9223372036854775807", "9223372036854775808"), ("333333333.33333329", "333333333.3333333"),
    ])
    func differentValuesDiffer(left: String, right: String) throws {
        #expect(try number(left) != number(right))
    }

    @Test func keepsWhatADoubleDoesNotHold() throws {
        for text in [
            "9007199254740993", "123456789012345678901234567890", "1e400", "0.12345678901234567890", "-1e-400",
        ] {
            #expect(try number(text).text == text)
        }
    }

    @Test func converts() throws {
        #expect(try number("1.0").int == 1)
        #expect(try number("1e18").int == 1_000_000_000_000_000_000)
        #expect(try number("1.5").int == nil)
        #expect(try number("9223372036854775807").int == .max)
        #expect(try number("9223372036854775808").int == nil)
        #expect(try number("-9223372036854775808").int == .min)
        #expect(try number("18446744073709551615").uint64 == .max)
        #expect(try number("18446744073709551616").uint64 == nil)
        #expect(try number("1e400").double == .infinity)
        #expect(try number("-0").double.sign == .minus)
        #expect(try number("123456789012345.6").double == 123456789012345.6)
        #expect(try number("4.35").double == 4.35)
        #expect(try number("1e400").isInteger)
        #expect(try number("1e-400").isInteger == false)
        #expect(JSONNumber(Double.nan) == nil)
        #expect(JSONNumber(-Double.infinity) == nil)
        #expect(JSONNumber(UInt64.max).text == "18446744073709551615")
    }

    @Test(arguments: ["", " 1", "1 ", "+1", "01", "1.", "abc", "\"1\"", "[1]", "1e", "0x1", "--1", "NaN", "1,2"])
    func refusesWhatIsNoNumber(text: String) { #expect(JSONNumber(text) == nil) }

    @Test func ordersByValue() throws {
        let texts = [
            "-1e400", "-1e300", "-10", "-9.5", "-1e-400", "0", "1e-400", "1e-7", "0.5", "1", "9007199254740992",
            "9007199254740993", "1e22", "1e400", "2e400",
        ]
        let numbers = try texts.map(number)
        #expect(numbers.reversed().sorted().map(\.text) == numbers.map(\.text))
    }

    @Test func doublesComeBack() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<5000 {
            let value = Double(bitPattern: random.next())
            guard let number = JSONNumber(value) else { continue }
            let parsed = try self.number(number.text)
            #expect(parsed.double == value)
            #expect(parsed == number)
            #expect(try self.number(number.canonicalText) == number)
        }
    }
}
