import Testing

@testable import JSON

@Suite("Members of one name")
struct MemberPrintTests {
    /// A document of random form, in which now and then a member is written twice.
    private struct Writer {
        var state: UInt64
        let names = [
            "a", "b", "name", "address", "a_name_of_sixteen", "a_name_of_sixteeN", "\\u0061", "é", "ключ", "x\\\"y", "",
        ]

        mutating func next(_ bound: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
        }

        mutating func value(_ depth: Int) -> String {
            switch next(depth > 5 ? 4 : 9) {
            case 0: return "\(next(1000)).5"
            case 1: return ["true", "false", "null", "0"][next(4)]
            case 2: return "\"a \\\"text\\\" {\\u003c é}\""
            case 3: return "\"plain text, longer than a word\""
            case 4, 5: return "[" + (0..<next(5)).map { _ in value(depth + 1) }.joined(separator: ", ") + "]"
            default: return object(depth)
            }
        }

        mutating func object(_ depth: Int) -> String {
            let count = next(40) == 0 ? 20 + next(60) : next(7)
            let isDoubtful = next(30) == 0
            var members: [String] = []
            for number in 0..<count {
                let name =
                    isDoubtful && next(2) == 0 ? names[next(names.count)] : "\(names[next(names.count)])\(number)"
                members.append("\"\(name)\" : \(value(depth + 1))")
            }
            return "{" + members.joined(separator: ",") + "}"
        }
    }

    /// How a document is gone through.
    enum Way: CaseIterable {
        case tokens, skipped, elements, containers, passed
    }

    /// Whether a tokenizer notices: an array of objects, of which tokens are taken or that are passed over.
    private func notices(_ bytes: [UInt8], piece: Int, _ way: Way) throws -> Bool {
        var tokenizer = JSONTokenizer(noticing: way == .tokens ? .everything : .passedOver)
        var place = 0
        var isPassing = false
        var isWithin = false
        while true {
            let token: JSONTokenizer.Token
            switch way {
            case .tokens: token = try tokenizer.next()
            case .skipped: token = try tokenizer.skipValue()
            case .elements: token = try isWithin ? tokenizer.skipValue() : tokenizer.next()
            case .containers: token = try isPassing ? tokenizer.skipContainer() : tokenizer.next()
            case .passed:
                guard isWithin, tokenizer.depth > 0 else {
                    token = try tokenizer.next()
                    break
                }
                if tokenizer.heldCount == 0 { tokenizer.hold() }
                let passage = try tokenizer.passValue()
                if passage != .needsInput { tokenizer.release() }
                token = passage == .needsInput ? .needsInput : .null
            }
            if token == .end { return tokenizer.mayRepeat }
            if token == .needsInput {
                let end = min(bytes.count, place + piece)
                if place < end { tokenizer.feed(Array(bytes[place..<end])) } else { tokenizer.finish() }
                place = end
                continue
            }
            isWithin = tokenizer.depth == 1
            isPassing = token == .beginObject
        }
    }

    @Test("They are noticed wherever they stand, and in whatever way they are passed", arguments: 0..<150)
    func noticesRepeats(seed: Int) throws {
        var writer = Writer(state: UInt64(seed))
        let bytes = Array("[\(writer.object(0)), \(writer.object(0))]".utf8)
        var isRepeated = false
        do { _ = try JSONValue(parsing: bytes) } catch {
            #expect(error.code == .duplicateKey)
            isRepeated = true
        }
        for piece in [1, 13, 100_000] {
            for way in Way.allCases {
                let isNoticed = try notices(bytes, piece: piece, way)
                #expect(isNoticed == isRepeated, "seed \(seed), pieces of \(piece), \(way)")
            }
        }
    }

    @Test("What is not asked for is not noticed")
    func isOff() throws {
        var tokenizer = JSONTokenizer()
        tokenizer.feed(Array(#"{"a":1,"a":2}"#.utf8))
        tokenizer.finish()
        while try tokenizer.next() != .end {}
        #expect(!tokenizer.mayRepeat)
    }

    @Test("Very many members are refused, of one object or of many within each other", arguments: [1, 400])
    func boundsMembers(objects: Int) {
        var tokenizer = JSONTokenizer(noticing: .everything)
        let each = 210_000 / objects
        #expect {
            tokenizer.feed(Array("[".utf8))
            for object in 0..<objects {
                let members = (0..<each).map { "\"m\($0)\":\(object)," }.joined()
                tokenizer.feed(Array("{\(members)\"next\":".utf8))
                while try tokenizer.skipValue() != .needsInput {}
            }
        } throws: {
            ($0 as? JSONError)?.code == .limitExceeded
        }
    }

    @Test("One object after another may have as many as all of them want")
    func forgets() throws {
        var tokenizer = JSONTokenizer(noticing: .everything)
        tokenizer.feed(Array("[0".utf8))
        let members = (0..<1000).map { "\"m\($0)\":0" }.joined(separator: ",")
        for _ in 0..<400 {
            tokenizer.feed(Array(",{\(members)}".utf8))
            while try tokenizer.next() != .needsInput {}
        }
        #expect(!tokenizer.mayRepeat)
    }
}
