import Model
import Testing

@testable import MetricTools

@Suite struct ChangeScanTests {
    static func scan(_ series: [Series], _ count: Int, step: Int64 = 10_000) throws -> ChangeScan {
        try ChangeScan(series, window: Window(SyntheticSeries.span(count + 1, step: step)))
    }

    @Test(arguments: 0..<20)
    func findsTheOnsetOfAnOutageWithinOneSample(seed: Int) throws {
        let onset = 30 + seed
        let scan = try Self.scan(SyntheticSeries.service(count: 72, onset: onset, seed: UInt64(seed)), 72)
        let found = try #require(scan.onset)
        // Increment `onset` lies between samples `onset` and `onset + 1`.
        #expect(found.time == SyntheticSeries.start + Int64(onset + 1) * 10_000)
        #expect(found.earliest == found.time - 10_000)
        #expect(try #require(scan.ranked.first).isNewActivity)
    }

    @Test(arguments: 0..<20)
    func findsNoOnsetInAQuietQuarterOfAnHour(seed: Int) throws {
        let scan = try Self.scan(SyntheticSeries.service(count: 72, onset: nil, seed: UInt64(seed)), 72)
        #expect(scan.onset == nil)
    }

    @Test(arguments: 0..<40)
    func findsPlantedShifts(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(1000 + seed))
        let place = 100 + Int(random.next() % 200)
        let values = (0..<400).map { index in (index >= place ? 13.0 : 10.0) + random.normal() }
        let scan = try Self.scan([SyntheticSeries.gauge("g", values)], 400)
        let truth = SyntheticSeries.start + Int64(place) * 10_000
        #expect(scan.ranked.contains { abs($0.time - truth) <= 20_000 && $0.after > $0.before })
        #expect(scan.ranked.count == 1)
    }

    /// A day of a sample a minute: steep season, an hourly one, noise that hangs together, noise that is a share.
    @Test(arguments: 0..<24)
    func findsPlantedShiftsInSeasonsAndSlowNoise(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(2000 + seed))
        let count = 1440
        let place = 200 + Int(random.next() % 1000)
        var slow = 0.0
        let values = (0..<count).map { index -> Double in
            let shift = index >= place ? 6.0 : 0
            let day = 2 * 3.141592653589793 * Double(index) / 1440
            slow = 0.9 * slow + 0.436 * random.normal()
            switch seed % 4 {
            case 0: return 60 + 20 * Self.sine(day) + shift + random.normal()
            case 1: return 60 + 5 * Self.sine(day * 24) + shift + random.normal()
            case 2: return 60 + slow + shift
            default: return (1 + shift) * 20 * (1 + 0.15 * random.normal())
            }
        }
        let scan = try Self.scan([SyntheticSeries.gauge("g", values, step: 60_000)], count, step: 60_000)
        let truth = SyntheticSeries.start + Int64(place) * 60_000
        #expect(scan.ranked.contains { abs($0.time - truth) <= 120_000 && $0.after > $0.before })
        #expect(scan.ranked.count <= 2)
    }

    /// What happens every day at the same hour is the season's, however abrupt it is.
    @Test func aNightlyJobIsNoChange() throws {
        var random = SeededGenerator(seed: 8)
        let count = 7 * 288
        let values = (0..<count).map { index in (index % 288 < 24 ? 30.0 : 10) + random.normal() }
        let scan = try Self.scan([SyntheticSeries.gauge("g", values, step: 300_000)], count, step: 300_000)
        #expect(scan.ranked.isEmpty)
    }

    @Test func noiseSeasonAndSpikesAreNoChanges() throws {
        var random = SeededGenerator(seed: 5)
        var series: [Series] = []
        let count = 10_080
        for number in 0..<12 {
            let phase = Double(number)
            let values = (0..<count).map { index in
                let day = Double(index) / 1440 * 2 * 3.141592653589793 + phase
                let spike = random.uniform() < 0.001 ? 60.0 : 0
                return 50 + 10 * Self.sine(day) + random.normal() + spike
            }
            series.append(SyntheticSeries.gauge("g", values, step: 60_000, labels: [Label("n", "\(number)")]))
            let counts = (0..<count).map { _ in random.poisson(number % 2 == 0 ? 0.02 : 40) }
            series.append(SyntheticSeries.counter("c", counts, step: 60_000, labels: [Label("n", "\(number)")]))
        }
        let scan = try Self.scan(series, count, step: 60_000)
        #expect(scan.onset == nil)
        // At most one false alarm a series-week.
        #expect(scan.ranked.count <= series.count, "\(scan.ranked.count) changes in \(series.count) quiet weeks")
    }

    @Test func aNewMemberOfACounterFamilyStoodAtZeroBefore() throws {
        var random = SeededGenerator(seed: 3)
        let healthy = SyntheticSeries.counter("a", (0..<72).map { _ in random.poisson(100) }, labels: [Label("k", "x")])
        let times = (40..<73).map { SyntheticSeries.start + Int64($0) * 10_000 }
        let values = times.indices.map { Double($0 + 1) * 30 }
        let points = Points(times: times, values: values, span: SyntheticSeries.span(73, step: 10_000))
        let late = Series(name: "a", labels: [Label("k", "y")], kind: .counter, points: points)
        let scan = try Self.scan([healthy, late], 72)
        #expect(scan.ranked.first?.time == times[0])
        #expect(scan.ranked.first?.isNewActivity == true)
    }

    @Test func constantSeriesAreCounted() throws {
        let scan = try Self.scan([SyntheticSeries.gauge("g", [Double](repeating: 3, count: 50))], 50)
        #expect(scan.constant == 1)
        #expect(scan.ranked.isEmpty)
    }

    @Test func oddValuesAreHarmless() throws {
        let odd: [[Double]] = [
            [], [1], [.nan, .infinity, -.infinity], (0..<50).map { $0 % 2 == 0 ? .nan : 1 },
            (0..<50).map { $0 < 25 ? 0 : 1e308 }, (0..<50).map { $0 < 25 ? -1e308 : 1e308 },
            (0..<50).map { $0 < 25 ? 0 : 5e-324 }, (0..<50).map { Double($0) * 1e300 },
            (0..<400).map { $0 < 200 ? -1e308 : 1e308 }, (0..<400).map { $0 % 40 == 0 ? 1e308 : 1e-308 },
            (0..<400).map { $0 < 200 ? 3 : 4 }, (0..<400).map { Double($0 % 7) * 1e306 },
        ]
        for values in odd {
            _ = try Self.scan([SyntheticSeries.gauge("g", values), SyntheticSeries.counter("c", values)], 500)
        }
    }

    private static func sine(_ angle: Double) -> Double {
        let turn = angle / (2 * 3.141592653589793)
        let x = (turn - turn.rounded()) * 2 * 3.141592653589793
        return x - x * x * x / 6 + x * x * x * x * x / 120 - x * x * x * x * x * x * x / 5040
    }
}
