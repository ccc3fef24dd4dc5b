/// Writes hits of a piece into the body, by one who knows where the piece stands.
struct BodyWriting {
    private(set) var body: NDJSONBody
    private let place: LogPlace
    /// The instant of the hits above the first line with a time; nil where they are not wanted.
    private let carried: Int64?

    init(body: NDJSONBody, place: LogPlace, carried: Int64?) {
        self.body = body
        self.place = place
        self.carried = carried
    }

    var isFull: Bool { body.isFull }

    mutating func take(_ hit: HitSelection.Hit, isLeading: Bool) {
        guard !isFull, let instant = isLeading ? carried : hit.instant else { return }
        body.append(hit.placed(at: place, instant: instant))
    }

    /// What it is, with the body taken out of it.
    mutating func moved() -> BodyWriting {
        defer { body = NDJSONBody() }
        return self
    }
}

extension HitSelection.Hit {
    /// Where it stands in its file, and when it was written.
    func placed(at place: LogPlace, instant: Int64) -> HitSelection.Hit {
        HitSelection.Hit(
            instant: instant, source: source, file: file, line: line.flatMap { place.line($0) }, offset: offset,
            text: text, level: level)
    }
}
