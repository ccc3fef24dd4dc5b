import JSON
import Testing

@Suite struct JSONFuzzTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func serialisedValuesComeBack(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            let value = RandomValue.make(&random, depth: 5)
            let compact = try JSONValue(parsing: value.bytes())
            #expect(compact == value)
            #expect(compact.hashValue == value.hashValue)
            #expect(try JSONValue(parsing: value.serialized(pretty: true)) == value)
        }
    }

    @Test(arguments: [11, 12, 13] as [UInt64])
    func mutatedBytesNeverCrash(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var refused = 0
        for _ in 0..<1500 {
            var bytes = RandomValue.make(&random, depth: 4).bytes(pretty: .random(using: &random))
            for _ in 0..<Int.random(in: 1...6, using: &random) { mutate(&bytes, &random) }
            let whole = try? JSONValue(parsing: bytes)
            if whole == nil { refused += 1 }
            #expect(streamed(bytes, &random) == whole)
        }
        #expect(refused > 0)
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let special = Array("{}[]\",:\\u0e-.tfn \n".utf8) + [0x80, 0xC0, 0xED, 0xF0, 0xFF, 0x00]
        switch Int.random(in: 0..<4, using: &random) {
        case 0 where place < bytes.count: bytes.remove(at: place)
        case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes = Array(bytes[..<place])
        default: bytes.insert(special.randomElement(using: &random) ?? 0, at: place)
        }
    }

    /// The same document in pieces of random length.
    private func streamed(_ bytes: [UInt8], _ random: inout SeededGenerator) -> JSONValue? {
        var tokenizer = JSONTokenizer()
        var place = 0
        var result: JSONValue?
        do throws(JSONError) {
            while result == nil {
                let end = min(bytes.count, place + Int.random(in: 1...9, using: &random))
                if place == bytes.count { tokenizer.finish() }
                tokenizer.feed(Array(bytes[place..<end]))
                place = end
                result = try tokenizer.readValue()
                if place == bytes.count, result == nil { tokenizer.finish() }
            }
            tokenizer.feed(Array(bytes[place...]))
            tokenizer.finish()
            return try tokenizer.next() == .end ? result : nil
        } catch {
            return nil
        }
    }
}
