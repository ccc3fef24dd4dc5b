/// Finds telling members of a log line that is a JSON object, without reading it as JSON.
enum JSONLine {
    private static let timeKeys = [
        "time", "ts", "timestamp", "@timestamp", "datetime", "date", "t", "@t", "asctime",
        "__realtime_timestamp", "eventtime", "start_time",
    ]
    private static let levelKeys = ["level", "severity", "lvl", "loglevel", "log.level", "@l", "levelname", "priority"]
    private static let messageKeys = ["msg", "message", "log", "event", "@m", "@mt", "body", "text"]

    /// Where the value of the first member that names a time begins, after its quote.
    static func timeStart(in line: Span<UInt8>) -> Int? {
        value(of: timeKeys, in: line).map(\.lowerBound)
    }

    /// The value of the level member, without quotes.
    static func level(in line: Span<UInt8>) -> Range<Int>? { value(of: levelKeys, in: line) }

    /// The value of the member that is a level in MongoDB's logs, without quotes.
    static func severity(in line: Span<UInt8>) -> Range<Int>? { value(of: ["s"], in: line) }

    /// The value of the message member, without quotes.
    static func message(in line: Span<UInt8>) -> Range<Int>? { value(of: messageKeys, in: line) }

    /// Whether the outermost object has one of these members.
    static func holds(_ keys: [String], in line: Span<UInt8>) -> Bool { value(of: keys, in: line) != nil }

    /// The value of a member, without quotes; its name is compared in either case.
    static func member(_ name: String, in line: Span<UInt8>) -> Range<Int>? { value(of: [name.lowercased()], in: line) }

    /// The value of the first of these members at the outermost depth: within the quotes, or up to the comma.
    private static func value(of keys: [String], in line: Span<UInt8>) -> Range<Int>? {
        var depth = 0
        var position = 0
        while position < line.count {
            switch line[position] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case Byte.quote:
                let key = position + 1..<endOfString(in: line, from: position + 1)
                position = key.upperBound
                guard depth == 1 else { break }
                var next = position + 1
                while next < line.count, line[next] == Byte.space { next += 1 }
                guard next < line.count, line[next] == Byte.colon else { break }
                next += 1
                while next < line.count, line[next] == Byte.space { next += 1 }
                let value = extent(in: line, from: next)
                if keys.contains(where: { matches($0, line, key) }) { return value }
                // A nested value is walked through, a plain one is passed over.
                let isNested = next < line.count && (line[next] == UInt8(ascii: "{") || line[next] == Byte.open)
                position = isNested ? next - 1 : value.upperBound
            default: break
            }
            position += 1
        }
        return nil
    }

    private static func extent(in line: Span<UInt8>, from start: Int) -> Range<Int> {
        guard start < line.count, line[start] == Byte.quote else {
            var end = start
            while end < line.count, line[end] != Byte.comma, line[end] != UInt8(ascii: "}") { end += 1 }
            // The comma or brace is looked at again by the caller.
            return start..<max(start, end)
        }
        return start + 1..<endOfString(in: line, from: start + 1)
    }

    private static func endOfString(in line: Span<UInt8>, from start: Int) -> Int {
        var position = start
        while position < line.count, line[position] != Byte.quote {
            position += line[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(position, line.count)
    }

    private static func matches(_ text: String, _ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard text.utf8.count == range.count else { return false }
        var position = range.lowerBound
        for byte in text.utf8 {
            guard Byte.lower(line[position]) == byte else { return false }
            position += 1
        }
        return true
    }
}
