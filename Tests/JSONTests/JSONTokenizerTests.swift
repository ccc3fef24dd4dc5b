import JSON
import Testing

@Suite struct JSONTokenizerTests {
    private static let document = #"""
        {"name": "caf\u00e9 \ud83d\ude00", "list": [1, -2.5e3, true, false, null, "→"],
         "deep": {"a": [[], {}, [{"b": "x\ny"}]]}, "last": 12}
        """#

    private func tokens(_ bytes: [UInt8], piece: Int) throws -> [String] {
        var tokenizer = JSONTokenizer()
        var result: [String] = []
        var place = 0
        while true {
            let token = try tokenizer.next()
            switch token {
            case .needsInput:
                let end = min(bytes.count, place + piece)
                if place < end { tokenizer.feed(Array(bytes[place..<end])) } else { tokenizer.finish() }
                place = end
            case .end: return result
            case .key, .string: result.append("\(token) \(tokenizer.text)")
            case .number: result.append("\(token) \(tokenizer.number?.text ?? "?")")
            default: result.append("\(token)")
            }
        }
    }

    @Test func piecesOfAnyLengthGiveTheSameTokens() throws {
        let bytes = Array(Self.document.utf8)
        let whole = try tokens(bytes, piece: bytes.count)
        #expect(whole.prefix(3) == ["beginObject", "key name", "string café 😀"])
        #expect(whole.count == 31)
        for piece in 1..<bytes.count { #expect(try tokens(bytes, piece: piece) == whole) }
    }

    @Test(arguments: [1, 2, 7, 1000])
    func skipsMembers(piece: Int) throws {
        let bytes = Array(Self.document.utf8)
        var tokenizer = JSONTokenizer()
        var place = 0
        var isSkipping = false
        var keys: [String] = []
        while true {
            let token = isSkipping ? try tokenizer.skipValue() : try tokenizer.next()
            if token == .end { break }
            if token == .needsInput {
                let end = min(bytes.count, place + piece)
                tokenizer.feed(Array(bytes[place..<end]))
                if end == bytes.count { tokenizer.finish() }
                place = end
                continue
            }
            isSkipping = token == .key && !isSkipping
            if isSkipping { keys.append(tokenizer.text) }
        }
        #expect(keys == ["name", "list", "deep", "last"])
    }

    @Test func skipsTheRestOfAContainer() throws {
        var tokenizer = JSONTokenizer()
        tokenizer.feed(Array(#"[[1,{"a":[2]},3],4]"#.utf8))
        tokenizer.finish()
        #expect(try tokenizer.next() == .beginArray)
        #expect(try tokenizer.next() == .beginArray)
        #expect(try tokenizer.next() == .number)
        #expect(try tokenizer.skipContainer() == .endArray)
        #expect(tokenizer.depth == 1)
        #expect(try tokenizer.readValue() == 4)
        #expect(try tokenizer.skipValue() == .endArray)
        #expect(try tokenizer.next() == .end)
    }

    @Test(arguments: [1, 3, 100])
    func readsElementsOneByOne(piece: Int) throws {
        let bytes = Array(#"[{"a":[1]}, "x", [], null]"#.utf8)
        var tokenizer = JSONTokenizer()
        tokenizer.feed(Array(bytes[..<1]))
        #expect(try tokenizer.next() == .beginArray)
        var place = 1
        var elements: [JSONValue] = []
        while tokenizer.token != .endArray {
            if let value = try tokenizer.readValue() {
                elements.append(value)
            } else if tokenizer.token == .needsInput {
                let end = min(bytes.count, place + piece)
                tokenizer.feed(Array(bytes[place..<end]))
                place = end
            }
        }
        #expect(elements == [["a": [1]], "x", [], nil])
    }

    @Test func comparesTextWithoutMakingIt() throws {
        var tokenizer = JSONTokenizer()
        tokenizer.feed(Array(#"["planned_values","pl\u0061n",5]"#.utf8))
        _ = try tokenizer.next()
        _ = try tokenizer.next()
        #expect(tokenizer.textIs("planned_values"))
        #expect(!tokenizer.textIs("planned_value"))
        _ = try tokenizer.next()
        #expect(tokenizer.textIs("plan"))
        _ = try tokenizer.next()
        #expect(!tokenizer.textIs("5"))
        #expect(tokenizer.text == "")
        #expect(tokenizer.number == 5)
    }

    @Test func errorsTellThePlaceInTheWhole() throws {
        var tokenizer = JSONTokenizer()
        tokenizer.feed(Array("[1,\n2,\n".utf8))
        while try tokenizer.next() != .needsInput {}
        tokenizer.feed(Array("\n  x]".utf8))
        let error = #expect(throws: JSONError.self) { try tokenizer.next() }
        #expect(error?.position?.line == 4)
        #expect(error?.position?.column == 3)
        #expect(error?.position?.offset == 10)
    }

    @Test func memoryStaysBounded() throws {
        var tokenizer = JSONTokenizer(limits: JSONLimits(stringBytes: 100))
        tokenizer.feed(Array("[\"".utf8))
        _ = try tokenizer.next()
        let error = #expect(throws: JSONError.self) {
            for _ in 0..<1000 {
                tokenizer.feed([UInt8](repeating: 0x61, count: 10))
                _ = try tokenizer.next()
            }
        }
        #expect(error?.code == .limitExceeded)
    }
}
