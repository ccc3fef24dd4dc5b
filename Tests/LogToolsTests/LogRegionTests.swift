import Model
import TestSupport
import Testing

@testable import LogTools
@testable import Scanning

@Suite struct LogRegionTests {
    /// A line a second, in some places out of order.
    private static func log(lines: Int, swapped: Range<Int>? = nil) throws -> (LogSample, LogFile) {
        var bytes: [UInt8] = []
        for index in 0..<lines {
            let second = swapped.map { $0.contains(index) ? index - 40_000 : index } ?? index
            let time = Timestamp(milliseconds: 1_793_556_000_000 + Int64(second) * 1000)
            bytes += Array("\(time) INFO line \(index) of the log\n".utf8)
        }
        let sample = try LogSample(["a.log": bytes], hours: 1000)
        let file = try FileRoot(path: sample.folder.path).open("a.log")
        return (sample, try LogFile(file, of: sample.source))
    }

    private static func span(_ start: Int, _ length: Int) -> TimeSpan {
        let begin = Timestamp(milliseconds: 1_793_556_000_000 + Int64(start) * 1000)
        return TimeSpan(start: begin, end: begin.advanced(byNanoseconds: Int64(length) * 1_000_000_000))
    }

    @Test(arguments: [-500, 0, 17, 30_000, 59_900, 70_000])
    func findsTheWindowByHalving(start: Int) throws {
        let (_, log) = try Self.log(lines: 60_000)
        let region = try LogRegion(of: Self.span(start, 100), in: log, wholeSize: 1 << 16)
        #expect(region.range.count < log.file.size / 8)
        let pieces = LinePieces(log.file, region.range)
        var seen: Set<Int> = []
        var finder = log.finder
        for number in 0..<pieces.count {
            _ = try pieces[number].forEachBlock { bytes, block in
                var position = 0
                while position < bytes.count {
                    let end = LineScanner.newline(in: bytes, from: position) ?? bytes.count
                    if let time = finder.find(in: bytes.extracting(position..<end), at: block.offset + position) {
                        seen.insert(Int((time.instant - 1_793_556_000_000_000_000) / 1_000_000_000))
                    }
                    position = end + 1
                }
                return nil
            }
        }
        #expect((start..<(start + 100)).filter { (0..<60_000).contains($0) }.allSatisfy { seen.contains($0) })
        if let first = region.firstLine, let least = seen.min() { #expect(first == least + 1) }
    }

    @Test func readsAllOfWhatIsOutOfOrder() throws {
        let (_, log) = try Self.log(lines: 60_000, swapped: 50_000..<54_000)
        #expect(try LogRegion(of: Self.span(10_500, 10), in: log, wholeSize: 1 << 16).range == 0..<log.file.size)
    }
}
