/// Keeps the first, the last and some of the hits between, whatever their number and order.
struct HitSelection: Sendable {
    /// A line that was found.
    struct Hit: Hashable, Sendable {
        let instant: Int64
        let source: String
        let file: String
        /// Nil where its number is not known.
        let line: Int?
        let offset: Int
        let text: String
        let level: LogLevel?
    }

    private let edge: Int
    private let middle: Int
    private let limit: Int
    private var firsts: [Hit] = []
    private var lasts: [Hit] = []
    private var samples: [Hit] = []
    private(set) var count = 0
    private var stride = 1

    init(limit: Int) {
        self.limit = limit
        // Up to the limit all hits are kept at the first edge; beyond it, two edges and a sample share the room.
        edge = max(1, limit * 2 / 5)
        middle = max(0, limit - 2 * max(1, limit * 2 / 5))
    }

    /// Whether the next hit is wanted as one of the first or as a sample.
    func wants(_ instant: Int64) -> Bool {
        firsts.count < limit || instant < firsts[limit - 1].instant || middle > 0 && count % stride == 0
    }

    /// Whether a hit may be one of the last.
    func mayEnd(with instant: Int64) -> Bool { lasts.count < edge || instant >= lasts[0].instant }

    /// So many of the last are kept.
    var lastCount: Int { edge }

    /// Counts a hit and keeps it where that is wanted.
    mutating func add(_ hit: Hit) {
        if wants(hit.instant) {
            Self.insert(hit, into: &firsts)
            if firsts.count > limit { firsts.removeLast() }
            if middle > 0, count % stride == 0 {
                samples.append(hit)
                if samples.count > 16 * middle { halve() }
            }
        }
        count += 1
        end(with: hit)
    }

    /// Counts a hit that is not wanted; whether it is one of the last is told later.
    mutating func pass() { count += 1 }

    /// Keeps a hit that was counted before as one of the last.
    mutating func end(with hit: Hit) {
        guard mayEnd(with: hit.instant) else { return }
        Self.insert(hit, into: &lasts)
        if lasts.count > edge { lasts.removeFirst() }
    }

    /// Adds what was selected from what follows; `place` puts each hit where it belongs.
    mutating func add(_ other: HitSelection, _ place: (Hit) -> Hit) {
        for hit in other.firsts { Self.insert(place(hit), into: &firsts) }
        if firsts.count > limit { firsts.removeLast(firsts.count - limit) }
        for hit in other.lasts { Self.insert(place(hit), into: &lasts) }
        if lasts.count > edge { lasts.removeFirst(lasts.count - edge) }
        if middle > 0 {
            // Each sample stands for as many hits as another.
            while stride < other.stride { halve() }
            for (index, hit) in other.samples.enumerated() {
                // Of all hits in a row one in `stride` is taken, however they are spread over pieces.
                guard (count + index * other.stride) % stride < other.stride else { continue }
                samples.append(place(hit))
            }
            while samples.count > 16 * middle { halve() }
        }
        count += other.count
    }

    /// Thinned out evenly: every second goes, and from now on only every second of before is taken.
    private mutating func halve() {
        samples = samples.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        stride *= 2
    }

    /// The hits that are shown, in the order of their times.
    var shown: [(place: String, hit: Hit)] {
        if count <= limit { return firsts.map { ("all", $0) } }
        if limit == 1 { return firsts.prefix(1).map { ("first", $0) } }
        let head = Array(firsts.prefix(edge))
        let tail = lasts.filter { !head.contains($0) }
        let between = samples.filter { !head.contains($0) && !tail.contains($0) }
            .sorted { Self.precedes($0, $1) }
        var picked: [Hit] = []
        for index in 0..<min(middle, between.count) {
            picked.append(between[index * between.count / min(middle, between.count)])
        }
        return head.map { ("first", $0) } + picked.map { ("sample", $0) } + tail.map { ("last", $0) }
    }

    private static func insert(_ hit: Hit, into hits: inout [Hit]) {
        var position = hits.count
        while position > 0, precedes(hit, hits[position - 1]) { position -= 1 }
        hits.insert(hit, at: position)
    }

    private static func precedes(_ left: Hit, _ right: Hit) -> Bool {
        if left.instant != right.instant { return left.instant < right.instant }
        if left.source != right.source { return left.source < right.source }
        if left.file != right.file { return left.file < right.file }
        return left.offset < right.offset
    }
}
