import JSON
import Testing
import YAML

@testable import Workflows

@Suite struct YAMLReaderTests {
    static let documents = [
        "a: 1\nb: two words\n", "a:\n  b: c\n  d:\n    - 1\n    - 2\ne: f",
        "- a\n- b: c\n  d: e\n- - x\n  - y\n-\n  - z\n",
        "a:\n- 1\n- 2\nb: 3\n", "# comment\n\na: b # comment\n\n# more\nc: 'it''s' # x\n",
        "a: \"x\\ty\\u00e9\\n\\\"\"\n",
        "a: {b: c, d: [1, 2, {e: f}], g: 'h, i'}\n", "a: [\n  1, # one\n  2\n]\nb: {\n  c: d,\n}\n",
        "a: one\n  two\n\n  three\nb: c\n",
        "a: |\n  line 1\n   indented\n\n  line 3\nb: c\n",
        "a: >\n  folded\n  text\n\n  second\n   more\n   same\n  back\nb: 1\n",
        "a: >-\n  x\n  y\n", "a: |+\n  x\n\n\nb: 1\n", "a: |-\n  x\n\n\nb: 1\n", "a: |2\n    x\n  y\n",
        "a: 'one\n  two\n\n  three'\n",
        "a: \"one\n  two \\\n  three\"\n", "a: &x {b: 1}\nc: *x\n", "a: &x\n  b: 1\nc: *x\n",
        "a: &x 1\nb: *x\nc: [*x, *x]\n",
        "---\na: 1\n...\n", "a:\nb:\n  c:\n", "\"quoted key\": 1\n'other': 2\n", "a: http://x/y?z=1#frag\n", "a: b:c\n",
        "a: -1\nb: - x\n", "- |\n  x\n- >\n  y\n", "a: [a b, c d]\n", "{a: 1, b: [x]}", "[a, 'b', \"c\"]", "just text",
        "'quoted'",
        "a:   \n   b: 1\n   c: 2", "a: b\r\nc: d\r\n", "a: ''\nb: \"\"\n", "a: x # y\nb: x#y\n", "a: @x\n", "a: `x`\n",
        "a: !t x\n", "a: b: c\n",
        "\ta: 1\n", "a: 1\n b: 2\n", "a: 'x\n", "a: [1, 2\n", "a: [1 2, 3]]\n", "a\nb: c\n", "- a\nb: c\n",
        "a: *none\n", "a: {b: c}}\n", "? a\n: b\n",
        "%YAML 1.2\n---\na: b\n", "a: |\n", "a: |\n\n\nb: 1\n", "a: >\n\n  x\n", "a: |\n  x",
        "a:\n  - b:\n      c\n    d: e\n", "a: {b}\n", "a: [b, ]\n",
        "a: 'x' y\n", "a: \"x\" # c\n", "key with spaces: value\n", "a: - b\n", "a: ? b\n", "a: %x\n",
        "a: x\n  # comment\n  y\n", "a:\n  \n  b: 1\n",
        "a: \"\\q\"\n", "a: |\n    x\n  y\n", "a: >\n   x\n\n\n   y\n    z\n\n   w\n", "-\n-\n- a\n",
        "- - - a\n    - b\n", "a: [[1, [2]], {}]\n", "a: x\n...\n",
        "a: 1\n---\nb: 2\n", "é: ü\n", "a: \"😀\"\nb: 1\n", "a: 'b': c\n", "a:b\n", ": x\n", "a: &x\nb: 1\n",
        "a: [\"b\":1]\n", "a: {\"b\":1}\n", "a: |x\n", "",
    ]

    /// Every letter of every scalar must stand where its origin says.
    private func checkOrigins(_ node: YAMLNode, _ file: SourceFile) {
        switch node.kind {
        case .sequence(let elements): elements.forEach { checkOrigins($0, file) }
        case .mapping(let pairs):
            for pair in pairs {
                check(pair.key, pair.keyRange, file)
                checkOrigins(pair.value, file)
            }
        case .scalar(let scalar): check(scalar, node.range, file)
        }
    }

    private func check(_ scalar: YAMLScalar, _ range: SourceRange, _ file: SourceFile) {
        for (offset, byte) in scalar.text.utf8.enumerated() where (0x61...0x7A).contains(byte) {
            let place = scalar.range(from: offset, length: 1, within: range)
            let found = file.bytes.indices.contains(place.start) ? file.bytes[place.start] : 0
            // An escape stands for what it is not.
            guard found != byte, found != UInt8(ascii: "\\") else { continue }
            let text = String(decoding: file.bytes, as: UTF8.self)
            Issue.record(
                "\(text.debugDescription.replacing("\n", with: "~")): byte \(offset) of \(scalar.text.debugDescription) at \(place)"
            )
            return
        }
    }

    @Test(arguments: documents) func scalarsStandWhereTheirOriginsSay(_ text: String) {
        let file = SourceFile(name: "t", text: text)
        let (root, problems) = YAMLReader.parse(file)
        if let root, problems.isClean { checkOrigins(root, file) }
        #expect(root != nil || !problems.isClean || text.isEmpty)
    }

    /// Nothing crashes, every problem has a place, and what is read has its places.
    @Test(arguments: 0..<20) func mutatedTextsAreReadOrRefused(_ seed: Int) {
        var random = SeededGenerator(state: UInt64(seed))
        let pieces = [
            " ", "\n", ":", "-", "'", "\"", "[", "]", "{", "}", ",", "#", "|", ">", "&x", "*x", "  ", "a", ": ", "\t",
            "é", "?",
            "!", "\u{85}", "\u{0}", "\r", "@", "\u{E000}", "\u{FEFF}",
        ]
        var accepted = 0
        for _ in 0..<300 {
            var text = Self.documents[Int.random(in: 0..<Self.documents.count, using: &random)]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let offset = Int.random(in: 0...text.count, using: &random)
                let place = text.index(text.startIndex, offsetBy: offset)
                if Bool.random(using: &random), place < text.endIndex {
                    text.remove(at: place)
                } else {
                    text.insert(contentsOf: pieces.randomElement(using: &random) ?? "", at: place)
                }
            }
            let file = SourceFile(name: "t", text: text)
            let (root, problems) = YAMLReader.parse(file)
            for problem in problems.sorted { #expect(problem.line >= 1 && problem.column >= 1) }
            guard let root, problems.isClean else { continue }
            accepted += 1
            checkOrigins(root, file)
        }
        #expect(accepted > 50)
    }

    /// A text that stands in the file as it is has the places that walking through it finds.
    @Test(arguments: 0..<20) func placesAreThoseThatAreWalkedThrough(_ seed: Int) {
        var random = SeededGenerator(state: UInt64(seed))
        let pieces = ["a", "b", " ", "  ", "\n", "\t", "'", "\"", "\\", "é", "#", ":", ",", "&x ", "\r\n"]
        func text(_ count: Int) -> String {
            (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
        var same = 0
        for _ in 0..<500 {
            let value = text(Int.random(in: 0...5, using: &random))
            let (before, after) = (text(Int.random(in: 0...2, using: &random)), text(2))
            let style = [YAMLStyle.plain, .singleQuoted, .doubleQuoted].randomElement(using: &random) ?? .plain
            let quote = style == .singleQuoted ? "'" : style == .doubleQuoted ? "\"" : ""
            let bytes = Array((before + quote + value + quote + after).utf8)
            var one = ScalarAlignment(bytes, value, style, from: before.utf8.count)
            var other = one
            one.run()
            other.run(walking: true)
            let isSame =
                one.range == other.range && one.hasComment == other.hasComment
                && one.origins.elementsEqual(other.origins) { $0 == $1 }
            #expect(
                isSame,
                "\(style) \(value.debugDescription) in \(String(decoding: bytes, as: UTF8.self).debugDescription)")
            if one.origins.count == 1 { same += 1 }
        }
        #expect(same > 100)
    }

    @Test func mistakesThatAreClearDoNotHideOthers() {
        let text = "a: 1\na: 2\nb: x: y\nc: !not(d)\ne: {f: 1, f: 2, g: @h}\nk: !a > b\n\"q\": 1\n'q': 2\n"
        let (root, problems) = YAMLReader.parse(SourceFile(name: "t", text: text))
        #expect(root != nil)
        #expect(
            problems.sorted.map { "\($0.line):\($0.column) \($0.code.rawValue)" } == [
                "2:1 duplicate", "3:5 yaml", "4:4 yaml", "5:11 duplicate", "5:20 yaml", "6:4 yaml", "8:1 duplicate",
            ])
        guard case .mapping(let pairs)? = root?.kind else { return }
        #expect(pairs.map(\.key.text) == ["a", "a", "b", "c", "e", "k", "q", "q"])
        #expect(pairs[2].value.scalar?.text == "x: y")
        #expect(pairs[3].value.scalar?.text == "!not(d)")
    }

    @Test func aliasesThatMultiplyAreRefused() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<12 {
            text +=
                "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
                + "]\n"
        }
        text += "b: x: y\n"
        let (root, problems) = YAMLReader.parse(SourceFile(name: "t", text: text))
        #expect(problems.sorted.map { "\($0.line):\($0.column) \($0.code.rawValue)" } == ["6:5 limit", "13:5 yaml"])
        // What the aliases stand for is not written out, and the rest is read.
        guard case .mapping(let pairs)? = root?.kind, case .sequence(let elements) = pairs[11].value.kind else {
            Issue.record("it was not read")
            return
        }
        #expect(pairs.map(\.key.text) == (0..<12).map { "a\($0)" } + ["b"])
        #expect(elements.map(\.scalar?.text) == Array(repeating: "*a10", count: 10))
    }

    @Test(arguments: ["[", "{a: ", "- ", "a:\n  "]) func depthIsBounded(_ piece: String) {
        var text = String(repeating: piece, count: 100_000)
        if piece.hasSuffix("\n  ") {
            text = (0..<1000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        }
        let (root, problems) = YAMLReader.parse(SourceFile(name: "t", text: text))
        #expect(root == nil)
        #expect(problems.sorted.first?.code == .limit)
    }

    /// A long text of anything is read, or refused, in time linear in its length: what took its square took minutes.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["a, ", "'", "\"\\", "*x ", "# ", "a: ", "  ", "\n", "- x\n", "x", "!a ,", "\u{301}\u{323}"])
    func longTextsTakeLinearTime(_ piece: String) {
        for (start, end) in [
            ("", ""), ("a: [", "]"), ("a: ", ""), ("a: \"\\t", "y\""), ("a: |\n x", "y"), ("a: 'x", "y'"),
            ("? x", "\n: b"),
        ] {
            let text = start + String(repeating: piece, count: 150_000 / piece.utf8.count) + end
            _ = YAMLReader.parse(SourceFile(name: "t", text: text))
        }
    }

    @Test func scalarsKnowWhereTheyComeFrom() throws {
        let text = "a: \"x\\ty ${{ b }}\"\n"
        let root = try #require(YAMLReader.parse(SourceFile(name: "t", text: text)).root)
        guard case .mapping(let pairs) = root.kind, let scalar = pairs[0].value.scalar else {
            Issue.record("no mapping")
            return
        }
        let offset = try #require(scalar.text.utf8.firstIndex(of: UInt8(ascii: "b")))
        let distance = scalar.text.utf8.distance(from: scalar.text.utf8.startIndex, to: offset)
        let range = scalar.range(from: distance, length: 1, within: pairs[0].value.range)
        let bytes = Array(text.utf8)
        #expect(bytes[range.start] == UInt8(ascii: "b"))
        #expect(range.length == 1)
    }
}
