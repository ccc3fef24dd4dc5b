internal import JSON
internal import Model

/// Lines of JSON up to what a body may hold.
struct NDJSONBody {
    private(set) var bytes: [UInt8] = []
    private(set) var isFull = false

    /// A hit as it stands in the body.
    mutating func append(_ hit: HitSelection.Hit) {
        var line: JSONObject = [
            "time": .string(Timestamp(nanoseconds: hit.instant).description), "source": .string(hit.source),
            "file": .string(hit.file), "offset": .number(JSONNumber(hit.offset)), "text": .string(hit.text),
        ]
        if let number = hit.line { line["line"] = .number(JSONNumber(number)) }
        if let level = hit.level { line["level"] = .string(level.rawValue) }
        append(.object(line))
    }

    mutating func append(_ value: JSONValue) {
        guard !isFull else { return }
        let text = value.canonicalBytes()
        guard bytes.count + text.count + 1 <= Evidence.maximumBody else {
            isFull = true
            return
        }
        bytes += text
        bytes.append(10)
    }
}
