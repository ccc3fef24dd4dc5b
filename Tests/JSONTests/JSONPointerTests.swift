import JSON
import Testing

/// RFC 6901, section 5 and what is wrong.
@Suite struct JSONPointerTests {
    static let document: JSONValue = [
        "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8,
    ]

    @Test(
        arguments: [
            ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1), ("/c%d", 2), ("/e^f", 3), ("/g|h", 4),
            ("/i\\j", 5), ("/k\"l", 6), ("/ ", 7), ("/m~0n", 8),
        ] as [(String, JSONValue)])
    func findsValues(text: String, value: JSONValue) throws {
        let pointer = try JSONPointer(text)
        #expect(Self.document[pointer] == value)
        #expect(pointer.text == text)
    }

    @Test(arguments: [
        "/foo/2", "/foo/-", "/foo/00", "/foo/+1", "/foo/99999999999999999999", "/foo/0/x", "/nothing", "//",
    ])
    func findsNothing(text: String) throws {
        #expect(Self.document[try JSONPointer(text)] == nil)
    }

    @Test(arguments: ["foo", "/~", "/~2", "/a~", "#/foo", " /a"])
    func refusesBadSyntax(text: String) {
        let error = #expect(throws: JSONError.self) { try JSONPointer(text) }
        #expect(error?.code == .invalidPointer)
    }

    @Test func grows() throws {
        #expect(JSONPointer.root.appending("a/b~").appending(3).text == "/a~1b~0/3")
        #expect(Self.document[.root] == Self.document)
        #expect(try JSONPointer("/a/b").parent == JSONPointer("/a"))
        #expect(JSONPointer.root.parent == nil)
    }
}
