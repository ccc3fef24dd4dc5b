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
                part.add(Self.hit(instant))
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

    /// Hits that are only counted at first, and told as the last ones afterwards, are those that were kept at once.
    @Test(arguments: [1, 2, 5, 20, 200], [1, 7, 5000])
    func laterIsTheSameAsAtOnce(limit: Int, disorder: Int) {
        var whole = HitSelection(limit: limit)
        var part = HitSelection(limit: limit)
        var late = LateHits(most: part.lastCount)
        var state: UInt64 = 7
        for index in 0..<5000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let instant = index + Int(state >> 40) % disorder
            let hit = HitSelection.Hit(
                instant: Int64(instant), source: "a", file: "b", line: instant, offset: index, text: "", level: nil)
            whole.add(hit)
            if part.wants(hit.instant) {
                part.add(hit)
            } else {
                part.pass()
                late.add(LateHits.Place(range: index..<index + 1, instant: hit.instant, time: nil))
            }
            guard index % 700 == 699 || index == 4999 else { continue }
            for place in late.take() {
                let instant = Int(place.instant)
                part.end(
                    with: HitSelection.Hit(
                        instant: place.instant, source: "a", file: "b", line: instant, offset: place.range.lowerBound,
                        text: "", level: nil))
            }
        }
        #expect(part.count == whole.count)
        #expect(part.shown.map(\.hit) == whole.shown.map(\.hit))
    }
}
