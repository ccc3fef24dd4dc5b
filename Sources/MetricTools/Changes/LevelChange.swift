/// A lasting change of a signal's level, or of its slope or how much it varies.
struct LevelChange: Sendable {
    /// What changed of a signal; `before` and `after` are of it.
    enum Kind: String, Sendable {
        case level
        /// Units a second.
        case trend
        /// The usual distance of a value from its neighbours.
        case variance
    }

    /// The number of the series among those examined.
    let series: Int
    /// The last sample before the change in milliseconds since 1970.
    let earliest: Int64
    /// The first sample after the change in milliseconds since 1970; the change lies in between.
    let time: Int64
    let before: Double
    let after: Double
    /// The difference in units of one sample's noise, at most 100.
    let size: Double
    /// The difference in standard errors.
    let statistic: Double
    /// 0…1.
    let confidence: Double
    /// The share of all earlier samples that were less extreme than the new level, 0…1.
    let novelty: Double
    /// Samples for which the new level held.
    let duration: Int
    /// True when it holds to the end of the signal.
    let lastsToEnd: Bool
    let shape: Signal.Shape
    var kind = Kind.level

    /// True when there had been nothing before.
    var isNewActivity: Bool {
        kind == .level && shape != .level && after > 0 && before <= after * 0.02 && novelty > 0.97
    }
}
