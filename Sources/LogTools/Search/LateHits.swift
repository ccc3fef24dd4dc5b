/// The hits of a block that are counted and may be among the last: only their places are kept until the block is over,
/// since nearly all of them are pushed out by those that come later.
struct LateHits {
    /// A line that is a hit as it stands.
    struct Place {
        let range: Range<Int>
        let instant: Int64
        /// That of the line itself; nil where the line above tells it.
        let time: FoundTime?
    }

    private var places: [Place] = []
    private let most: Int

    /// - Parameter most: How many may be among the last.
    init(most: Int) { self.most = most }

    mutating func add(_ place: Place) {
        places.append(place)
        if places.count >= 2 * most + 16 { trim() }
    }

    /// Those that are left, in the order of their places; none is kept any more.
    mutating func take() -> [Place] {
        trim()
        defer { places.removeAll(keepingCapacity: true) }
        return places.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private mutating func trim() {
        guard places.count > most else { return }
        let isInOrder = zip(places, places.dropFirst()).allSatisfy { $0.instant <= $1.instant }
        if !isInOrder {
            places.sort { ($0.instant, $0.range.lowerBound) < ($1.instant, $1.range.lowerBound) }
        }
        places.removeFirst(places.count - most)
    }
}
