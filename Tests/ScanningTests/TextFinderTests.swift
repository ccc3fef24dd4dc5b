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

    /// Texts whose rare bytes are the same, are far from each other, stand at both ends, or are but one.
    @Test(
        arguments: [
            ["needle"], ["e"], ["zz"], ["failed: connection", "failed: deadlock"], ["a\0b"], ["quiet", "e", "nz"],
            [String(repeating: "y", count: 130) + "q"], ["z" + String(repeating: "e", count: 99) + "q", "needle"],
            ["one", "two", "three", "four", "five", "six"],
        ], [true, false])
    func countsLineFeedsOnTheWay(texts: [String], isCaseSensitive: Bool) throws {
        let finder = try #require(TextFinder(texts, isCaseSensitive: isCaseSensitive))
        for length in [0, 1, 63, 64, 65, 127, 129, 200, 1000] {
            for round in 0..<40 {
                var state = UInt64(length * 100 + round) | 1
                func random() -> Int {
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return Int(state >> 33)
                }
                var bytes = (0..<length).map { _ in Array("nedlyqz \0\r\n".utf8)[random() % 11] }
                for text in texts where text.utf8.count <= length {
                    // At either end, and anywhere.
                    let rest = length - text.utf8.count
                    let place = [0, rest, random() % (rest + 1)][round % 3]
                    bytes.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
                }
                var feeds = LineFeeds()
                var position = 0
                while let next = finder.first(in: bytes.span, from: position, counting: &feeds) {
                    let first = unsafe finder.first(in: bytes.span.bytes, from: position)
                    #expect(first == next)
                    let end = bytes[next...].firstIndex(of: 10) ?? length
                    #expect(feeds.place >= position && feeds.place <= end)
                    #expect(feeds.count == bytes[..<feeds.place].count { $0 == 10 })
                    position = random() % 2 == 0 ? next + 1 : min(end + 1, length)
                }
                feeds.count(to: length, in: bytes.span)
                #expect(feeds.count == bytes.count { $0 == 10 }, "\(texts), round \(round) of \(length)")
                #expect(feeds.place == length)
            }
        }
    }

    @Test func isNotCountedTwiceByWhoeverCountedOn() throws {
        let finder = try #require(TextFinder(["needle"]))
        let bytes = Array("a\nb\nneedle\nneedle\n".utf8)
        var feeds = LineFeeds()
        feeds.count(to: bytes.count, in: bytes.span)
        #expect(finder.first(in: bytes.span, from: 0, counting: &feeds) == 4)
        #expect(feeds.count == 4)
        #expect(feeds.place == bytes.count)
    }

    @Test func refusesWhatItCannotFind() {
        #expect(TextFinder([]) == nil)
        #expect(TextFinder([""]) == nil)
        #expect(TextFinder([String](repeating: "a", count: TextFinder.maximumTexts + 1)) == nil)
    }
}
