import Testing

@testable import Scanning

@Suite struct TextFinderTests {
    /// Where the first of the texts begins, in lines of no more than one text.
    private static func expected(_ texts: [String], in bytes: [UInt8], ignoresCase: Bool) -> [Int] {
        let lower = { (byte: UInt8) in ignoresCase && byte &- 65 < 26 ? byte | 0x20 : byte }
        let haystack = bytes.map(lower)
        return haystack.indices.filter { start in
            texts.contains { haystack[start...].starts(with: $0.utf8.map(lower)) }
        }
    }

    @Test(
        arguments: [
            ["needle"], ["e"], ["ab"], ["refused", "timeout", "no route"], ["a", "zz", "quiet"],
            ["Connection", "connexion", "CONN", "disk full", "oom", "panic:", "fatal", "killed", "denied"],
        ], [true, false])
    func findsWhatIsThere(texts: [String], isCaseSensitive: Bool) throws {
        let finder = try #require(TextFinder(texts, isCaseSensitive: isCaseSensitive))
        for length in [0, 1, 5, 31, 32, 33, 64, 100, 500] {
            for round in 0..<20 {
                var state = UInt64(length * 100 + round) | 1
                var bytes = (0..<length).map { _ -> UInt8 in
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return UInt8(97 + (state >> 33) % 26)
                }
                let text = Array(texts[round % texts.count].utf8)
                if round % 2 == 0, length >= text.count {
                    let place = Int(state >> 20 % UInt64(length - text.count + 1))
                    bytes.replaceSubrange(
                        place..<place + text.count, with: round % 4 == 0 ? text : text.map { $0 ^ 0x20 })
                }
                let places = Self.expected(texts, in: bytes, ignoresCase: !isCaseSensitive)
                var found: [Int] = []
                var position = 0
                while let next = unsafe finder.first(in: bytes.span.bytes, from: position) {
                    found.append(next)
                    position = next + 1
                }
                #expect(Set(found).isSubset(of: places), "\(texts) in \(String(decoding: bytes, as: UTF8.self))")
                #expect(found.isEmpty == places.isEmpty, "\(texts) in \(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    @Test func refusesWhatItCannotFind() {
        #expect(TextFinder([]) == nil)
        #expect(TextFinder([""]) == nil)
        #expect(TextFinder([String](repeating: "a", count: TextFinder.maximumTexts + 1)) == nil)
    }
}
