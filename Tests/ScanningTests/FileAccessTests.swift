import Model
import Testing

@testable import Scanning

@Suite struct FileAccessTests {
    private func names(_ folder: TemporaryFolder, _ pattern: String) -> [String] {
        let source = Source(
            name: "s", kind: .logs, files: [FileSelection(root: folder.path, pattern: pattern)])
        return FileAccess.files(of: source).files.map(\.name)
    }

    @Test(arguments: [
        ("", ["a.log", "sub/b.log", "sub/deep/c.txt"]), ("*.log", ["a.log"]),
        ("sub/", ["sub/b.log", "sub/deep/c.txt"]),
        ("sub", ["sub/b.log", "sub/deep/c.txt"]), ("**/*.log", ["a.log", "sub/b.log"]), ("sub/?.log", ["sub/b.log"]),
        ("a.log", ["a.log"]), ("**/c.*", ["sub/deep/c.txt"]), ("none*", []),
    ])
    func findsWhatThePatternNames(pattern: String, expected: [String]) throws {
        let folder = try TemporaryFolder()
        for name in ["a.log", "sub/b.log", "sub/deep/c.txt", ".hidden/x.log"] { try folder.write(name, "x\n") }
        #expect(names(folder, pattern) == expected)
    }

    @Test func readsRotatedSetsOldestFirst() throws {
        let folder = try TemporaryFolder()
        for name in ["app.log", "app.log.1", "app.log.10", "app.log.2.gz", "other.log"] { try folder.write(name, "x") }
        #expect(names(folder, "") == ["app.log.10", "app.log.2.gz", "app.log.1", "app.log", "other.log"])
    }

    @Test func opensNothingOutsideTheRoot() throws {
        let outside = try TemporaryFolder()
        try outside.write("secret.log", "secret")
        let folder = try TemporaryFolder()
        try folder.write("own.log", "x")
        try folder.link("absolute.log", to: outside.path + "/secret.log")
        try folder.link("climbing.log", to: "../" + FileAccess.lastComponent(of: outside.path) + "/secret.log")
        try folder.link("folder", to: outside.path)
        try folder.link("beneath.log", to: "own.log")
        let root = try FileRoot(path: folder.path)
        for path in ["absolute.log", "climbing.log", "folder/secret.log", "../x", "/etc/passwd"] {
            #expect(throws: FileFault.leadsOutside) { _ = try root.open(path) }
        }
        #expect(try root.open("beneath.log").contents(limit: 10) == Array("x".utf8))
    }

    @Test func walksByComponentsWithoutFollowingAnyLink() throws {
        let folder = try TemporaryFolder()
        try folder.write("sub/own.log", "x")
        try folder.link("link", to: "sub")
        let root = try FileRoot(path: folder.path)
        _ = try root.descriptorByComponents(of: "sub/own.log", flags: 0)
        #expect(throws: FileFault.self) { _ = try root.descriptorByComponents(of: "link/own.log", flags: 0) }
        #expect(throws: FileFault.leadsOutside) { _ = try root.descriptorByComponents(of: "../x", flags: 0) }
    }

    @Test func refusesWhatIsNoRegularFile() throws {
        let folder = try TemporaryFolder()
        try folder.write("sub/x", "")
        try folder.fifo("pipe")
        let root = try FileRoot(path: folder.path)
        #expect(throws: FileFault.notRegular("FIFO")) { _ = try root.open("pipe") }
        #expect(throws: FileFault.notRegular("folder")) { _ = try root.open("sub") }
        #expect(throws: FileFault.notFound) { _ = try root.open("none") }
    }

    @Test func tellsWhatItLeavesOut() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.log", "x")
        try folder.fifo("b.log")
        let source = Source(name: "s", kind: .logs, files: [FileSelection(root: folder.path, pattern: "*.log")])
        let (files, omitted) = try FileAccess.openFiles(of: source)
        #expect(files.map(\.name) == ["a.log"])
        #expect(omitted == [Omission(what: "b.log", reason: "is a FIFO, not a regular file")])
        var limits = FileSearch.Limits()
        limits.files = 1
        #expect(FileAccess.files(of: source, limits: limits).omitted.first?.what == "further files")
    }

    @Test func readsWithinItsLimit() throws {
        let folder = try TemporaryFolder()
        try folder.write("a", [UInt8](repeating: 7, count: 1000))
        let file = try FileRoot(path: folder.path).open("a")
        #expect(throws: FileFault.tooLarge(limit: 999)) { _ = try file.contents(limit: 999) }
        #expect(try file.contents(limit: 1000).count == 1000)
        #expect(try file.read(at: 990, count: 100).count == 10)
        var sizes: [Int] = []
        try file.forEachChunk(size: 400) { bytes, _ in
            sizes.append(bytes.byteCount)
            return true
        }
        #expect(sizes == [400, 400, 200])
    }
}
