/// Places the words of marks in rows above a chart so that none covers another.
struct MarkLayout: Sendable {
    struct Place: Sendable {
        /// Counts from 0 at the top.
        let row: Int
        let left: Double
        let width: Double
    }

    /// Generous, since the width of a glyph is only known to the browser.
    static let characterWidth = 7.2
    static let padding = 6.0
    private static let gap = 4.0

    /// One for each mark, in their order.
    let places: [Place]
    let rows: Int

    /// - Parameters:
    ///   - marks: the horizontal place and the word of each, by place.
    ///   - bounds: where words may stand.
    init(_ marks: [(x: Double, label: String)], within bounds: ClosedRange<Double>) {
        var ends: [Double] = []
        var places: [Place] = []
        for mark in marks {
            let width = Double(mark.label.count) * Self.characterWidth + 2 * Self.padding
            let left = max(bounds.lowerBound, min(mark.x - width / 2, bounds.upperBound - width))
            let row = ends.firstIndex { $0 + Self.gap <= left } ?? ends.count
            if row == ends.count { ends.append(0) }
            ends[row] = left + width
            places.append(Place(row: row, left: left, width: width))
        }
        self.places = places
        rows = ends.count
    }
}
