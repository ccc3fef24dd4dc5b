import Testing

@testable import YAML

@Suite struct YAMLDocumentTests {
    private func root(_ text: String) throws(YAMLFault) -> YAMLElement? {
        try YAMLDocument.root(of: Array(text.utf8))
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
        #expect(members.map(\.value.tag) == ["!own", nil])
        #expect(members[0].value.scalar?.style == .singleQuoted)
        #expect(members[1].value.sequence?.first?.scalar?.style == .doubleQuoted)
        #expect(try self.root("!!str 1")?.tag == "tag:yaml.org,2002:str")
    }

    @Test(arguments: [
        ("a: b: c", 1, 5, "mapping values are not allowed"), ("a: *x", 1, 4, "undefined alias"),
        ("a: &x [*x]", 1, 8, "undefined alias"), ("a: 1\n---\nb: 2", 2, 1, "another document"),
        ("a: 'b", 1, 6, "unexpected end of stream"), ("a: @b", 1, 4, "cannot start any token"),
    ])
    func tellsFaults(_ text: String, _ line: Int, _ column: Int, _ problem: String) throws {
        let fault = #expect(throws: YAMLFault.self) { _ = try root(text) }
        #expect(fault?.place == .mark(YAMLMark(line: line, column: column)))
        #expect(fault?.problem.contains(problem) == true, "\(fault?.problem ?? "")")
    }

    @Test(arguments: [([0x61, 0xFF], 1), ([0x61, 0x62, 0x01], 2), ([0xC3], 0)] as [([UInt8], Int)])
    func tellsBytesThatAreNoText(_ bytes: [UInt8], _ offset: Int) {
        let fault = #expect(throws: YAMLFault.self) { _ = try YAMLDocument.root(of: bytes) }
        #expect(fault?.place == .byte(offset))
    }

    @Test func tellsWhereWhatIsNotClosedBegan() throws {
        let fault = #expect(throws: YAMLFault.self) { _ = try root("a: 1\nb: 'c\nd") }
        #expect(fault?.context?.mark == YAMLMark(line: 2, column: 4))
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "[{a: "])
    func refusesWhatLiesTooDeep(_ opening: String) {
        let fault = #expect(throws: YAMLFault.self) { _ = try root(String(repeating: opening, count: 200_000)) }
        #expect(fault?.problem.contains("nesting level") == true, "\(fault?.problem ?? "")")
        #expect(throws: Never.self) {
            try root(String(repeating: "[", count: 63) + "1" + String(repeating: "]", count: 63))
        }
    }

    /// As many elements as two to the power of sixty, if they were written out.
    @Test func aliasesTakeNoRoom() throws {
        var text = "a0: &a0 [1, 1]\n"
        for level in 1...60 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        var element = try #require(try root(text)?.mapping?.last?.value)
        var levels = 0
        while let first = element.sequence?.first {
            element = first
            levels += 1
        }
        #expect(levels == 61)
    }

    @Test func rubbishIsRefusedOrRead() {
        var random = SystemRandomNumberGenerator()
        let signs = Array("ab \n\n\t:-?&*!|>'\"%@[]{},#~ä\u{85}\u{2028}0".utf8) + [0x00, 0xFF, 0xC3, 0xEF, 0xBB, 0xBF]
        for _ in 0..<5000 {
            let text = (0..<Int.random(in: 0..<60)).map { _ in signs[Int(random.next() % UInt64(signs.count))] }
            do {
                _ = try YAMLDocument.root(of: text)
            } catch {
                #expect(!error.problem.isEmpty)
            }
        }
    }
}
