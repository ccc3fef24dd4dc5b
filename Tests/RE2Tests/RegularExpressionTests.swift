import RE2
import Testing

@Suite struct RegularExpressionTests {
    @Test(arguments: [
        ("a+b", "xaab", true), ("^b", "ab", false), ("é.", "née!", true), ("", "", true), (#"\bcat\b"#, "a cat.", true),
    ])
    func matchesText(pattern: String, text: String, expected: Bool) throws {
        #expect(try RegularExpression(pattern).matches(text) == expected)
    }

    @Test func optionsChangeTheMeaning() throws {
        #expect(try RegularExpression("ERROR", options: .caseInsensitive).matches("an error"))
        #expect(try RegularExpression("a.b", options: .literal).matches("axb") == false)
        #expect(try RegularExpression("a.b", options: .dotMatchesNewline).matches("a\nb"))
        #expect(try RegularExpression("a.b").matches("a\nb") == false)
        #expect(try RegularExpression("^b$", options: .multiline).matches("a\nb\nc"))
        #expect(try RegularExpression("^b$").matches("a\nb\nc") == false)
        let text = "abcd"
        #expect(try RegularExpression("ab|abc", options: .longestMatch).firstMatch(in: text).map { text[$0] } == "abc")
    }

    @Test func bytesThatAreNotUTF8() throws {
        let bytes: [UInt8] = [0x61, 0xFF, 0x62]
        #expect(try RegularExpression("a.b", options: .bytes).firstMatch(in: bytes) == 0..<3)
        #expect(try RegularExpression("a.b").firstMatch(in: bytes) == nil)
        #expect(try RegularExpression("b").firstMatch(in: bytes) == 2..<3)
    }

    @Test func capturesWithNames() throws {
        let expression = try RegularExpression(#"(?P<key>\w+)=(\d+)(x)?"#)
        #expect(expression.captureNames == ["key", "", ""])
        #expect(expression.captures(in: Array("  a=12".utf8)) == [2..<6, 2..<3, 4..<6, nil])
        #expect(expression.captures(in: "é=1 k=7")?.map { $0.map(String.init) } == ["k=7", "k", "7", nil])
        #expect(expression.captures(in: "none") == nil)
        let many = try RegularExpression(String(repeating: "(a)", count: 40))
        #expect(many.captures(in: [UInt8](repeating: 0x61, count: 40))?.count == 41)
    }

    @Test func searchesFromAnOffset() throws {
        let expression = try RegularExpression("a")
        let text = Array("abca".utf8)
        #expect(expression.firstMatch(in: text, from: 1) == 3..<4)
        #expect(expression.firstMatch(in: text, from: 4) == nil)
        #expect(expression.firstMatch(in: text, from: 5) == nil)
        #expect(expression.firstMatch(in: text, from: -1) == nil)
        #expect(try RegularExpression("^a").firstMatch(in: text.span, from: 3) == nil)
        #expect(expression.firstMatch(in: text.span, from: 1, anchor: .start) == nil)
    }

    @Test func findsAllMatches() throws {
        let text = "aé→x"
        #expect(try RegularExpression("").allMatches(in: text).count == 5)
        #expect(try RegularExpression(".").allMatches(in: text).map { text[$0] } == ["a", "é", "→", "x"])
        #expect(try RegularExpression(".").allMatches(in: text, limit: 2).count == 2)
        #expect(try RegularExpression("a+").wholeMatches("aaa"))
        #expect(try RegularExpression("a+").wholeMatches("aaab") == false)
    }

    @Test func replaces() throws {
        let expression = try RegularExpression(#"token=(\w+)"#)
        let text = "é token=abc, token=keep, token=d"
        let result = expression.replacing(in: text) { groups in groups[1] == "keep" ? nil : "token=*" }
        #expect(result == "é token=*, token=keep, token=*")
        #expect(try RegularExpression("x*").replacing(in: "abc") { _ in "-" } == "-a-b-c-")
        let bytes = try RegularExpression("b", options: .bytes).replacing(in: [0xFF, 0x62, 0xFE]) { _ in [1, 2] }
        #expect(bytes.bytes == [0xFF, 1, 2, 0xFE])
        #expect(bytes.count == 1)
    }

    @Test(arguments: ["(", "[z-a]", "*", #"\1"#, "(?=a)", "a**", #"\8"#, "(?P<n>a", "x{2,1}", "a\u{5C}"])
    func refusesBadSyntax(pattern: String) {
        let error = #expect(throws: RegularExpressionError.self) { try RegularExpression(pattern) }
        #expect(error?.code == .syntax)
        #expect(error?.hint.isEmpty == false)
    }

    @Test func refusesWhatIsTooLarge() {
        let long = String(repeating: "a", count: RegularExpression.maximumPatternLength + 1)
        #expect(throws: RegularExpressionError.self) { try RegularExpression(long) }
        let large = #expect(throws: RegularExpressionError.self) {
            try RegularExpression("((a{1,100}){1,100}){1,100}", maxMemory: 1 << 20)
        }
        #expect(large?.hint.isEmpty == false)
        #expect(throws: RegularExpressionError.self) { try RegularExpression("\\pL{1000}", maxMemory: 1 << 16) }
        let deep = String(repeating: "(", count: 5000) + String(repeating: ")", count: 5000)
        #expect((try? RegularExpression(deep))?.captureCount ?? 5000 == 5000)
    }

    @Test func isLinearOnWhatBacktrackingIsNot() throws {
        let expression = try RegularExpression("(a*)*(a|aa)+$")
        #expect(expression.matches(in: [UInt8](repeating: 0x61, count: 100_000) + [0x62]) == false)
    }

    @Test(arguments: ["a.b*c", "[x](y){z}", "é→\n", "\0", #"\d"#, ""])
    func escapedMatchesItself(text: String) throws {
        #expect(try RegularExpression(RegularExpression.escape(text)).wholeMatches(text))
        #expect(try RegularExpression(RegularExpression.escape(text)).wholeMatches(text + "x") == false)
    }

    @Test func isSharedByTasks() async throws {
        let expression = try RegularExpression(#"(\d+)-x"#)
        let found = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<64 { group.addTask { expression.matches("a \(number)-x") } }
            var all = true
            for await one in group { all = all && one }
            return all
        }
        #expect(found)
    }
}
