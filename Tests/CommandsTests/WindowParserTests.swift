import Model
import Testing

@testable import Commands

@Suite struct WindowParserTests {
    static let now = Timestamp(milliseconds: 1_772_366_400_000)  // 2026-03-01T12:00:00Z

    @Test(arguments: [
        ("last 2h", "2026-03-01T10:00:00.000Z", "2026-03-01T12:00:00.000Z"),
        ("  last   90m ", "2026-03-01T10:30:00.000Z", "2026-03-01T12:00:00.000Z"),
        ("last 1.5d", "2026-02-28T00:00:00.000Z", "2026-03-01T12:00:00.000Z"),
        ("last 500ms", "2026-03-01T11:59:59.500Z", "2026-03-01T12:00:00.000Z"),
        ("2026-03-01T10:00:00Z to 2026-03-01T11:00:00Z", "2026-03-01T10:00:00.000Z", "2026-03-01T11:00:00.000Z"),
        ("2026-03-01T10:00:00+02:00..now", "2026-03-01T08:00:00.000Z", "2026-03-01T12:00:00.000Z"),
        ("2026-03-01T10:00:00.25Z/2026-03-01T11:00:00Z", "2026-03-01T10:00:00.250Z", "2026-03-01T11:00:00.000Z"),
        ("1772359200 to 1772362800000", "2026-03-01T10:00:00.000Z", "2026-03-01T11:00:00.000Z"),
        ("1772359200.5 to now", "2026-03-01T10:00:00.500Z", "2026-03-01T12:00:00.000Z"),
        ("2026-03-01T10:20:00Z ± 15m", "2026-03-01T10:05:00.000Z", "2026-03-01T10:35:00.000Z"),
        ("2026-03-01T10:20:00Z+-10s", "2026-03-01T10:19:50.000Z", "2026-03-01T10:20:10.000Z"),
    ])
    func reads(_ text: String, _ start: String, _ end: String) throws {
        let span = try WindowParser(now: Self.now).span(text)
        #expect(span.start.description == start)
        #expect(span.end.description == end)
    }

    @Test(arguments: [
        "", "last", "last 2", "last -2h", "last 0h", "last nanh", "last infh", "last 1e-9ms", "last 300000000d", "2h",
        "14:05 to 14:40", "14:05 to 14:40 Europe/Berlin", "2026-03-01 to 2026-03-02", "2026-03-01T10:00:00 to now",
        "2026-03-01T11:00:00Z to 2026-03-01T10:00:00Z", "now to now", "2026-02-30T10:00:00Z to now", "12 to now",
        "now ± soon", "1e300 to now", "now to now to now",
    ])
    func neverGuesses(_ text: String) throws {
        let error = #expect(throws: CommandError.self) { try WindowParser(now: Self.now).span(text) }
        #expect(error?.kind == .usage)
    }
}
