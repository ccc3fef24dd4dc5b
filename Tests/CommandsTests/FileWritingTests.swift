import Glibc
import TestSupport
import Testing

@testable import Commands

@Suite struct FileWritingTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func text(_ name: String) throws -> String { String(decoding: try folder.read(name), as: UTF8.self) }

    @Test func writesForItsOwnerAlone() throws {
        try FileWriting.write("one", to: folder.path("a"), replacing: true)
        #expect(try text("a") == "one")
        #expect(folder.mode(of: "a") == 0o600)
        try FileWriting.write("two", to: folder.path("b"), replacing: false, mode: 0o644)
        #expect(folder.mode(of: "b") == 0o644)
        #expect(try folder.names().sorted() == ["a", "b"])
    }

    @Test func whoeverReadsTheOldFileReadsItToItsEnd() throws {
        try folder.write("old", to: "a")
        let descriptor = unsafe open(folder.path("a"), O_RDONLY)
        defer { close(descriptor) }
        try FileWriting.write("new and longer", to: folder.path("a"), replacing: true)
        var bytes = [UInt8](repeating: 0, count: 100)
        #expect(unsafe read(descriptor, &bytes, bytes.count) == 3)
        #expect(try text("a") == "new and longer")
        #expect(folder.mode(of: "a") == 0o600)
    }

    @Test func replacesNothingUnlessTold() throws {
        try folder.write("old", to: "a")
        #expect { try FileWriting.write("new", to: folder.path("a"), replacing: false) } throws: {
            ($0 as? CommandError)?.code == "inputOutput"
        }
        #expect(try text("a") == "old")
        #expect(try folder.names().sorted() == ["a"])
    }

    @Test func aLinkStaysAndLeadsToTheNewText() throws {
        try folder.write("old", to: "deep/a")
        try folder.link("link", to: "deep/a")
        try FileWriting.write("new", to: folder.path("link"), replacing: true)
        #expect(try text("deep/a") == "new")
        #expect(PathText.isLink(folder.path("link")))
    }

    @Test(arguments: ["none/a", "file/a", "folder", "folder/", "", "a\0b"])
    func refusesWhatCannotBeWritten(_ name: String) throws {
        try folder.write("x", to: "file")
        try folder.write("x", to: "folder/x")
        let path = name.isEmpty ? "" : folder.path(name)
        let error = #expect(throws: CommandError.self) { try FileWriting.write("x", to: path, replacing: true) }
        #expect(error?.message.isEmpty == false)
        #expect(try folder.names().sorted() == ["file", "folder"])
        #expect(FolderNames.all(in: folder.path("folder")) == ["x"])
    }

    /// Whatever ends the process meanwhile leaves nothing behind, and the file that is there as it is.
    @Test(arguments: [true, false])
    func hasNoNameBeforeItIsWhole(_ isThere: Bool) async throws {
        if isThere { try folder.write("old", to: "a") }
        try await FileWriting.stream(to: folder.path("a"), replacing: true) { put in
            try put(Array("one ".utf8))
            #expect(try folder.names() == (isThere ? ["a"] : []))
            try put(Array("two".utf8))
        }
        #expect(try text("a") == "one two")
        #expect(try folder.names().sorted() == ["a"])
        await #expect(throws: CancellationError.self) {
            try await FileWriting.stream(to: folder.path("a"), replacing: true) { put in
                try put(Array("three".utf8))
                throw CancellationError()
            }
        }
        #expect(try text("a") == "one two")
        #expect(try folder.names().sorted() == ["a"])
    }

    /// Where file systems know no files without names.
    @Test(arguments: [true, false])
    func draftsWithNamesDoAsWell(_ isReplacing: Bool) throws {
        try folder.write("old", to: "a")
        for (name, isFree) in [("a", false), ("b", true)] {
            let writing = FileWriting(folder.path(name), replacing: isReplacing, mode: 0o640)
            let draft = try writing.makeDraft(isNameless: false)
            #expect(try folder.names().contains { $0.hasPrefix(".casebook-") })
            #expect(unsafe write(draft.descriptor, "new", 3) == 3)
            if isReplacing || isFree {
                try writing.publish(draft)
            } else {
                #expect(throws: CommandError.self) { try writing.publish(draft) }
            }
            draft.end()
            #expect(try text(name) == (isReplacing || isFree ? "new" : "old"))
        }
        #expect(folder.mode(of: "b") == 0o640)
        #expect(try folder.names().sorted() == ["a", "b"])
    }

    @Test func writesThroughWhatIsNoFile() throws {
        try FileWriting.write("x", to: "/dev/null", replacing: true)
        #expect(throws: CommandError.self) { try FileWriting.write("x", to: "/dev/full", replacing: true) }
    }
}

@Suite struct StandardInputTests {
    /// A pipe that holds a text and has been closed by its writer.
    private func pipe(_ bytes: [UInt8]) throws -> Int32 {
        var ends: [Int32] = [0, 0]
        try #require(unsafe Glibc.pipe(&ends) == 0)
        #expect(unsafe write(ends[1], bytes, bytes.count) == bytes.count)
        close(ends[1])
        return ends[0]
    }

    @Test(arguments: [("", ""), ("a", "a"), ("a\n", "a"), ("a\n\n", "a\n")])
    func dropsTheLastLineBreak(_ text: String, _ expected: String) throws {
        let descriptor = try pipe(Array(text.utf8))
        defer { close(descriptor) }
        #expect(try StandardInput.read(from: descriptor, limit: 10) == expected)
    }

    @Test func refusesWhatIsTooLongOrNoText() throws {
        for bytes in [[UInt8](repeating: 97, count: 11), [0xFF]] {
            let descriptor = try pipe(bytes)
            defer { close(descriptor) }
            #expect { _ = try StandardInput.read(from: descriptor, limit: 10) } throws: {
                ($0 as? CommandError)?.kind == .usage
            }
        }
    }

    @Test func anErrorIsNotTheEnd() throws {
        let folder = unsafe open("/", O_RDONLY | O_DIRECTORY)
        defer { close(folder) }
        for descriptor in [folder, -1] {
            #expect { _ = try StandardInput.read(from: descriptor, limit: 10) } throws: {
                ($0 as? CommandError)?.kind == .inputOutput
            }
        }
    }

    @Test func waitsForWhatIsNotThereYet() async throws {
        var ends: [Int32] = [0, 0]
        try #require(unsafe Glibc.pipe(&ends) == 0)
        let (reader, writer) = (ends[0], ends[1])
        _ = fcntl(reader, F_SETFL, O_NONBLOCK)
        async let text = Task.detached { try StandardInput.read(from: reader, limit: 10) }.value
        #expect(unsafe write(writer, Array("late".utf8), 4) == 4)
        close(writer)
        #expect(try await text == "late")
        close(reader)
    }
}

@Suite struct StreamTests {
    @Test func tellsWhatDidNotArrive() throws {
        let full = unsafe open("/dev/full", O_WRONLY)
        defer { close(full) }
        let stream = Stream(full)
        #expect(stream.fault == nil)
        stream.write("")
        #expect(stream.fault == nil)
        stream.write("x")
        #expect(stream.fault != nil)
    }

    @Test func writesAllOfItToAPipeThatDoesNotBlock() async throws {
        var ends: [Int32] = [0, 0]
        try #require(unsafe Glibc.pipe(&ends) == 0)
        let (reader, writer) = (ends[0], ends[1])
        _ = fcntl(writer, F_SETFL, O_NONBLOCK)
        let text = String(repeating: "0123456789", count: 50_000)
        async let fault = Task.detached {
            let stream = Stream(writer)
            stream.write(text)
            close(writer)
            return stream.fault
        }.value
        let length = await Task.detached {
            var length = 0
            var buffer = [UInt8](repeating: 0, count: 4096)
            while case let count = unsafe read(reader, &buffer, buffer.count), count > 0 { length += count }
            return length
        }.value
        #expect(await fault == nil)
        #expect(length == text.utf8.count)
        close(reader)
    }
}
