import JSON
import Testing

/// RFC 8785 and what it leaves open.
@Suite struct CanonicalFormTests {
    @Test func exampleOfTheRFC() throws {
        let text = #"""
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """#
        let canonical =
            #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
            + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#
        #expect(try JSONValue(parsing: text).canonicalText() == canonical)
    }

    /// Eight bytes are looked at a time for what has to be escaped: each is seen wherever it stands.
    @Test func escapesInAnyPlace() {
        let others =
            (0..<0x80 as Range<UInt32>).compactMap(Unicode.Scalar.init) + ["\u{80}", "\u{E9}", "\u{20AC}", "\u{1F600}"]
        for other in others {
            let escaped =
                switch other {
                case "\"": #"\""#
                case "\\": #"\\"#
                case "\u{8}": #"\b"#
                case "\t": #"\t"#
                case "\n": #"\n"#
                case "\u{C}": #"\f"#
                case "\r": #"\r"#
                case ..<" ": "\\u00" + (other.value < 16 ? "0" : "") + String(other.value, radix: 16)
                default: String(other)
                }
            for length in 0...17 {
                for place in 0...length {
                    let (before, after) = (
                        String(repeating: "a", count: place), String(repeating: "\u{FF}", count: length - place)
                    )
                    let text = JSONValue.string(before + String(other) + after).canonicalText()
                    #expect(text == "\"" + before + escaped + after + "\"")
                }
            }
        }
    }

    @Test func membersAreSortedByUTF16() throws {
        let text = #"{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}"#
        let keys = try JSONValue(parsing: text).objectValue?.sortedCanonically().map(\.value)
        #expect(keys == [2, 4, 6, 7, 1, 5, 3])
    }

    @Test(
        arguments: [
            (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"), (0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"), (0xC340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"), (0x44B5_2D02_C7E1_4AF5, "9.999999999999997e+22"),
            (0x44B5_2D02_C7E1_4AF6, "1e+23"), (0x44B5_2D02_C7E1_4AF7, "1.0000000000000001e+23"),
            (0x444B_1AE4_D6E2_EF4E, "999999999999999700000"), (0x444B_1AE4_D6E2_EF4F, "999999999999999900000"),
            (0x444B_1AE4_D6E2_EF50, "1e+21"), (0x3EB0_C6F7_A0B5_ED8C, "9.999999999999997e-7"),
            (0x3EB0_C6F7_A0B5_ED8D, "0.000001"), (0x41B3_DE43_5555_5553, "333333333.3333332"),
            (0x41B3_DE43_5555_5555, "333333333.3333333"), (0x41B3_DE43_5555_5554, "333333333.33333325"),
            (0x41B3_DE43_5555_5556, "333333333.3333334"),
            (0xBECB_F647_612F_3696, "-0.0000033333333333333333"),
            (0x4314_3FF3_C1CB_0959, "1424953923781206.2"),
        ] as [(UInt64, String)])
    func doublesOfTheRFC(bits: UInt64, text: String) throws {
        #expect(JSONNumber(Double(bitPattern: bits))?.canonicalText == text)
    }

    @Test(arguments: [
        ("9007199254740993", "9007199254740993"), ("1E-7", "1e-7"), ("1e400", "1e+400"), ("-12.50E400", "-1.25e+401"),
        ("1700000000000000256", "1700000000000000256"), ("123456789012345678901", "123456789012345678901"),
        ("1234567890123456789012", "1.234567890123456789012e+21"), ("-0", "0"), ("1.0", "1"), ("100e-2", "1"),
        ("0.12345678901234567890", "0.1234567890123456789"), ("1e-400", "1e-400"), ("1e21", "1e+21"),
        ("1e20", "100000000000000000000"),
    ])
    func numbersKeepTheirValue(text: String, canonical: String) throws {
        #expect(try JSONValue(parsing: text).canonicalText() == canonical)
    }

    @Test func isStable() throws {
        var random = SeededGenerator(seed: 99)
        for _ in 0..<300 {
            let value = RandomValue.make(&random, depth: 4)
            let bytes = value.canonicalBytes()
            #expect(try JSONValue(parsing: bytes).canonicalBytes() == bytes)
        }
    }
}
