/// The beginning of a disturbance that many series show at once.
struct Onset: Sendable {
    /// The last sample before it in milliseconds since 1970, of the series that shows it first.
    let earliest: Int64
    /// The first sample that shows it.
    let time: Int64
    /// How many series changed with it.
    let series: Int
    let reason: String
}
