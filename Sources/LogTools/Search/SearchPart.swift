internal import Model
internal import Scanning

/// What was found in one piece of a log, its lines counted from the piece's first.
struct SearchPart: Sendable {
    var account = FileAccount()
    private(set) var hits: HitSelection
    private(set) var buckets: TimeBuckets
    /// Hits above the first line of the piece with a time; when they were written is known from the piece before.
    private(set) var leading: HitSelection
    /// Hits for the body, in the file's order; the first of them are leading.
    private(set) var body: [HitSelection.Hit] = []
    private(set) var leadingInBody = 0
    /// Whether there was no room for all of them.
    private(set) var isBodyCut = false
    /// What may still be kept for the body, in bytes: many pieces may wait for those before them.
    private var room = 512 << 10

    init(limit: Int, span: TimeSpan) {
        hits = HitSelection(limit: limit)
        leading = HitSelection(limit: limit)
        buckets = TimeBuckets(span)
    }

    mutating func add(_ hit: HitSelection.Hit, isLeading: Bool) {
        guard !isLeading else { return leading.add(hit) }
        buckets.add(hit.instant)
        hits.add(hit)
    }

    /// Keeps a hit for the body as long as there is room.
    mutating func keep(_ hit: HitSelection.Hit, isLeading: Bool) {
        room -= hit.text.utf8.count + 128
        isBodyCut = isBodyCut || room < 0
        guard !isBodyCut else { return }
        body.append(hit)
        if isLeading { leadingInBody += 1 }
    }

    /// Counts a hit that is wanted neither as one of the first, nor as a sample, nor for the body.
    mutating func pass(_ instant: Int64) {
        buckets.add(instant)
        hits.pass()
    }

    /// Keeps a hit that was counted as one of the last.
    mutating func end(with hit: HitSelection.Hit) { hits.end(with: hit) }
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
    mutating func add(_ part: SearchPart, at place: LogPlace, of log: LogFile) throws {
        pieces += 1
        let carried = place.carried.flatMap { search.span.contains(Timestamp(nanoseconds: $0)) ? $0 : nil }
        if let carried {
            hits.add(part.leading) { $0.placed(at: place, instant: carried) }
            buckets.add(carried, count: part.leading.count)
        }
        hits.add(part.hits) { $0.placed(at: place, instant: $0.instant) }
        buckets.add(part.buckets)
        try write(part, at: place, carried, of: log)
        if body.isFull { search.bodyIsFull.set() }
    }

    /// Writes the hits of a piece into the body; what it could not keep while it waited is found once more.
    private mutating func write(
        _ part: SearchPart, at place: LogPlace, _ carried: Int64?, of log: LogFile
    ) throws {
        guard !body.isFull else { return }
        var writing = BodyWriting(body: body, place: place, carried: carried)
        body = NDJSONBody()
        defer { body = writing.body }
        guard !part.isBodyCut else { return try search.write(place.piece, of: log, by: &writing) }
        for (index, hit) in part.body.enumerated() { writing.take(hit, isLeading: index < part.leadingInBody) }
    }
}
