import JSON
import Testing
import Yams

@testable import Workflows

@Suite struct YAMLParserTests {
    /// What a text means, with kinds of scalars left out.
    private func shape(_ node: YAMLNode) -> String {
        switch node.kind {
        case .scalar(let scalar): scalar.text.debugDescription
        case .sequence(let elements): "[" + elements.map(shape).joined(separator: ",") + "]"
        case .mapping(let pairs):
            "{" + pairs.map { "\($0.key.text.debugDescription):\(shape($0.value))" }.joined(separator: ",") + "}"
        }
    }

    private func shape(_ node: Yams.Node) -> String {
        switch node {
        case .scalar(let scalar): scalar.string.debugDescription
        case .sequence(let elements): "[" + elements.map(shape).joined(separator: ",") + "]"
        case .mapping(let pairs):
            "{" + pairs.map { "\(($0.key.scalar?.string ?? "?").debugDescription):\(shape($0.value))" }.joined(separator: ",")
                + "}"
        case .alias: "alias"
        }
    }

    private func ours(_ text: String) -> String? {
        let (root, problems) = YAMLParser.parse(SourceFile(name: "t", text: text))
        return problems.isClean ? root.map(shape) : nil
    }

    private func theirs(_ text: String) -> String? {
        guard let node = try? Yams.compose(yaml: text, .basic) else { return nil }
        return shape(node)
    }

    static let documents = [
        "a: 1\nb: two words\n", "a:\n  b: c\n  d:\n    - 1\n    - 2\ne: f", "- a\n- b: c\n  d: e\n- - x\n  - y\n-\n  - z\n",
        "a:\n- 1\n- 2\nb: 3\n", "# comment\n\na: b # comment\n\n# more\nc: 'it''s' # x\n", "a: \"x\\ty\\u00e9\\n\\\"\"\n",
        "a: {b: c, d: [1, 2, {e: f}], g: 'h, i'}\n", "a: [\n  1, # one\n  2\n]\nb: {\n  c: d,\n}\n", "a: one\n  two\n\n  three\nb: c\n",
        "a: |\n  line 1\n   indented\n\n  line 3\nb: c\n", "a: >\n  folded\n  text\n\n  second\n   more\n   same\n  back\nb: 1\n",
        "a: >-\n  x\n  y\n", "a: |+\n  x\n\n\nb: 1\n", "a: |-\n  x\n\n\nb: 1\n", "a: |2\n    x\n  y\n", "a: 'one\n  two\n\n  three'\n",
        "a: \"one\n  two \\\n  three\"\n", "a: &x {b: 1}\nc: *x\n", "a: &x\n  b: 1\nc: *x\n", "a: &x 1\nb: *x\nc: [*x, *x]\n",
        "---\na: 1\n...\n", "a:\nb:\n  c:\n", "\"quoted key\": 1\n'other': 2\n", "a: http://x/y?z=1#frag\n", "a: b:c\n",
        "a: -1\nb: - x\n", "- |\n  x\n- >\n  y\n", "a: [a b, c d]\n", "{a: 1, b: [x]}", "[a, 'b', \"c\"]", "just text", "'quoted'",
        "a:   \n   b: 1\n   c: 2", "a: b\r\nc: d\r\n", "a: ''\nb: \"\"\n", "a: x # y\nb: x#y\n", "a: @x\n", "a: `x`\n", "a: !t x\n", "a: b: c\n",
        "\ta: 1\n", "a: 1\n b: 2\n", "a: 'x\n", "a: [1, 2\n", "a: [1 2, 3]]\n", "a\nb: c\n", "- a\nb: c\n", "a: *none\n", "a: {b: c}}\n", "? a\n: b\n",
        "%YAML 1.2\n---\na: b\n", "a: |\n", "a: |\n\n\nb: 1\n", "a: >\n\n  x\n", "a: |\n  x", "a:\n  - b:\n      c\n    d: e\n", "a: {b}\n", "a: [b, ]\n",
        "a: 'x' y\n", "a: \"x\" # c\n", "key with spaces: value\n", "a: - b\n", "a: ? b\n", "a: %x\n", "a: x\n  # comment\n  y\n", "a:\n  \n  b: 1\n",
        "a: \"\\q\"\n", "a: |\n    x\n  y\n", "a: >\n   x\n\n\n   y\n    z\n\n   w\n", "-\n-\n- a\n", "- - - a\n    - b\n", "a: [[1, [2]], {}]\n", "a: x\n...\n",
        "a: 1\n---\nb: 2\n", "é: ü\n", "a: \"😀\"\nb: 1\n", "a: 'b': c\n", "a:b\n", ": x\n", "a: &x\nb: 1\n", "a: [\"b\":1]\n", "a: {\"b\":1}\n", "a: |x\n", "",
    ]

    @Test(arguments: documents) func agreesWithLibYAML(_ text: String) {
        guard let ours = ours(text) else { return }
        #expect(ours == theirs(text), "\(text)")
    }

    /// Where libyaml accepts a text, so do we, but for what the format leaves out on purpose.
    @Test func acceptsWhatTheFormatIsWrittenIn() {
        let leftOut = ["!t", "? ", "%YAML", "{\"b\":1}", "[\"b\":1]", "...\n"]
        for text in Self.documents where theirs(text) != nil && !leftOut.contains(where: { text.contains($0) }) {
            #expect(ours(text) != nil, "\(text.debugDescription): \(YAMLParser.parse(SourceFile(name: "t", text: text)).problems.sorted)")
        }
    }

    /// Whatever is read is read as libyaml reads it, and nothing crashes.
    @Test(arguments: 0..<20) func mutatedTextsAgree(_ seed: Int) {
        var random = SeededGenerator(state: UInt64(seed))
        let pieces = [" ", "\n", ":", "-", "'", "\"", "[", "]", "{", "}", ",", "#", "|", ">", "&x", "*x", "  ", "a", ": ", "\t", "é", "?", "!"]
        var accepted = 0
        for _ in 0..<400 {
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
            guard let ours = ours(text) else { continue }
            accepted += 1
            // We are laxer with blanks at the end of a file and with colons in flow collections.
            guard let theirs = theirs(text) else { continue }
            if ours != theirs { Issue.record("\(text.debugDescription): \(ours) != \(theirs)") }
        }
        #expect(accepted > 50)
    }

    @Test func aliasesThatMultiplyAreRefused() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<12 {
            text += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
        }
        let (root, problems) = YAMLParser.parse(SourceFile(name: "t", text: text))
        #expect(root == nil)
        #expect(problems.sorted.first?.code == .limit)
    }

    @Test(arguments: ["[", "{a: ", "- ", "a:\n  "]) func depthIsBounded(_ piece: String) {
        var text = String(repeating: piece, count: 100_000)
        if piece.hasSuffix("\n  ") {
            text = (0..<1000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        }
        let (root, problems) = YAMLParser.parse(SourceFile(name: "t", text: text))
        #expect(root == nil)
        #expect(problems.sorted.first?.code == .limit)
    }

    /// A megabyte of anything is read, or refused, in time linear in its length.
    @Test(arguments: ["a, ", "'", "\"\\", "*x ", "# ", "a: ", "  ", "\n", "- x\n", "x"]) func longTextsTakeLinearTime(_ piece: String) {
        for start in ["", "a: [", "a: ", "a: \""] {
            let text = start + String(repeating: piece, count: 300_000 / piece.utf8.count)
            let clock = ContinuousClock()
            let time = clock.measure { _ = YAMLParser.parse(SourceFile(name: "t", text: text)) }
            #expect(time < .seconds(10), "\(start)\(piece)")
        }
    }

    @Test func scalarsKnowWhereTheyComeFrom() throws {
        let text = "a: \"x\\ty ${{ b }}\"\n"
        let root = try #require(YAMLParser.parse(SourceFile(name: "t", text: text)).root)
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

    @Test(arguments: [
        ("12", YAMLValue.integer(12)), ("-3", .integer(-3)), ("0x1F", .integer(31)), ("0o17", .integer(15)), ("010", .integer(10)),
        ("true", .bool(true)), ("yes", .ambiguous("yes")), ("ON", .ambiguous("ON")), ("~", .null), ("", .null), ("1.0.0", .text("1.0.0")),
        ("1e3", .number(1000)), (".5", .number(0.5)), ("1_000", .text("1_000")), ("-", .text("-")), ("+", .text("+")), ("--1", .text("--1")),
        (".inf", .unrepresentable(".inf")), ("99999999999999999999", .unrepresentable("99999999999999999999")), ("12:30", .text("12:30")),
    ])
    func coreSchema(_ text: String, _ value: YAMLValue) {
        let scalar = YAMLScalar(text: text, style: .plain, origins: [(0, 0)], isFollowedByComment: false)
        #expect(scalar.resolved == value)
    }
}
