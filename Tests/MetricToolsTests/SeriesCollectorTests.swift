import Model
import Testing

@testable import MetricTools

/// What is held of a server's answers, and how much.
struct SeriesCollectorTests {
    private static let span = TimeSpan(
        start: Timestamp(milliseconds: 0), end: Timestamp(milliseconds: 100_000_000))

    private func identity(_ number: Int, _ text: String = "") -> SeriesIdentity {
        SeriesIdentity(name: "requests", labels: [Label("service", "\(text)\(number)")])
    }

    @Test("Samples come back by series, however they came", arguments: [1, 7, 4096, 20_000])
    func keepsOrder(run: Int) {
        var collector = SeriesCollector(span: Self.span, room: 10 << 20, maximumSeries: 10)
        var sent = [Int](repeating: 0, count: 3)
        // Runs of each series in turn, which end within blocks and beyond them.
        for turn in 0..<(60_000 / run + 3) {
            let number = collector.number(identity(turn % 3))
            for _ in 0..<run {
                collector.add(Int64(sent[turn % 3]) * 1000, Double(sent[turn % 3] + turn % 3), to: number)
                sent[turn % 3] += 1
            }
        }
        let count = collector.samples
        let series = collector.finish(FamilyTable())
        #expect(series.map(\.labels[0].value) == ["0", "1", "2"] && collector.excess == 0)
        #expect(series.map(\.points.count) == sent && count == sent.reduce(0, +))
        for (number, one) in series.enumerated() {
            #expect(one.points.values == (0..<sent[number]).map { Double($0 + number) })
            #expect(one.points.time(sent[number] - 1) == Int64(sent[number] - 1) * 1000)
        }
        #expect(collector.finish(FamilyTable()).isEmpty)
    }

    @Test("Of samples out of order the last of a time stays")
    func sorts() {
        var collector = SeriesCollector(span: Self.span, room: 1 << 20, maximumSeries: 10)
        let number = collector.number(identity(0))
        for (time, value) in [(3000, 1.0), (1000, 2), (1000, 3), (2000, 4), (3000, 5), (200_000_000, 6)] {
            collector.add(Int64(time), value, to: number)
        }
        let series = collector.finish(FamilyTable())
        #expect(series.first?.points.values == [3, 4, 5])
        #expect(collector.extent?.end == Timestamp(nanoseconds: 3_001_000_000))
    }

    @Test("No more is held than there is room for, and the rest is counted", arguments: [4096, 100_000, 1 << 20])
    func staysInRoom(room: Int) {
        let long = String(repeating: "x", count: 1000)
        var collector = SeriesCollector(span: Self.span, room: room, maximumSeries: 1000)
        var refused = 0
        for number in 0..<2000 {
            let place = collector.number(identity(number, long))
            if place == nil { refused += 1 }
            for sample in 0..<100 { collector.add(Int64(sample) * 15_000, 1, to: place) }
            #expect(collector.held <= room)
        }
        #expect(refused >= 1000 && collector.count < 1000 && collector.samples + collector.excess == 200_000)
        #expect(collector.held > room / 2)
    }

    @Test("A text that many series share is held once")
    func sharesTexts() {
        let long = String(repeating: "x", count: 500)
        var collector = SeriesCollector(span: Self.span, room: 1 << 20, maximumSeries: 1000)
        for number in 0..<1000 {
            let labels = [Label("instance", long), Label("n", "\(number)")]
            #expect(collector.number(SeriesIdentity(name: "up", labels: labels)) == number)
        }
        #expect(collector.held < 600_000)
    }

    @Test("Types are read as they come", arguments: [1, 3, 1000])
    func readsMetadata(piece: Int) throws {
        let text = """
            {"status":"success","data":{"a_total":[{"type":"counter","help":"[{","unit":""},{"type":"gauge"}],
            "b":[{"unit":"bytes","type":"gauge"}],"c":{"type":"counter"},"d":[["counter"],{"type":{"x":[]}}],
            "e":[],"f":[{"help":"x"},{"type":"histogram"}],"g":7},"warnings":["x"]}
            """
        var reader = MetadataReader()
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            try reader.feed(Array(rest.prefix(piece)))
            rest = rest.dropFirst(piece)
        }
        let families = reader.families
        #expect(families.meaning(of: "a_total").kind == .counter && families.meaning(of: "b").kind == .gauge)
        #expect(families.meaning(of: "b").unit == "bytes" && families.meaning(of: "f_bucket").kind == .bucket)
        #expect(["c", "d", "e", "g"].allSatisfy { families.meaning(of: $0).kind == .unknown })
    }
}
