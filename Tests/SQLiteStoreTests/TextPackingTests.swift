import Foundation
import GRDB
import Testing

@testable import SQLiteStore

@Suite struct TextPackingTests {
    private let texts = TextPacking()

    @Test func comesBackAsItWent() throws {
        var random = SystemRandomNumberGenerator()
        let samples: [[UInt8]] = [
            [], [0], [1], [1, 2, 3], Array("{".utf8), Array("{}".utf8), Array("plain".utf8),
            Array(#"{"step":{"attempt":1,"path":"read","run":"run_55pbmtb6y1nsv77bmerphb706q"}}"#.utf8),
            Array(String(repeating: #"{"line":"connection refused"}"#, count: 40_000).utf8),
            (0..<100_000).map { _ in UInt8.random(in: 0...255, using: &random) },
        ]
        for sample in samples { #expect(try texts.unpack(Array(texts.pack(sample))) == sample) }
        #expect(texts.pack(samples[7]).count < samples[7].count * 2 / 3)
        #expect(texts.pack(samples[8]).count < samples[8].count / 100)
    }

    @Test func textsOfEarlierVersionsAreTheirOwnForm() throws {
        let text = Array(#"{"text":"It began at noon"}"#.utf8)
        #expect(try texts.unpack(text) == text)
    }

    /// What does not come from here is an error, and takes no memory.
    @Test func refusesWhatIsNone() throws {
        let whole = Array(texts.pack(Array(String(repeating: #"{"a":1}"#, count: 100).utf8)))
        var forms = [[], [2], [1], [1, 0xFF], Array("[]".utf8)] + (1..<whole.count).map { Array(whole[..<$0]) }
        forms += (1..<whole.count).map { place in
            var damaged = whole
            damaged[place] ^= 0x20
            return damaged
        }
        // A frame that claims to hold 2^60 bytes.
        forms.append([1, 0xE0, 0, 0, 0, 0, 0, 0, 0, 0x10, 1, 0, 0])
        for form in forms {
            let text = try? texts.unpack(form)
            #expect(text?.count ?? 0 <= 700)
        }
        for form in forms.prefix(5) { #expect(throws: DatabaseError.self) { try texts.unpack(form) } }
    }

    @Test func sqlReadsIt() throws {
        let queue = try DatabaseQueue()
        let text = Array(#"{"step":{"attempt":1,"path":"read","run":"run_55pbmtb6y1nsv77bmerphb706q"}}"#.utf8)
        try queue.writeWithoutTransaction { database in
            texts.attach(to: database)
            let found = try Data.fetchOne(database, sql: "SELECT unpacked(?)", arguments: [Data(texts.pack(text))])
            #expect(found.map { [UInt8]($0) } == text)
            #expect(try Data.fetchOne(database, sql: "SELECT unpacked(NULL)") == nil)
            #expect(throws: DatabaseError.self) { try Data.fetchOne(database, sql: "SELECT unpacked(x'09')") }
        }
        try queue.close()
    }
}
