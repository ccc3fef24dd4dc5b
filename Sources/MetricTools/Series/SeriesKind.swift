/// What the samples of a series mean, as its exposition declares it.
package enum SeriesKind: String, Sendable, Codable {
    /// Only grows, and falls when its process starts anew.
    case counter
    /// Goes up and down.
    case gauge
    /// One bucket of a histogram.
    case bucket
    /// The time at which a counter began.
    case created
    /// A constant that carries labels.
    case info
    /// Nothing was declared.
    case unknown
}
