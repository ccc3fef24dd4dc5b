import JSON
import Testing

@testable import MCP

@Suite("Wire")
struct WireTests {
    @Test(
        "IDs keep their type",
        arguments: [("1", "1"), (#""1""#, #""1""#), ("-5", "-5"), ("1.0", "1"), (#""""#, #""""#)])
    func ids(_ text: String, _ echo: String) throws {
        let id = try #require(RequestID(try JSONValue(parsing: text)))
        #expect(id.json.serialized() == echo)
    }

    @Test("1 and \"1\" are different IDs")
    func distinct() { #expect(RequestID.integer(1) != .string("1")) }

    @Test("What is no ID", arguments: ["null", "1.5", "true", "[]", "{}", "9223372036854775808"])
    func noIDs(_ text: String) throws { #expect(RequestID(try JSONValue(parsing: text)) == nil) }

    @Test("Base64 goes both ways", arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar", "\u{1F600}é"])
    func base64(_ text: String) {
        #expect(Base64.decode(Base64.encode(text.utf8)) == Array(text.utf8))
    }

    @Test("Base64 of RFC 4648, section 10")
    func vectors() {
        #expect(Base64.encode("foobar".utf8) == "Zm9vYmFy")
        #expect(Base64.encode("fooba".utf8) == "Zm9vYmE=")
        #expect(Base64.encode("foob".utf8) == "Zm9vYg==")
    }

    @Test(
        "Loose base64 is refused", arguments: ["Zg", "Zg=", "Zh==", "Z===", "====", "Zm9v\n", "Zm=v", "Zm9vYg", "-_-_"])
    func looseBase64(_ text: String) { #expect(Base64.decode(text) == nil) }

    @Test(
        "Times are ISO 8601",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_785_229_199_999, "2026-07-28T08:59:59.999Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        ] as [(Int64, String)])
    func timestamps(_ milliseconds: Int64, _ text: String) {
        #expect(MCPEnvironment.timestamp(milliseconds) == text)
    }

    @Test("Random names are long and differ")
    func randomIDs() {
        let ids = (0..<100).map { _ in MCPEnvironment.system.randomID() }
        #expect(Set(ids).count == 100)
        #expect(ids.allSatisfy { $0.utf8.count == 52 })
    }

    @Test("Cursors walk a list once, whatever changes in it")
    func cursors() throws {
        let names = ["a", "b", "c", "d", "e"]
        let first = try Cursor.page(names, after: nil, size: 2)
        #expect(first.elements == ["a", "b"])
        let second = try Cursor.page(["a", "c", "d", "e", "f"], after: first.next, size: 2)
        #expect(second.elements == ["c", "d"])
        let third = try Cursor.page(names, after: second.next, size: 2)
        #expect(third.elements == ["e"])
        #expect(third.next == nil)
    }

    @Test("Foreign cursors are refused", arguments: ["", "x", "AAAA", "2:a", "////"])
    func foreignCursors(_ cursor: String) {
        #expect(throws: MCPError.self) { try Cursor.page(["a"], after: cursor, size: 1) }
    }

    @Test("Levels are ordered as syslog has them")
    func levels() { #expect(LogLevel.allCases == LogLevel.allCases.sorted()) }
}
