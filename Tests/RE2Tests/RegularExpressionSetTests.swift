import RE2
import Testing

@Suite struct RegularExpressionSetTests {
    @Test func namesAllThatMatch() throws {
        let set = try RegularExpressionSet(["error", "time(d )?out", "^GET"], options: .caseInsensitive)
        #expect(set.matches("GET / Error: timed out") == [0, 1, 2])
        #expect(set.matches("nothing") == [])
        #expect(set.matches(in: [UInt8]("xtimeout".utf8)) == [1])
    }

    @Test func emptySetMatchesNothing() throws {
        #expect(try RegularExpressionSet([]).matches("a") == [])
    }

    @Test func fallsBackWhereMemoryIsShort() throws {
        let patterns = (0..<50).map { #"[a-z]{3,60}\#($0)x"# }
        let set = try RegularExpressionSet(patterns, maxMemory: 1 << 10)
        #expect(set.matches("abc7x") == [7])
    }

    @Test func refusesBadSyntax() {
        #expect(throws: RegularExpressionError.self) { try RegularExpressionSet(["a", "("]) }
    }
}
