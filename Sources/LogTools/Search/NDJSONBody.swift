internal import JSON
internal import Model

/// Lines of JSON up to what a body may hold.
struct NDJSONBody {
    private(set) var bytes: [UInt8] = []
    private(set) var isFull = false

    mutating func append(_ line: some Encodable) {
        guard !isFull, let value = try? JSONValue(encoding: line) else { return }
        let text = value.canonicalBytes()
        guard bytes.count + text.count + 1 <= Evidence.maximumBody else {
            isFull = true
            return
        }
        bytes += text
        bytes.append(10)
    }
}

/// A hit as it stands in the body.
struct HitLine: Encodable {
    let time: Timestamp
    let source: String
    let file: String
    let line: Int
    let level: LogLevel?
    let text: String

    init(_ hit: HitSelection.Hit) {
        time = Timestamp(nanoseconds: hit.instant)
        source = hit.source
        file = hit.file
        line = hit.line
        level = hit.level
        text = hit.text
    }
}
