import Model
import TestSupport
import Testing

@Suite struct TimeTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-03-01T12:00:00.5Z", 1_772_366_400_500),
        ("2026-03-01t12:00:00z", 1_772_366_400_000), ("2026-03-01 12:00:00Z", 1_772_366_400_000),
        ("2026-03-01T14:00:00+02:00", 1_772_366_400_000), ("2026-02-28T19:30:00-16:30", 1_772_366_400_000),
        ("1969-12-31T23:59:59.999Z", -1), ("2000-02-29T00:00:00Z", 951_782_400_000),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000), ("1700-01-01T00:00:00Z", -8_520_336_000_000),
        ("2026-03-01T12:00:00.1239999999999Z", 1_772_366_400_123),
    ])
    func reads(_ text: String, _ milliseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-03-01", "2026-03-01T12:00:00", "2026-13-01T12:00:00Z", "2026-02-29T12:00:00Z",
        "1900-02-29T00:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T12:60:00Z", "2026-03-01T12:00:61Z",
        "2026-03-01T12:00:00.Z", "2026-03-01T12:00:00Zx", "2026-03-01T12:00:00+2:00", "2026-03-01T12:00:00+24:00",
        "1600-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "٢٠٢٦-03-01T12:00:00Z", " 2026-03-01T12:00:00Z",
        "2026-00-01T12:00:00Z", "2026-03-00T12:00:00Z", "-026-03-01T12:00:00Z",
    ])
    func refuses(_ text: String) { #expect(Timestamp(rfc3339: text) == nil) }

    @Test func printsWhatItReads() {
        let generator = SeededIdentifierSource(seed: 7)
        for _ in 0..<2000 {
            let milliseconds = Int64(bitPattern: generator.next().high) / 1_000_000
            let time = Timestamp(milliseconds: milliseconds)
            #expect(Timestamp(rfc3339: time.description) == time)
        }
        #expect(Timestamp(nanoseconds: -1).description == "1969-12-31T23:59:59.999Z")
        #expect(Timestamp(nanoseconds: .min).description == "1677-09-21T00:12:43.145Z")
        #expect(Timestamp(nanoseconds: .max).description == "2262-04-11T23:47:16.854Z")
    }

    @Test func staysWithinItsRange() {
        let end = Timestamp(nanoseconds: .max)
        #expect(end.advanced(byNanoseconds: 1) == end)
        #expect(end.nanoseconds(since: Timestamp(nanoseconds: .min)) == .max)
        #expect(Timestamp(milliseconds: .max) == end)
        #expect(Timestamp(seconds: .infinity) == nil)
        #expect(Timestamp(seconds: .nan) == nil)
        #expect(Timestamp(seconds: 1e30) == nil)
        #expect(Timestamp(seconds: 1.5)?.nanoseconds == 1_500_000_000)
    }

    @Test func datesAreCountedBothWays() {
        for days in stride(from: -150_000, through: 150_000, by: 137) {
            let date = CivilDate(daysSince1970: days)
            #expect(date.isValid)
            #expect(date.daysSince1970 == days)
        }
    }

    private func span(_ start: Int64, _ end: Int64) -> TimeSpan {
        TimeSpan(start: Timestamp(milliseconds: start), end: Timestamp(milliseconds: end))
    }

    @Test func aWindowEndsWithTheData() {
        let hour: Int64 = 3_600_000
        let long = Window(defaultFor: span(0, 5 * hour))
        #expect(long.span == span(4 * hour, 5 * hour))
        #expect(long.baseline == span(3 * hour, 4 * hour))
        let short = Window(defaultFor: span(10, 20))
        #expect(short.span == span(10, 20))
        #expect(short.baseline == span(0, 10))
        #expect(Window(defaultFor: span(5, 5)).span.isEmpty)
        #expect(Window(span(10, 20), baseline: span(1, 2)).baseline == span(1, 2))
    }

    @Test func spansAreHalfOpen() {
        let hour = span(10, 20)
        #expect(hour.contains(Timestamp(milliseconds: 10)))
        #expect(!hour.contains(Timestamp(milliseconds: 20)))
        #expect(hour.intersection(span(15, 30)) == span(15, 20))
        #expect(hour.intersection(span(30, 40)).isEmpty)
        #expect(hour.union(span(30, 40)) == span(10, 40))
        #expect(span(20, 10).length == 0)
    }
}
