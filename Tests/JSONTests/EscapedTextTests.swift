import Foundation
import JSON
import Testing

@Suite struct EscapedTextTests {
    private static let text = EscapedText("a/b=\"ü\\😀\n")

    @Test(arguments: [
        "a/b=\"ü\\😀\n", #"a/b=\"ü\\😀\n"#, #"a\/b\u003d\"\u00fc\\\ud83d\ude00\n"#,
        #"\u0061\u002F\u0062\u003D\u0022\u00FC\u005C\uD83D\uDE00\u000A"#,
        #"a/b=\\\"ü\\\\😀\\n"#, #"a\\\/b\\u003D\\\"\\u00fc\\\\\\ud83d\\ude00\\n"#,
        #"a/b\u005cu003d\\\"ü\\\\\u005cud83d\\ude00\\n"#, "a%2Fb%3D%22%C3%BC%5C%F0%9F%98%80%0A",
        "a%2fb=%22ü%5c😀%0a", #"a\u00252Fb=%22\u00fc%5C😀\n"#,
    ])
    func standsHoweverItIsEscaped(_ written: String) {
        #expect(Self.text.stands(in: Array(#"{"said": "\#(written)"}"#.utf8)), "\(written)")
        #expect(Self.text.match(in: Array(written.utf8), at: 0) == .upTo(written.utf8.count), "\(written)")
    }

    @Test(arguments: [
        "", #"a/b=\"ü\\😀"#, #"a/b=\"u\\😀\n"#, #"a/b=\"\u00fd\\😀\n"#, #"a/b=\"ü\\\ud83d\n"#, #"a/b=\"ü\\\ude00\n"#,
        #"a/b=\"ü\x5c😀\n"#, #"a\u002/b=\"ü\\😀\n"#, "a%2", "a%2gb",
    ])
    func isNotWhatMerelyLooksLikeIt(_ written: String) {
        #expect(!Self.text.stands(in: Array(#"{"said": "\#(written)"}"#.utf8)), "\(written)")
        #expect(!EscapedText("").stands(in: Array(written.utf8)))
    }

    /// Whatever a writer escapes of a text, and wherever what it wrote is cut.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func isFoundInPieces(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let letters = Array("ab\\\"/%=<ü€😀\n7u")
        let text = String((0..<12).map { _ in letters.randomElement(using: &random) ?? "a" })
        var written = Array(text).map { Self.written($0, inURL: seed % 3 == 2, &random) }.joined()
        if seed % 3 == 1 { written = Array(written).map { Self.written($0, inURL: false, &random) }.joined() }
        let bytes = Array("[\"x\(written)y\"]".utf8)
        for length in [1, 2, 5, 13, 200] {
            var search = EscapedText.Search(EscapedText(text))
            var isFound = false
            for start in stride(from: 0, to: bytes.count, by: length) {
                let end = min(start + length, bytes.count)
                isFound = search.finds(in: Array(bytes[start..<end]), isLast: end == bytes.count) || isFound
            }
            #expect(isFound, "seed \(seed), pieces of \(length): \(text.debugDescription) as \(written)")
        }
        #expect(!EscapedText(text + "!").stands(in: bytes), "seed \(seed)")
    }

    /// A character as a writer might put it between quotation marks.
    private static func written(_ character: Character, inURL: Bool, _ random: inout SeededGenerator) -> String {
        let text = String(character)
        let quoted = String(JSONValue.string(text).serialized().dropFirst().dropLast())
        if inURL, character == "%" { return "%25" }
        switch Int.random(in: 0..<3, using: &random) {
        case 0 where inURL: return text.utf8.map { String(format: "%%%02x", $0) }.joined()
        case 1: return text.utf16.map { String(format: "\\u%04X", Int($0)) }.joined()
        case 2 where character == "/": return "\\/"
        default: return quoted
        }
    }

    @Test func saysWhatItNeedsToKnow() {
        let text = EscapedText("a=b")
        let cases: [(String, EscapedText.Match)] = [
            ("a", .cut), (#"a\"#, .cut), (#"a\u00"#, .cut), ("a%3", .cut), ("a=", .cut), (#"a\u003db"#, .upTo(8)),
            ("a=b", .upTo(3)), (#"a\x"#, .none), ("b", .none), ("", .cut),
        ]
        for (written, match) in cases {
            let bytes = Array(written.utf8)
            #expect(text.match(in: bytes, at: 0, isWhole: false) == match, "\(written)")
            #expect(text.match(in: bytes, at: 0) == (match == .cut ? .none : match), "\(written)")
        }
        // Of what is the same up to its end the longest counts.
        #expect(EscapedText(#"a\"#).match(in: Array(#"a\\\\"#.utf8), at: 0) == .upTo(5))
    }

    @Test(arguments: [
        (#"\n"#, 2), (#"\u0041"#, 6), (#"\ud83d\ude00"#, 12), (#"\ud83dx"#, 6), ("x", 1), (#"\x"#, 1), (#"\u00"#, 1),
        (#"\"#, 1),
    ])
    func knowsTheLengthOfAnEscape(_ written: String, _ length: Int) {
        #expect(EscapedText.length(ofCharacterIn: Array(written.utf8), at: 0, isWhole: true) == length)
    }

    @Test(arguments: [#"\"#, #"\u00"#, #"\ud83d"#, #"\ud83d\u"#])
    func knowsThatAnEscapeGoesOn(_ written: String) {
        #expect(EscapedText.length(ofCharacterIn: Array(written.utf8), at: 0, isWhole: false) == nil)
    }
}
