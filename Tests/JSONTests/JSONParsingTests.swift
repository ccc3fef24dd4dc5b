import JSON
import Testing

@Suite struct JSONParsingTests {
    static let accepted: [String] = [
        "null", "true", "false", "0", "-0", "1", "-1", "10", "0.5", "-0.0", "1e5", "1E+5", "1e-5", "0e0", "0.1e1",
        "123456789012345678901234567890", "1e400", "-1e-400", "\"\"", "\"a\"", #""\"\\\/\b\f\n\r\t""#, #""\u0000""#,
        #""\u00e9\uD83D\uDE00""#, "\"\u{7F}\"", "\"é→😀\u{10FFFF}\"", "\"\u{2028}\u{FEFF}\"", "[]", "{}", "[1]", "[1,2]",
        "[[],{}]", #"{"a":1}"#, #"{"a":{"b":[]},"c":""}"#, #"{"":0}"#, #"{"a":1,"A":2}"#, " \t\n\r1\r\n\t ",
        "[ 1 , 2 ]",
        #"{ "a" : 1 , "b" : 2 }"#, "{\"\u{E9}\":1,\"e\u{301}\":2}", #""\uFFFF""#,
    ]

    static let rejected: [(String, JSONError.Code)] = [
        ("", .unexpectedEnd), (" ", .unexpectedEnd), ("[", .unexpectedEnd), ("{", .unexpectedEnd),
        ("[1", .unexpectedEnd),
        ("[1,", .unexpectedEnd), (#"{"a""#, .unexpectedEnd), (#"{"a":"#, .unexpectedEnd), (#"{"a":1"#, .unexpectedEnd),
        (#"{"a":1,"#, .unexpectedEnd), ("\"a", .unexpectedEnd), (#""\"#, .unexpectedEnd), (#""\u12"#, .unexpectedEnd),
        ("-", .unexpectedEnd), ("1.", .unexpectedEnd), ("1e", .unexpectedEnd), ("1e+", .unexpectedEnd),
        ("tru", .unexpectedEnd), ("nul", .unexpectedEnd), ("[1,]", .syntax), ("[,1]", .syntax), ("[1,,2]", .syntax),
        ("[1 2]", .syntax), ("[1}", .syntax), ("]", .syntax), ("}", .syntax), (#"{"a":1,}"#, .syntax), ("{,}", .syntax),
        (#"{"a" 1}"#, .syntax), (#"{"a":}"#, .syntax), (#"{"a":1 "b":2}"#, .syntax), (#"{"a":1]"#, .syntax),
        ("{a:1}", .syntax), ("{1:1}", .syntax), ("{'a':1}", .syntax), ("{null:1}", .syntax), ("'a'", .syntax),
        ("01", .syntax), ("-01", .syntax), ("+1", .syntax), (".5", .syntax), ("-.5", .syntax), ("1.e5", .syntax),
        ("[1.]", .syntax), ("[1e]", .syntax), ("[-]", .syntax), ("--1", .syntax), ("0x10", .trailingContent),
        ("1_000", .trailingContent), ("NaN", .syntax), ("Infinity", .syntax), ("-Infinity", .syntax), ("True", .syntax),
        ("truE", .syntax), ("nulll", .trailingContent), ("undefined", .syntax), ("// c\n1", .syntax),
        ("1 // c", .trailingContent), ("/**/1", .syntax), ("1 2", .trailingContent), ("[] []", .trailingContent),
        ("{} x", .trailingContent), ("1,", .trailingContent), ("\"a\"\"b\"", .trailingContent),
        ("\u{FEFF}1", .syntax), ("1\u{0}", .trailingContent), ("\u{0C}1", .syntax), ("\u{A0}1", .syntax),
        ("\"\n\"", .controlCharacter), ("\"\u{0}\"", .controlCharacter), ("\"\u{1F}\"", .controlCharacter),
        ("\"\t\"", .controlCharacter), (#""\a""#, .syntax), (#""\x41""#, .syntax), (#""\'""#, .syntax),
        (#""\u12G4""#, .syntax), (#""\U0041""#, .syntax), (#""\uD800""#, .loneSurrogate),
        (#""\uDC00""#, .loneSurrogate),
        (#""\uD800a""#, .loneSurrogate), (#""\uD800\n""#, .loneSurrogate), (#""\uD800\uD800""#, .loneSurrogate),
        (#""\uDE00\uD83D""#, .loneSurrogate), (#"{"a":1,"a":2}"#, .duplicateKey),
        (#"{"a":1,"\u0061":2}"#, .duplicateKey),
        (#"[{"x":{"":1,"":1}}]"#, .duplicateKey),
    ]

    static let invalidUTF8: [[UInt8]] = [
        [0x80], [0xBF], [0xC0, 0xAF], [0xC1, 0xBF], [0xC2], [0xC2, 0x22], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
        [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
        [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0xF0, 0x9F, 0x98, 0x41],
        [0xE9, 0x74, 0xE9],
    ]

    @Test(arguments: accepted)
    func accepts(text: String) throws {
        let value = try JSONValue(parsing: text)
        #expect(try JSONValue(parsing: value.serialized()) == value)
        #expect(try JSONValue(parsing: value.serialized(pretty: true)) == value)
    }

    @Test(arguments: rejected)
    func rejects(text: String, code: JSONError.Code) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error?.code == code, "\(text): \(String(describing: error))")
        #expect(error?.position != nil)
        #expect(error?.hint.isEmpty == false)
    }

    @Test(arguments: invalidUTF8)
    func rejectsInvalidUTF8(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: [quote] + bytes + [quote]) }
        #expect(error?.code == .invalidUTF8)
        #expect(throws: JSONError.self) { try JSONValue(parsing: [UInt8(ascii: "{"), quote] + bytes + [quote]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
    }

    @Test func decodesEscapes() throws {
        let value = try JSONValue(parsing: #""a\"\\\/\b\f\n\r\t\u0000\u00e9\ud83d\uDE00z""#)
        #expect(value == .string("a\"\\/\u{8}\u{C}\n\r\t\0é😀z"))
    }

    @Test func tellsThePlace() {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "{\n  \"a\": 1,\n  \"b\": tru e}") }
        #expect(error?.position?.line == 3)
        #expect(error?.position?.column == 8)
        #expect(error?.position?.offset == 19)
        #expect(error?.message.contains("line 3") == true)
    }

    @Test func keepsLimits() throws {
        let nested = { (count: Int) in String(repeating: "[", count: count) + String(repeating: "]", count: count) }
        #expect(try JSONValue(parsing: nested(512)).arrayValue != nil)
        #expect(throws: JSONError.self) { try JSONValue(parsing: nested(513)) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "[", count: 1_000_000)) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: #"{"a":"#, count: 1_000_000)) }
        let deep = JSONLimits(depth: .max)
        #expect(deep.depth == JSONLimits.maximumDepth)
        let value = try JSONValue(parsing: nested(JSONLimits.maximumDepth), limits: deep)
        #expect(try JSONValue(parsing: value.bytes(pretty: true), limits: deep).hashValue == value.hashValue)
        #expect(throws: JSONError.self) { try JSONValue(parsing: "\"abcd\"", limits: JSONLimits(stringBytes: 3)) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: "12345", limits: JSONLimits(numberBytes: 4)) }
        let long = #expect(throws: JSONError.self) { try JSONValue(parsing: "12345", limits: JSONLimits(bytes: 4)) }
        #expect(long?.code == .limitExceeded)
    }

    @Test(arguments: ["\u{301}\u{323}", #"\u0301\u0323"#]) func combiningCharactersAreFew(_ pair: String) throws {
        let limits = JSONLimits(marks: 4)
        let (few, many) = (pair + pair, pair + pair + pair)
        #expect(try JSONValue(parsing: "{\"a\(few)b\(few)\": \"\(few)\"}", limits: limits).objectValue?.count == 1)
        for text in ["\"x\(many)\"", "[\"\(many)\"]", "{\"\(many)\": 1}"] {
            let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text, limits: limits) }
            #expect(error?.code == .limitExceeded)
            #expect(throws: Never.self) { try JSONValue(parsing: text) }
        }
    }
}
