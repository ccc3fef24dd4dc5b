import JSON
import Model
import Synchronization
import Testing
import Tooling

@testable import LogTools

/// Calls whose time is nearly over before everything was read.
@Suite struct ShortTimeTests {
    /// Is short of time from so many questions on.
    private final class Patience: Sendable {
        private let left: Atomic<Int>

        init(_ questions: Int) { left = Atomic(questions) }

        var isOver: Bool { left.subtract(1, ordering: .relaxed).newValue < 0 }
    }

    private static func log(_ name: String, lines: Int) -> [UInt8] {
        (0..<lines).flatMap { index in
            let time = Timestamp(milliseconds: 1_793_556_000_000 + Int64(index))
            return Array("\(time) INFO \(name) served basket=\(index) \(padding)\n".utf8)
        }
    }

    private static let padding = String(repeating: "and whatever else stands in so long a line ", count: 22)
    private static let first = log("first", lines: 14_000)
    private static let sample = Result {
        try LogSample(["a.log": first, "b.log": log("second", lines: 100)])
    }

    private func check(_ coverage: Coverage?, lines: Int) throws {
        let coverage = try #require(coverage)
        let bytes = try #require(coverage.searched.bytes)
        #expect(coverage.value == .partial)
        #expect(coverage.omitted.map(\.what) == ["a.log", "b.log"])
        #expect(coverage.searched.lines == lines)
        let whole = Self.first.count
        #expect(bytes > 0 && bytes < whole)
        #expect(
            coverage.omitted.first?.reason.hasPrefix("\(whole - bytes) bytes of what was asked for were not read")
                == true)
        #expect(coverage.omitted.last?.reason.hasPrefix("was not read") == true)
        let last = Timestamp(milliseconds: 1_793_556_000_000 + Int64(lines - 1))
        #expect(coverage.searched.span?.end == last.advanced(byNanoseconds: 1))
    }

    @Test func tellsOfTheLinesThatWereRead() async throws {
        let sample = try Self.sample.get()
        let patience = Patience(3)
        let summary = try await sample.summary { patience.isOver }
        #expect(summary.output.lines > 0 && summary.output.lines < 14_000)
        try check(summary.coverage.first, lines: summary.output.lines)
        let other = Patience(3)
        let search = try await sample.search(["literal": "served"]) { other.isOver }
        #expect(search.output.total > 0 && search.output.total < 14_000)
        try check(search.coverage.first, lines: search.output.total)
        #expect(search.output.hits.last?.offset ?? 0 < search.coverage.first?.searched.bytes ?? 0)
    }

    /// What nobody read has no lines, and cannot be called empty.
    @Test func nothingReadIsNotNothingFound() async throws {
        let result = try await Self.sample.get().search(["literal": "nowhere"]) { true }
        #expect(result.output.total == 0)
        #expect(result.coverage.first?.value == .partial)
        #expect(result.coverage.first?.omitted.map(\.what) == ["a.log", "b.log"])
    }

    @Test func readsAllWhileThereIsTime() async throws {
        let result = try await Self.sample.get().search(["literal": "served basket=7"])
        #expect(result.output.total == 1122)
        #expect(result.coverage.first?.value == .complete)
    }
}
