import Testing

@testable import RE2

@Suite struct RequiredTextsTests {
    @Test(
        arguments: [
            ("timeout", ["timeout"]), ("time.*out", ["time"]), (#"\d+ms"#, ["ms"]),
            ("refused|reset", ["refused", "reset"]),
            ("(?:Read|Write)Timeout", ["ReadTimeout", "WriteTimeout"]), (#"status=5\d\d"#, ["status=5"]),
            ("colou?r", ["color", "colour"]), ("a{2}bcd", ["bcd"]), (#"\bfoo\b"#, ["foo"]), ("x[.]y", ["x.y"]),
            ("(?P<name>abc)+", ["abc"]), ("é?x", ["x", "éx"]), ("^GET /api$", ["GET /api"]),
        ] as [(String, [String])])
    func tellsWhatMustStandThere(pattern: String, texts: [String]) {
        #expect(RequiredTexts.of(pattern).map { Set($0) } == Set(texts), "\(pattern)")
    }

    @Test(arguments: [
        ".", "a*", "(?:a|b*)", #"\d+"#, "[a-z]+", "(?i:abc)", #"\x41"#, #"\Qa\E"#, "a|", "", "(", "a{,2}",
    ])
    func tellsNothingWhereNothingIsKnown(pattern: String) {
        #expect(RequiredTexts.of(pattern) == nil, "\(pattern)")
    }

    @Test func leavesLettersWithMoreThanTwoFormsOut() {
        #expect(RequiredTexts.of("(?i)reset by") == ["et by"])
        #expect(RequiredTexts.of("disk", ignoresCase: true) == ["di"])
    }

    /// Whatever matches has one of the texts.
    @Test(
        arguments: [
            "(a|b)c+d?e", "x(yz){2,3}|q", "ab?c*d", "(foo|bar)baz|qu+x", "[ab]c.d", #"\w+\.(log|txt)"#, "a(b(c|d)e)*f",
        ])
    func isNeverWrong(pattern: String) throws {
        let expression = try RegularExpression(pattern)
        guard let texts = RequiredTexts.of(pattern) else { return }
        let letters = Array("abcdefxyzqurlogtxt.")
        var state: UInt64 = 7
        for _ in 0..<20_000 {
            var text = ""
            for _ in 0..<8 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text.append(letters[Int(state >> 33) % letters.count])
            }
            guard expression.matches(text) else { continue }
            #expect(texts.contains { text.contains($0) }, "\(pattern) matches \(text)")
        }
    }
}
