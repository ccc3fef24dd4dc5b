internal import Model
internal import Scanning

/// What was found in one piece of a log, its lines counted from the piece's first.
struct SearchPart: Sendable {
    var account = FileAccount()
    var hits: HitSelection
    var buckets: TimeBuckets
    /// Hits above the first line of the piece with a time; when they were written is known from the piece before.
    var leading: [HitSelection.Hit] = []
    /// Hits for the body, in the file's order.
    private(set) var body: [HitSelection.Hit] = []

    init(limit: Int, span: TimeSpan) {
        hits = HitSelection(limit: limit)
        buckets = TimeBuckets(span)
    }

    mutating func add(_ hit: HitSelection.Hit, toBody: Bool) {
        buckets.add(hit.instant)
        hits.add(hit.instant) { hit }
        if toBody { body.append(hit) }
    }
}

/// What was found in all logs.
struct SearchSum {
    private(set) var hits: HitSelection
    private(set) var buckets: TimeBuckets
    private(set) var body = NDJSONBody()
    private let search: LogSearch
    private var pieces = 0

    /// Whether a piece gives so few lines that several pieces may wait for those before them; known once some were taken.
    var givesLittle: Bool { pieces > 0 && (body.isFull || hits.count < 500 * pieces) }

    init(_ search: LogSearch) {
        self.search = search
        hits = HitSelection(limit: search.limit)
        buckets = TimeBuckets(search.span)
    }

    /// Adds the piece that follows those before.
    mutating func add(_ part: SearchPart, at place: LogPlace) {
        pieces += 1
        if let instant = place.carried, search.span.contains(Timestamp(nanoseconds: instant)) {
            for hit in part.leading {
                let placed = hit.placed(at: place, instant: instant)
                buckets.add(instant)
                hits.add(instant) { placed }
                body.append(placed)
            }
        }
        hits.add(part.hits) { $0.placed(at: place, instant: $0.instant) }
        buckets.add(part.buckets)
        for hit in part.body { body.append(hit.placed(at: place, instant: hit.instant)) }
        if body.isFull { search.bodyIsFull.set() }
    }
}

extension HitSelection.Hit {
    /// Stands for a hit that is counted and not shown.
    static let none = HitSelection.Hit(
        instant: 0, source: "", file: "", line: 0, offset: 0, text: "", level: nil)

    fileprivate func placed(at place: LogPlace, instant: Int64) -> HitSelection.Hit {
        HitSelection.Hit(
            instant: instant, source: source, file: file, line: line.flatMap { place.line($0) }, offset: offset,
            text: text, level: level)
    }
}
