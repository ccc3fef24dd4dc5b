/// A course of values as a line of text.
enum Sparkline {
    private static let blocks = Array("▁▂▃▄▅▆▇█")

    /// At most 60 characters from the least value to the greatest in eight steps; a blank where there is no value.
    static func text(_ values: [Double], width: Int = 60) -> String {
        let finite = values.filter(\.isFinite)
        guard let low = finite.min(), let high = finite.max() else { return "" }
        let count = min(width, values.count)
        var text = ""
        for part in 0..<count {
            let stretch = values[part * values.count / count..<(part + 1) * values.count / count].filter(\.isFinite)
            guard !stretch.isEmpty else {
                text += " "
                continue
            }
            let mean = stretch.reduce(0, +) / Double(stretch.count)
            let share = high > low ? (mean - low) / (high - low) : 0
            text.append(blocks[min(7, max(0, Int((share * 8).rounded(.down))))])
        }
        return text
    }
}
