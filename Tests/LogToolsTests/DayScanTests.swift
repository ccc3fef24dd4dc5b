import Foundation
import JSON
import Model
import TestSupport
import Testing
import Tooling

@testable import LogTools
@testable import Scanning

@Suite struct DayScanTests {
    /// Lines of many days: the times that were, and the text that tells of them without a date.
    private struct Days {
        var instants: [Int64] = []
        var offsets: [Int] = []
        var bytes: [UInt8] = []

        init(seed: UInt64, lines: Int) {
            var random = SeededGenerator(seed: seed)
            var now: Int64 = 1_793_556_000_000
            for _ in 0..<lines {
                switch Int.random(in: 0..<20, using: &random) {
                case 0: now += Int64.random(in: 0..<22 * 3_600_000, using: &random)
                case 1: now -= Int64.random(in: 0..<50_000, using: &random)
                case 2: bytes += Array("\tat a.b.C\n23:59:59 | row\n".utf8)
                default: now += Int64.random(in: 0..<2000, using: &random)
                }
                instants.append(now * 1_000_000)
                offsets.append(bytes.count)
                bytes += Array("\(Timestamp(milliseconds: now).description.dropFirst(11).prefix(12)) INFO x\n".utf8)
            }
        }

        var last: Int64 { instants.last ?? 0 }
    }

    private static func scan(
        _ days: Days, since: Int64? = nil, pieceSize: Int
    ) throws -> (found: LogDays, finder: TimeFinder, bytes: Int) {
        let folder = try TemporaryFolder()
        try folder.write(days.bytes, to: "a.log")
        let file = try FileRoot(path: folder.path).open("a.log")
        let rules = TimeRules(offset: 0, modified: days.last)
        let finder = TimeFinder(sample: LogShape.lines(of: days.bytes), rules: rules)
        var bytes = 0
        let found = try DayScan(finder: finder, rules: rules, since: since)
            .days(of: file, from: 0, pieceSize: pieceSize) { bytes += $0 }
        return (found, finder, bytes)
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func givesEachLineItsDay(seed: UInt64) throws {
        let days = Days(seed: seed, lines: 300)
        for size in [40, 333, 1 << 20] {
            var (found, finder, bytes) = try Self.scan(days, pieceSize: size)
            #expect(bytes == days.bytes.count && found.isWhole)
            finder.days = found
            let lines = days.bytes.split(separator: 10).map { Array($0) }
            var place = 0
            var instants: [Int64] = []
            for line in lines {
                if let time = finder.find(in: line.span, at: place) { instants.append(time.instant) }
                place += line.count + 1
            }
            #expect(instants == days.instants, "seed \(seed), pieces of \(size)")
        }
    }

    /// Nothing older than what is asked for is read, and what is read has the same days.
    @Test(arguments: 1...4 as ClosedRange<UInt64>, [0.05, 0.5, 0.9])
    func looksNoFurtherBackThanAsked(seed: UInt64, part: Double) throws {
        let days = Days(seed: seed, lines: 1500)
        let since = days.instants[Int(Double(days.instants.count) * part)]
        var (found, finder, bytes) = try Self.scan(days, since: since, pieceSize: 1000)
        finder.days = found
        for (instant, offset) in zip(days.instants, days.offsets) where instant >= since {
            let line = Array(days.bytes[offset...].prefix { $0 != 10 })
            let isRight = offset >= found.start && finder.find(in: line.span, at: offset)?.instant == instant
            try #require(isRight, "seed \(seed), line at \(offset)")
        }
        if part > 0.5 { #expect(bytes < days.bytes.count / 3 && !found.isWhole, "seed \(seed)") }
        #expect(days.offsets.contains(found.start))
    }

    /// A window of a large file is found by halving, and costs what stands between it and the end.
    @Test(arguments: [0, 9000, 20_000, 29_900])
    func findsTheWindow(start: Int) async throws {
        var days = Days(seed: 1, lines: 0)
        for second in 0..<30_000 {
            // A line in ten seconds: three and a half days.
            let now = 1_793_556_000_000 + Int64(second) * 10_000
            days.instants.append(now * 1_000_000)
            days.offsets.append(days.bytes.count)
            days.bytes += Array("\(Timestamp(milliseconds: now).description.dropFirst(11).prefix(12)) INFO x\n".utf8)
        }
        let sample = try LogSample(["a.log": days.bytes], utcOffset: 0)
        try sample.stamp("a.log", Timestamp(nanoseconds: days.last).description)
        let log = try LogFile(try FileRoot(path: sample.folder.path).open("a.log"), of: sample.source)
        let (low, high) = (days.instants[start], days.instants[start + 50])
        let span = TimeSpan(start: Timestamp(nanoseconds: low), end: Timestamp(nanoseconds: high))
        let region = try LogRegion(of: span, in: log, wholeSize: 1 << 16)
        #expect(region.range.count < days.bytes.count / 4)
        #expect(region.range.contains(days.offsets[start]) && region.range.contains(days.offsets[start + 49]))
        let first = try #require(region.firstLine) - 1
        #expect(days.offsets[first] == region.range.lowerBound)
        let found = try await sample.search([
            "literal": "x", "start": .string(span.start.description), "end": .string(span.end.description),
        ])
        #expect(found.output.total == 50 && found.output.hits.first?.line == start + 1)
    }

    /// What is written after a file was opened changes nothing of what was seen, and belongs to the next call.
    @Test func aFileThatGrowsKeepsItsDays() async throws {
        let sample = try LogSample(["a.log": Array("23:59:58 a\n23:59:59 b\n00:00".utf8)], utcOffset: 0)
        try sample.stamp("a.log", "2026-11-01T23:59:59Z")
        let file = try FileRoot(path: sample.folder.path).open("a.log")
        let handle = try FileHandle(forWritingTo: URL(filePath: sample.folder.path("a.log")))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(":01 c\n00:00:02 d\n".utf8))
        try handle.close()
        try sample.stamp("a.log", "2026-11-02T00:00:02Z")
        let log = try LogFile(file, of: sample.source)
        let extent = try #require(try log.extent())
        #expect(Timestamp(nanoseconds: extent.first).description == "2026-11-01T23:59:58.000Z")
        let result = try await sample.search(
            ["regex": ".", "start": "2026-11-01T00:00:00Z", "end": "2026-11-03T00:00:00Z"])
        #expect(
            result.output.hits.map(\.time.description) == [
                "2026-11-01T23:59:58.000Z", "2026-11-01T23:59:59.000Z", "2026-11-02T00:00:01.000Z",
                "2026-11-02T00:00:02.000Z",
            ])
    }

    /// The time that the packing tells is that of what was packed, and of several streams that of the last; a copy is younger,
    /// what nobody tells is not known, and some tell when they began to pack.
    @Test(arguments: [
        ("one", "2026-11-20T08:00:00Z", "2026-11-01"), ("two", "2026-11-20T08:00:00Z", "2026-11-01"),
        ("one", "2026-10-20T18:30:00Z", "2026-10-20"), ("none", "2026-11-20T20:00:00Z", "2026-11-20"),
        ("begun", "2026-11-01T18:30:00Z", "2026-11-01"),
    ])
    func takesTheTimeOfWhatWasPacked(name: String, written: String, day: String) async throws {
        let bytes = Array(try #require(Data(base64Encoded: Self.packed[name] ?? "")))
        let sample = try LogSample(["app.log.1.gz": bytes], utcOffset: 0)
        try sample.stamp("app.log.1.gz", written)
        let result = try await sample.search(
            ["literal": "gone", "start": "2026-09-01T00:00:00Z", "end": "2027-02-01T00:00:00Z"])
        #expect(result.output.hits.last?.time.description == "\(day)T18:28:16.000Z")
    }

    /// `18:28:16 INFO gone`, by gzip: written on 1 November 2026, the same behind another stream of 20 October, without a
    /// time, and begun at eight of 1 November.
    private static let packed = [
        "one": "H4sIACiF52oC/zO0sDKysDI0U/D0c/NXSM/PS+UCAF5i9SATAAAA",
        "two": """
        H4sIACiz12oC/zO0sDKysDI0U/D0c/NXSM/PS+UCAF5i9SATAAAAH4sIACiF52oC/zO0sDKysDI0U/D0c/NXSM/PS+UCAF5i9SATAAAA
        """,
        "begun": "H4sIAIDx5moC/zO0sDKysDI0U/D0c/NXSM/PS+UCAF5i9SATAAAA",
        "none": "H4sIAAAAAAAC/zO0sDKysDI0U/D0c/NXSM/PS+UCAF5i9SATAAAA",
    ]

    @Test func saysWhyThereIsNoDay() async throws {
        func reason(_ files: [String: [UInt8]], written: String) async throws -> String {
            let sample = try LogSample(files.merging(["b.log": Array("2026-11-01T18:00:40Z x\n".utf8)]) { $1 })
            for name in files.keys { try sample.stamp(name, written) }
            let coverage = try await sample.search(["literal": "x"]).coverage.first
            #expect(coverage?.value == .partial)
            return coverage?.omitted.first?.reason ?? ""
        }
        let plain = Array("18:28:16 x\n".utf8)
        #expect(try await reason(["a.log": plain], written: "1970-01-01T00:00:01Z").contains("no time of its own"))
        let mixed = (0..<30_000).flatMap { Array("\(10 + $0 * 7 % 13):\(10 + $0 * 11 % 50):00 x\n".utf8) }
        #expect(try await reason(["a.log": mixed], written: "2026-11-01T18:00:00Z").contains("too often"))
        // So many days in one piece of the file that there are no numbers for them.
        let endless = (0..<250_000).flatMap { Array($0.isMultiple(of: 2) ? "12:00:00\n".utf8 : "11:58:00\n".utf8) }
        #expect(try await reason(["a.log": endless], written: "2026-11-01T18:00:00Z").contains("too often"))
        #expect(try await reason(["a.log": plain], written: "2262-04-11T23:47:16Z").contains("no time of its own"))
    }
}
