import Testing

@testable import JSON

@Suite("Passing over values")
struct JSONSkippingTests {
    /// The document's members, each passed over, and where each value stood; or the fault and its place.
    private func passed(_ bytes: [UInt8], piece: Int) -> [String] {
        var tokenizer = JSONTokenizer(limits: JSONLimits(depth: 40))
        var result: [String] = []
        var place = 0
        var isPassing = false
        while true {
            do {
                if isPassing {
                    let passage = try tokenizer.passValue()
                    if case .value(let range) = passage {
                        result.append(tokenizer.withHeld(range) { Self.text($0) })
                        tokenizer.release()
                        isPassing = false
                        continue
                    }
                    if passage == .ended { return result + ["ended"] }
                } else {
                    let token = try tokenizer.next()
                    if token == .end { return result }
                    if token == .key {
                        result.append(tokenizer.text)
                        tokenizer.hold()
                        isPassing = true
                        continue
                    }
                    if token != .needsInput { continue }
                }
            } catch {
                return ["\(error.code) \(error.position?.offset ?? -1)"]
            }
            let end = min(bytes.count, place + piece)
            if place < end { tokenizer.feed(Array(bytes[place..<end])) } else { tokenizer.finish() }
            place = end
        }
    }

    private static func text(_ bytes: Span<UInt8>) -> String {
        var result: [UInt8] = []
        for index in bytes.indices { result.append(bytes[index]) }
        return String(decoding: result, as: UTF8.self)
    }

    /// The same by the tokens alone.
    private func taken(_ bytes: [UInt8]) -> [String] {
        var scanner = JSONScanner(limits: JSONLimits(depth: 40))
        var result: [String] = []
        do {
            while true {
                let token = try scanner.next(bytes.span, isFinal: true)
                if token.kind == .end { return result }
                guard token.kind == .key else { continue }
                result.append(JSONText.decode(bytes.span.extracting(token.range), isComplex: token.isComplex))
                let depth = scanner.depth
                let first = try scanner.next(bytes.span, isFinal: true)
                let isContainer = first.kind == .beginObject || first.kind == .beginArray
                let start = scanner.position - (isContainer ? 1 : length(first))
                while scanner.depth > depth { _ = try scanner.next(bytes.span, isFinal: true) }
                result.append(String(decoding: bytes[start..<scanner.position], as: UTF8.self))
            }
        } catch {
            return ["\(error.error(at: JSONPosition(offset: error.offset, line: 1, column: 1)).code) \(error.offset)"]
        }
    }

    private func length(_ token: JSONScanner.Token) -> Int {
        switch token.kind {
        case .string: token.range.count + 2
        case .number: token.range.count
        case .false: 5
        default: 4
        }
    }

    private static let document = #"""
        {"a": "plain text that is longer than eight bytes", "b" : [1, 20, -3, 4.5e6, 0, true, false, null, "\u003c\"\\\n"],
         "c":{"d":{},"e":[],"ключ":"значение 😀","\u00e9":"\ud83d\ude00"},"f":[[[[{"g":[{"h":"i"}]}]]]],"j":"","k":12345678901234567890123,
         "l" :"ends with an escape \\","m":[ ] ,"n":{ } }
        """#

    @Test("What is passed over is what its tokens are, in pieces of any size")
    func passesOver() {
        let bytes = Array(Self.document.utf8)
        let whole = passed(bytes, piece: bytes.count)
        #expect(whole.count == 18)
        #expect(whole[3] == #"[1, 20, -3, 4.5e6, 0, true, false, null, "\u003c\"\\\n"]"#)
        #expect(whole == taken(bytes))
        for piece in 1...80 { #expect(passed(bytes, piece: piece) == whole, "pieces of \(piece)") }
    }

    @Test("A fault is found at the same place, whether it is passed over or read")
    func findsFaults() {
        var generator = SeededGenerator(seed: 11)
        let original = Array(Self.document.utf8)
        var faults = 0
        for round in 0..<4000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...2, using: &generator) {
                let place = Int.random(in: 1..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes.insert(original[Int.random(in: 0..<original.count, using: &generator)], at: place)
                }
            }
            let expected = taken(bytes)
            #expect(passed(bytes, piece: bytes.count) == expected, "round \(round)")
            #expect(passed(bytes, piece: 16) == expected, "round \(round)")
            if expected.count == 1 { faults += 1 }
        }
        #expect(faults > 1000)
    }

    @Test("Depth and length are bounded in what is passed over, too")
    func isBounded() {
        let deep = "{\"a\":" + String(repeating: "[", count: 100) + String(repeating: "]", count: 100) + "}"
        #expect(passed(Array(deep.utf8), piece: 1000) == ["limitExceeded 44"])
        var tokenizer = JSONTokenizer(limits: JSONLimits(stringBytes: 100))
        tokenizer.feed(Array("{\"a\":[\"\(String(repeating: "x", count: 101))\"] ,\"b\":0}                 ".utf8))
        #expect(throws: JSONError.self) {
            while true { _ = try tokenizer.skipValue() }
        }
    }

    @Test("Names are found by their places", arguments: ["alpha", "beta", "alphb", "\\u0062eta", "", "a"])
    func findsNames(_ name: String) throws {
        let names = JSONNames(["alpha", "beta"])
        var tokenizer = JSONTokenizer()
        tokenizer.feed(Array("{\"\(name)\":1}".utf8))
        _ = try tokenizer.next()
        _ = try tokenizer.next()
        let expected = ["alpha": 0, "beta": 1, "\\u0062eta": 1][name]
        #expect(tokenizer.name(in: names) == expected)
    }

    @Test("Containers are told apart at any depth")
    func countsContainers() {
        var stack = ContainerStack()
        let kinds = (0..<200).map { $0 % 3 == 0 }
        for kind in kinds { stack.push(isObject: kind) }
        for (depth, kind) in kinds.enumerated().reversed() {
            #expect(stack.depth == depth + 1)
            #expect(stack.isObject == kind)
            stack.pop()
        }
        #expect(stack.depth == 0)
        #expect(!stack.isObject)
    }
}
