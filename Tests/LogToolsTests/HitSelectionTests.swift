import Testing

@testable import LogTools

@Suite struct HitSelectionTests {
    private static func hit(_ instant: Int) -> HitSelection.Hit {
        HitSelection.Hit(
            instant: Int64(instant), source: "a", file: "b", line: instant, offset: instant, text: "", level: nil)
    }

    /// Many pieces with many hits each: what is shown comes from all over.
    @Test(arguments: [1, 2, 5, 20, 200], [1, 3, 500])
    func selectsFromAllPieces(limit: Int, each: Int) {
        var sum = HitSelection(limit: limit)
        let pieces = each == 500 ? 300 : 9000
        for piece in 0..<pieces {
            var part = HitSelection(limit: limit)
            for index in 0..<each {
                let instant = piece * each + index
                part.add(Int64(instant)) { Self.hit(instant) }
            }
            sum.add(part) { $0 }
        }
        #expect(sum.count == pieces * each)
        let shown = sum.shown
        #expect(shown.count <= limit)
        #expect(shown.first?.hit.instant == 0)
        if limit > 1 { #expect(shown.last?.hit.instant == Int64(pieces * each - 1)) }
        let between = shown.filter { $0.place == "sample" }.map(\.hit.instant)
        if between.count > 1 {
            #expect(between[0] < Int64(pieces * each / 2))
            #expect(between[between.count - 1] > Int64(pieces * each / 2))
        }
    }
}
