import Foundation
import Model
import TestSupport
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
        for name in ["a.log", "sub/b.log", "sub/deep/c.txt", ".hidden/x.log"] { try folder.write("x\n", to: name) }
        #expect(names(folder, pattern) == expected)
    }

    @Test func readsRotatedSetsOldestFirst() throws {
        let folder = try TemporaryFolder()
        for name in ["app.log", "app.log.1", "app.log.10", "app.log.2.gz", "other.log"] {
            try folder.write("x", to: name)
        }
        #expect(names(folder, "") == ["app.log.10", "app.log.2.gz", "app.log.1", "app.log", "other.log"])
    }

    /// As logrotate's `dateext` and others name them.
    @Test func datedSetsComeInTheirOrder() throws {
        let folder = try TemporaryFolder()
        let expected = [
            "a.log-20251231.gz", "a.log-20261121.gz", "a.log-20261122", "a.log.2026-11-23", "a.log",
            "b-1-2026112309.gz", "b-1-2026112310", "b-1", "c", "c-19991301",
            "d.log.2026-11-23-09", "d.log.2026-11-23_10.xz", "d.log.20261123-110000", "d.log",
        ]
        for name in expected.reversed() { try folder.write("x", to: name) }
        #expect(names(folder, "") == expected)
    }

    @Test func tellsAFileThatTookAnothersName() throws {
        let folder = try TemporaryFolder()
        for name in ["app.log", "app.log.1"] { try folder.write("x", to: name) }
        let listing = FileAccess.files(
            of: Source(name: "s", kind: .logs, files: [FileSelection(root: folder.path, pattern: "app.*")]))
        #expect(listing.isOfOneMoment)
        for file in listing.files { #expect(file.isStill(try file.open())) }
        try FileManager.default.removeItem(atPath: folder.path("app.log.1"))
        try FileManager.default.moveItem(atPath: folder.path("app.log"), toPath: folder.path("app.log.1"))
        try folder.write("y", to: "app.log")
        for file in listing.files { #expect(!file.isStill(try file.open()), "\(file.name)") }
    }

    @Test func severalFoldersAreNotSeenAtOneMoment() throws {
        let folder = try TemporaryFolder()
        for name in ["a.log", "sub/b.log"] { try folder.write("x", to: name) }
        let source = Source(name: "s", kind: .logs, files: [FileSelection(root: folder.path, pattern: "")])
        #expect(!FileAccess.files(of: source).isOfOneMoment)
    }

    @Test func opensNothingOutsideTheRoot() throws {
        let outside = try TemporaryFolder()
        try outside.write("secret", to: "secret.log")
        let folder = try TemporaryFolder()
        try folder.write("x", to: "own.log")
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
        try folder.write("x", to: "sub/own.log")
        try folder.link("link", to: "sub")
        let root = try FileRoot(path: folder.path)
        _ = try root.descriptorByComponents(of: "sub/own.log", flags: 0)
        #expect(throws: FileFault.self) { _ = try root.descriptorByComponents(of: "link/own.log", flags: 0) }
        #expect(throws: FileFault.leadsOutside) { _ = try root.descriptorByComponents(of: "../x", flags: 0) }
    }

    @Test func refusesWhatIsNoRegularFile() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "sub/x")
        try folder.fifo("pipe")
        let root = try FileRoot(path: folder.path)
        #expect(throws: FileFault.notRegular("FIFO")) { _ = try root.open("pipe") }
        #expect(throws: FileFault.notRegular("folder")) { _ = try root.open("sub") }
        #expect(throws: FileFault.notFound) { _ = try root.open("none") }
    }

    @Test func tellsWhatItLeavesOut() throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: "a.log")
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
        try folder.write([UInt8](repeating: 7, count: 1000), to: "a")
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

    private func omitted(_ folder: TemporaryFolder, _ pattern: String) -> [String] {
        let source = Source(name: "s", kind: .logs, files: [FileSelection(root: folder.path, pattern: pattern)])
        return FileAccess.files(of: source).omitted.map(\.what)
    }

    @Test(arguments: [
        ("", [#"bad\xff.log"#, #"dir\xe9"#, #"sub/\x0a\xfe.txt"#]), ("*.log", [#"bad\xff.log"#]),
        ("*.txt", ["*.txt"]),
        ("sub/", [#"sub/\x0a\xfe.txt"#]), ("**/*.txt", [#"dir\xe9"#, #"sub/\x0a\xfe.txt"#]),
        ("d*/a.log", [#"dir\xe9"#]),
        ("good.log", []),
    ])
    func tellsOfNamesThatAreNotUTF8(pattern: String, expected: [String]) throws {
        let folder = try TemporaryFolder()
        for name in ["good.log", "sub/good.log"] { try folder.write("x\n", to: name) }
        try folder.write("x\n", toBytes: Array("bad".utf8) + [0xFF] + Array(".log".utf8))
        try folder.write("x\n", toBytes: Array("sub/\n".utf8) + [0xFE] + Array(".txt".utf8))
        try folder.write("x\n", toBytes: Array(".hidden".utf8) + [0xFF])
        try folder.makeFolder(Array("dir".utf8) + [0xE9])
        #expect(omitted(folder, pattern) == expected)
    }

    @Test func countsManyNamesThatAreNotUTF8() throws {
        let folder = try TemporaryFolder()
        for byte in UInt8(0x80)..<0x90 { try folder.write("x", toBytes: [byte]) }
        let source = Source(name: "s", kind: .logs, files: [FileSelection(root: folder.path, pattern: "")])
        let omitted = FileAccess.files(of: source).omitted
        #expect(omitted.count == 11)
        #expect(omitted.last == Omission(what: "further names", reason: "they are not UTF-8", count: 6))
        #expect(throws: ToolError.self) { _ = try FileAccess.openFiles(of: source) }
        let listing = try PathAccess(roots: [folder.path]).list(folder.path, limit: 7).listing
        #expect(listing.isCut)
        #expect(listing.nameless.map(\.shown).first == #"\x80"# || listing.nameless.count == 7)
    }
}
