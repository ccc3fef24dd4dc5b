import Testing

@testable import MCP

@Suite("Progress pacer")
struct ProgressPacerTests {
    @Test("A burst goes out, then so many a second")
    func pace() {
        var pacer = ProgressPacer(rate: 5)
        let burst = (0..<20).count { _ in pacer.admits(at: 1_000) }
        #expect(burst == 5)
        let second = (1...100).count { step in pacer.admits(at: 1_000 + UInt64(step) * 10_000_000) }
        #expect(second == 5)
    }

    @Test("A long pause refills no more than a burst, and a clock at its end does no harm")
    func limits() {
        var pacer = ProgressPacer(rate: 3)
        let first = (0..<4).map { _ in pacer.admits(at: 0) }
        #expect(first == [true, true, true, false])
        let after = (0..<10).count { _ in pacer.admits(at: .max) }
        #expect(after == 3)
    }
}
