import TestSupport
import Testing

@testable import YAML

@Suite struct YAMLDocumentTests {
    private func root(_ text: String) throws(YAMLFault) -> YAMLElement? {
        try YAMLDocument.root(of: Array(text.utf8))
    }

    /// What is wrong with a text.
    private func fault(_ text: String) -> YAMLFault.Kind? {
        do {
            _ = try root(text)
            return nil
        } catch {
            return error.kind
        }
    }

    /// What a text holds, written shortly.
    private func shown(_ element: YAMLElement?) -> String {
        switch element?.content {
        case .scalar(let scalar)?: scalar.text
        case .sequence(let elements)?: "[\(elements.map { shown($0) }.joined(separator: " "))]"
        case .mapping(let members)?:
            "{\(members.map { "\(shown($0.key)):\(shown($0.value))" }.joined(separator: " "))}"
        case nil: "nothing"
        }
    }

    @Test(arguments: [
        ("", "nothing"), ("# a comment\n", "nothing"), ("\u{FEFF}a: 1", "{a:1}"), ("a", "a"), ("---\n", ""),
        ("a: 1\nb: [x, {c: y}]\n", "{a:1 b:[x {c:y}]}"), ("- 'it''s'\n- \"\\u00e4\"", "[it's ä]"),
        ("t: |\n  one\n  two\nf: >\n  one\n  two\n", "{t:one\ntwo\n f:one two\n}"), ("a: 1\na: 2", "{a:1 a:2}"),
        ("a: &x [1]\nb: *x\nc: &x 2\nd: *x", "{a:[1] b:[1] c:2 d:2}"), ("? [a]\n: b", "{[a]:b}"),
    ])
    func readsWhatIsWritten(_ text: String, _ expected: String) throws {
        #expect(try shown(root(text)) == expected)
    }

    @Test func tellsPlacesStylesAndTags() throws {
        let root = try #require(try root("ä: !own 'x'\nb:\n  - \"y\"\n"))
        let members = try #require(root.mapping)
        #expect(root.mark == YAMLMark(line: 1, column: 1))
        #expect(members.map(\.value.mark) == [YAMLMark(line: 1, column: 4), YAMLMark(line: 3, column: 3)])
        #expect(members.map(\.value.hasOwnTag) == [true, false])
        #expect(members[0].value.scalar?.style == .singleQuoted)
        #expect(members[1].value.sequence?.first?.scalar?.style == .doubleQuoted)
        #expect(try self.root("!!str 1")?.hasOwnTag == false)
        #expect(try self.root("! 1")?.hasOwnTag == false)
    }

    @Test(arguments: [
        ("a: b: c", 1, 5, YAMLFault.Kind.syntax), ("a: *x", 1, 4, .undefinedAlias),
        ("a: &x [*x]", 1, 8, .undefinedAlias),
        ("a: 1\n---\nb: 2", 2, 1, .secondDocument), ("a: 'b", 1, 6, .syntax), ("a: @b", 1, 4, .syntax),
        ("%TAG !a! x\n--- !a!b c", 1, 1, .handle), ("%YAML 1.2\n%TAG !a! x\n--- b", 2, 1, .handle),
        ("\u{FEFF}%TAG ! x\n--- b", 1, 2, .handle), ("\u{85}%TAG ! x\n--- b", 1, 2, .handle),
    ])
    func tellsFaults(_ text: String, _ line: Int, _ column: Int, _ kind: YAMLFault.Kind) throws {
        let fault = #expect(throws: YAMLFault.self) { _ = try root(text) }
        #expect(fault?.mark == YAMLMark(line: line, column: column))
        #expect(fault?.kind == kind, "\(fault?.problem ?? "")")
    }

    @Test(
        arguments: [([0x61, 0xFF], 1, 2), ([0x61, 0x0A, 0x62, 0x01], 2, 2), ([0xC3], 1, 1)] as [([UInt8], Int, Int)])
    func tellsBytesThatAreNoText(_ bytes: [UInt8], _ line: Int, _ column: Int) {
        let fault = #expect(throws: YAMLFault.self) { _ = try YAMLDocument.root(of: bytes) }
        #expect(fault?.mark == YAMLMark(line: line, column: column))
    }

    @Test func tellsWhereWhatIsNotClosedBegan() throws {
        let fault = #expect(throws: YAMLFault.self) { _ = try root("a: 1\nb: 'c\nd") }
        #expect(fault?.context?.mark == YAMLMark(line: 2, column: 4))
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "[{a: "])
    func refusesWhatLiesTooDeep(_ opening: String) {
        let fault = #expect(throws: YAMLFault.self) { _ = try root(String(repeating: opening, count: 200_000)) }
        #expect(fault?.kind == .depth, "\(fault?.problem ?? "")")
        #expect(throws: Never.self) {
            try root(String(repeating: "[", count: 63) + "1" + String(repeating: "]", count: 63))
        }
    }

    /// A chain in which each names the one before lies as deep as it is long.
    @Test(arguments: [(62, false), (63, true), (100_000, true)])
    func aliasesCountForWhatTheyName(_ length: Int, _ isRefused: Bool) {
        let text = "[&a [x]" + String(repeating: ",&a [*a]", count: length - 1) + "]"
        #expect(fault(text) == (isRefused ? .depth : nil))
    }

    /// As many elements as two to the power of forty, if they were written out; a long text many times.
    @Test func aliasesThatMultiplyAreRefused() {
        var text = "a0: &a0 [1, 1]\n"
        for level in 1...40 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        let long =
            "a: &a \"" + String(repeating: "x", count: 100_000) + "\"\nb: [" + String(repeating: "*a,", count: 1000)
        for text in [text, long + "]", "a: &a x\nb: [" + String(repeating: "*a,", count: 200_000) + "]"] {
            let fault = #expect(throws: YAMLFault.self) { _ = try root(text) }
            #expect(fault?.kind == .size)
        }
        #expect(throws: Never.self) { try root("a: &a x\nb: [" + String(repeating: "*a,", count: 199_000) + "]") }
    }

    @Test func keysAreShort() {
        for (length, isRefused) in [(256, false), (257, true)] {
            let text = "? " + String(repeating: "k", count: length) + "\n: v\n"
            #expect(fault(text) == (isRefused ? .size : nil))
        }
    }

    /// Written as they are or as escapes, in keys and in values.
    @Test(arguments: ["\u{301}\u{323}", "\\u0301\\u0323"]) func marksAreFew(_ pair: String) {
        let (few, many) = (String(repeating: pair, count: 128), String(repeating: pair, count: 129))
        #expect(fault("a: \"x\(few)x\(few)\"") == nil)
        #expect(fault("a: \"x\(many)\"") == .size)
        #expect(fault("- \"\(many)\"") == .size)
        #expect(fault("\"\(many)\": 1") == .size)
    }

    @Test(arguments: 0..<8) func rubbishIsRefusedOrRead(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let signs =
            Array("ab \n\n  :-?&*!|>'\"%@[]{},#~ä0")
            + ["a: ", "- ", ": ", "&x ", "*x", "\n  ", "\u{85}", "\u{1}"].flatMap { $0 }
        var read = 0
        for _ in 0..<1000 {
            let text = String(
                (0..<Int.random(in: 0..<24, using: &random)).map { _ in signs.randomElement(using: &random) ?? "a" })
            if (try? root(text)) != nil { read += 1 }
        }
        // Else nothing but the beginning was looked at.
        #expect(read > 100)
    }
}
