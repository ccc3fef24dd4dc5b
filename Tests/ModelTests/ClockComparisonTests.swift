import Model
import Testing

/// Two clocks, and what shows that they differ.
@Suite struct ClockComparisonTests {
    private static func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    /// A line's time, and that of the file which it stands in.
    @Test(
        arguments: [
            ([(10_000, 10_000)], 0), ([(9000, 10_000)], 0), ([(12_000, 10_000)], 0), ([(12_001, 10_000)], 2001),
            ([(5000, 10_000)], nil), ([(5000, 10_000), (100_000, 10_000), (11_000, 10_000)], 90_000), ([], nil),
        ] as [([(Int64, Int64)], Int?)])
    func comparesWhatWasWritten(pairs: [(Int64, Int64)], skew: Int?) {
        var comparison = ClockComparison()
        for (instant, written) in pairs { comparison.see(Self.at(instant), writtenAt: Self.at(written)) }
        #expect(comparison.skew == skew)
    }

    /// A second that was shown at some moment of an answer that took long tells the least that must be so.
    @Test(
        arguments: [
            (50_000, 50_300, 50_700, 0), (50_000, 20_000, 80_000, 0), (90_000, 50_000, 50_100, 39_900),
            (90_000, 50_000, 88_000, 0), (10_000, 50_000, 50_100, -39_000), (10_000, 13_000, 50_000, 0),
        ] as [(Int64, Int64, Int64, Int)])
    func comparesWhatWasShown(second: Int64, asked: Int64, answered: Int64, skew: Int) {
        var comparison = ClockComparison()
        comparison.see(second: Self.at(second), from: Self.at(asked), to: Self.at(answered))
        #expect(comparison.skew == skew)
    }

    @Test func theMostThatWasSeenCounts() {
        var (all, other) = (ClockComparison(), ClockComparison())
        other.see(second: Self.at(0), from: Self.at(9000), to: Self.at(9100))
        all.see(second: Self.at(60_000), from: Self.at(60_000), to: Self.at(60_000))
        all.take(other)
        all.take(ClockComparison())
        #expect(all.skew == -8000)
        all.see(Timestamp(nanoseconds: .max), writtenAt: Timestamp(nanoseconds: .min))
        #expect(all.skew == Int(Int64.max / 1_000_000))
    }
}
