/// A course of values as a line of text.
enum Sparkline {
    private static let blocks = Array("▁▂▃▄▅▆▇█")

    /// At most 60 characters from the least value to the greatest in eight steps; a blank where there is no value.
    static func text(_ values: [Double], width: Int = 60) -> String {
        let finite = values.filter(\.isFinite)
        guard let low = finite.min(), let high = finite.max() else { return "" }
        let count = min(width, values.count)
        // By halves: the difference of two great numbers may be beyond what a number can be.
        let range = high / 2 - low / 2
        var text = ""
        for part in 0..<count {
            let stretch = values[part * values.count / count..<(part + 1) * values.count / count].filter(\.isFinite)
            guard !stretch.isEmpty else {
                text += " "
                continue
            }
            let share = range > 0 ? (mean(stretch) / 2 - low / 2) / range : 0
            text.append(blocks[min(7, Int(min(max(share, 0), 1) * 8))])
        }
        return text
    }

    private static func mean(_ values: [Double]) -> Double {
        let sum = values.reduce(0, +)
        let count = Double(values.count)
        return sum.isFinite ? sum / count : values.reduce(0) { $0 + $1 / count }
    }
}
