import Model
import TestSupport
import Testing

@testable import Scanning

@Suite struct PathAccessTests {
    private let paths = PathAccess(roots: ["/srv/shop/logs", "/srv/shop/logs/inner"])

    @Test(arguments: [
        ("/srv/shop/logs/a.log", "/srv/shop/logs", "a.log"), ("logs/a.log", "/srv/shop/logs", "a.log"),
        ("/srv/shop/./x/../logs//a.log", "/srv/shop/logs", "a.log"), ("logs", "/srv/shop/logs", ""),
        ("/srv/shop/logs/inner/b", "/srv/shop/logs/inner", "b"), ("logs/x/../y", "/srv/shop/logs", "y"),
    ])
    func findsTheRoot(text: String, root: String, path: String) throws {
        let place = try paths.place(of: text)
        #expect(place.root == root)
        #expect(place.path == path)
    }

    @Test(arguments: [
        "/etc/passwd", "logs/../../etc/passwd", "../logs/a", "/srv/shop/logs2/a", "/srv/shop/logs/../../../etc/passwd",
        "other/a", "/", "..", "/srv/shop",
    ])
    func refusesWhatLiesOutside(text: String) {
        #expect(throws: ToolError.notPermitted(text)) { _ = try paths.place(of: text) }
    }

    @Test(arguments: ["", "logs/a\0b"])
    func refusesWhatIsNoPath(text: String) {
        #expect { _ = try paths.place(of: text) } throws: { ($0 as? ToolError)?.kind == .validation }
    }

    @Test func opensAndLists() throws {
        let folder = try TemporaryFolder()
        try folder.write("hello", to: "sub/a.log")
        let paths = PathAccess(roots: [folder.path])
        let file = try paths.open(folder.path + "/sub/a.log")
        #expect(file.name.hasSuffix("/sub/a.log"))
        #expect(file.size == 5)
        #expect(try paths.list(folder.path + "/sub", limit: 10).listing.entries.map(\.name) == ["a.log"])
        #expect { _ = try paths.open(folder.path + "/none") } throws: { ($0 as? ToolError)?.kind == .notFound }
    }
}
