import CaseFiles
import JSON
import Model
import TestSupport
import Testing

/// What is no case file, or not quite one, is refused with a word on where and why.
@Suite struct CaseReaderTests {
    private static func fault(_ bytes: [UInt8]) async throws -> CaseFault? { try await CaseReport.of(bytes).first }

    @Test(arguments: [
        "", "\n", "x", "{}\n", "[]\n", "null\n", "{\"case\":{}}\n", "{\"end\":{\"entries\":1,\"sha256\":\"\"}}\n",
        "\u{FEFF}{}\n",
    ])
    func refusesRubbish(_ text: String) async throws {
        #expect(try await Self.fault(Array(text.utf8))?.subject == .line, "\(text)")
    }

    /// Of a newer file nothing can be said, not even that it is broken.
    @Test func namesANewerVersion() async throws {
        let error = await #expect(throws: CaseError.self) {
            try await Self.fault(Array("{\"case\":{\"version\":2},\"key\":null,\"signature\":null}\n".utf8))
        }
        #expect(error?.kind == .newerVersion && error?.message.contains("version 2") == true)
    }

    @Test func saysOnceWhichLineItIs() async throws {
        let lines = try CaseDraft.sample().items(.nobody).map { try $0.line() }
        let fault = try await Self.fault(try CaseDraft.bytes(ofLines: lines.prefix(3) + [Array("{}".utf8)], entries: 8))
        #expect(fault?.words.hasPrefix("line 4: it is no object") == true, "\(fault?.words ?? "")")
    }

    @Test func refusesBinaryAndDepthAndLength() async throws {
        #expect(try await Self.fault([0, 255, 254, 10, 0])?.subject == .line)
        let deep = Array(String(repeating: "[", count: 100_000).utf8)
        #expect(try await Self.fault(deep + [10])?.subject == .line)
        let inner = Array("{\"entry\":".utf8) + deep
        #expect(try await Self.fault(inner + [10])?.subject == .line)
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: CaseFormat.maximumLine + 2)
        #expect(try await Self.fault(long)?.reason.contains("longer") == true)
    }

    /// Each line says what it would say if it were written; another way to write it is refused.
    @Test func refusesOtherWaysToWriteALine() async throws {
        let file = String(decoding: try CaseDraft.sample().bytes(.nobody), as: UTF8.self)
        let lines = file.split(separator: "\n").map(String.init)
        let count = lines.count
        func rewritten(_ index: Int, _ change: (String) -> String) async throws -> CaseFault? {
            var changed = Array(lines.dropLast())
            changed[index] = change(changed[index])
            return try await Self.fault(try CaseDraft.bytes(ofLines: changed.map { Array($0.utf8) }, entries: 8))
        }
        for index in 0..<count - 1 {
            #expect(try await rewritten(index) { $0 + " " }?.name == "\(index + 1)")
            #expect(try await rewritten(index) { $0 + "\r" }?.name == "\(index + 1)")
            #expect(try await rewritten(index) { "{ " + $0.dropFirst() }?.name == "\(index + 1)")
            #expect(try await rewritten(index) { $0.dropLast() + ",\"more\":1}" }?.name == "\(index + 1)")
            #expect(try await rewritten(index) { _ in "" }?.name == "\(index + 1)")
        }
        let duplicate = try await rewritten(1) {
            $0.replacing("\"kind\":\"session.opened\"", with: "\"kind\":\"session.opened\",\"kind\":\"session.opened\"")
        }
        #expect(duplicate?.name == "2")
        let escaped = try await rewritten(1) { $0.replacing("session.opened", with: "session.\\u006fpened") }
        #expect(escaped?.name == "2")
        #expect(try await rewritten(1) { $0.replacing("\"sequence\":1,", with: "\"sequence\":1.0,") }?.name == "2")
    }

    @Test func refusesWhatFollowsTheEnd() async throws {
        let file = try CaseDraft.sample().bytes(.nobody)
        for more in ["\n", "x", "{}\n", String(decoding: file, as: UTF8.self)] {
            #expect(try await Self.fault(file + Array(more.utf8))?.subject == .line)
        }
        #expect(try await Self.fault(Array(file.dropLast()))?.subject == .line)
    }

    @Test func refusesWrongCountsAndForeignEntries() async throws {
        let items = try CaseDraft.sample().items(.nobody)
        let lines = try items.map { try $0.line() }
        for entries in [1, 7, 9] {
            #expect(try await Self.fault(try CaseDraft.bytes(ofLines: lines, entries: entries))?.subject == .line)
        }
        let other = try CaseDraft.sample(session: 2).items(.nobody).map { try $0.line() }
        for index in 1..<lines.count where lines[index] != other[index] {
            var mixed = lines
            mixed[index] = other[index]
            #expect(try await Self.fault(try CaseDraft.bytes(ofLines: mixed, entries: 8))?.subject == .line, "\(index)")
        }
    }

    /// Whatever pieces the bytes come in, the lines are the same.
    @Test func readsInAnyPieces() throws {
        let file = try CaseDraft.sample().bytes(.nobody)
        for seed in UInt64(0)..<20 {
            var random = SeededGenerator(state: seed)
            var reader = CaseReader()
            var rest = file[...]
            var count = 0
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1..<400, using: &random))
                rest = rest.dropFirst(piece.count)
                reader.feed(Array(piece))
                while let line = try reader.next() {
                    count += 1
                    #expect(file[line.place.upperBound] == 10)
                }
            }
            try reader.finish()
            #expect(count == file.count { $0 == 10 }, "seed \(seed)")
        }
    }
}
