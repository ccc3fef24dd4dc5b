import JSON
import Model
import Testing
import Tooling

@testable import MetricTools

/// What is made of a file takes no more memory than there is room for, however few samples it has.
@Suite struct GridRoomTests {
    private static let hour = TimeSpan(
        start: Timestamp(milliseconds: 0), end: Timestamp(milliseconds: 3_600_000))
    private static let century = TimeSpan(
        start: Timestamp(milliseconds: 0), end: Timestamp(milliseconds: 3_155_760_000_000))

    private static let ever = TimeSpan(
        start: Timestamp(nanoseconds: 0), end: Timestamp(nanoseconds: .max))

    @Test(arguments: [0, 1, 40, 2330, 100_000])
    func stepsAreAsLongAsTheyHaveToBe(series: Int) {
        for spans in [[Self.hour], [Self.hour, Self.hour], [Self.century], [Self.ever, Self.ever], []] {
            for wanted in [1, 1000, 15_000] as [Int64] {
                let step = GridRoom.step(wanted, over: spans, series: series)
                #expect(step >= wanted && (step == wanted || step % 1000 == 0))
                let instants = spans.reduce(0) { $0 + StepGrid(span: $1, step: step).count }
                #expect(instants * series <= GridRoom.maximumValues && instants <= GridRoom.maximumInstants)
            }
        }
        #expect(GridRoom.step(15_000, over: [Self.hour, Self.hour], series: series) == 15_000 || series > 10_000)
    }

    @Test func whatIsThinnedIsTold() {
        let one = SyntheticSeries.gauge("m", [1, 2])
        let many = MetricSelection(
            series: [Series](repeating: one, count: 3000), searched: Searched(), extent: Self.hour)
        var kept = many
        #expect(SeriesGathering.fitting(15_000, over: [Self.hour], &kept) == 15_000)
        #expect(kept.omitted.isEmpty && !kept.isTruncated)
        let day = TimeSpan(start: Self.hour.start, end: Timestamp(milliseconds: 86_400_000))
        var thinned = many
        #expect(SeriesGathering.fitting(15_000, over: [day, Self.hour], &thinned) == 33_000)
        #expect(thinned.isTruncated && thinned.omitted.map(\.what) == ["samples between instants of 33s"])
        #expect(thinned.omitted[0].reason.hasPrefix("there are 18000000, and 8388608 are held"))
    }

    @Test func aFineStepOfFewIsWhatWasAsked() async throws {
        let text = (0..<40).map { number in
            [0, 1, 600].map { "m{i=\"\(number)\"} \(number % 7 + $0 % 2) \(1_763_800_000 + $0)\n" }.joined()
        }.joined()
        let fine: JSONValue = [
            "query": "m", "start": "2025-11-22T08:20:00Z", "end": "2025-11-22T08:40:00Z", "step": "1s",
        ]
        let whole = try await MetricToolsTests.call(QueryMetrics(), fine, file: text)
        #expect(whole.output["step"] == "1s" && whole.coverage[0].omitted.map(\.what) == ["series"])
    }
}
