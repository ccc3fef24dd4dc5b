/// Finds fields of a line by their names: members of JSON, `key=value` pairs, and the parts of an access line.
enum LineFields {
    /// Where the value stands, without quotes; nil when the line has no such field.
    static func value(of name: String, in line: Span<UInt8>) -> Range<Int>? {
        if line.count > 1, line[0] == UInt8(ascii: "{") { return json(name, in: line) }
        if let range = pair(name, in: line) { return range }
        guard let request = request(in: line) else { return nil }
        return access(name, request, in: line)
    }

    /// A member of the outermost object, or by a path with dots one of those within.
    private static func json(_ name: String, in line: Span<UInt8>) -> Range<Int>? {
        if let range = JSONLine.member(name, in: line) { return range }
        guard let dot = name.firstIndex(of: "."), let outer = JSONLine.member(String(name[..<dot]), in: line),
            outer.lowerBound < line.count, line[outer.lowerBound] == UInt8(ascii: "{")
        else { return nil }
        let inner = line.extracting(outer.lowerBound..<line.count)
        return json(String(name[name.index(after: dot)...]), in: inner).map {
            $0.lowerBound + outer.lowerBound..<$0.upperBound + outer.lowerBound
        }
    }

    /// `name=value`, `name="a value"`, `name: value`.
    private static func pair(_ name: String, in line: Span<UInt8>) -> Range<Int>? {
        let bytes = Array(name.utf8)
        guard let first = bytes.first, line.count > bytes.count + 1 else { return nil }
        for start in 0..<(line.count - bytes.count) {
            guard line[start] == first, start == 0 || !Byte.isWord(line[start - 1]) && line[start - 1] != Byte.dot,
                stands(bytes, at: start, in: line)
            else { continue }
            var position = start + bytes.count
            let sign = line[position]
            guard sign == Byte.equals || sign == Byte.colon else { continue }
            position += 1
            if sign == Byte.colon {
                guard position < line.count, line[position] == Byte.space else { continue }
                position += 1
            }
            return value(from: position, in: line)
        }
        return nil
    }

    private static func value(from start: Int, in line: Span<UInt8>) -> Range<Int> {
        if start < line.count, line[start] == Byte.quote {
            var end = start + 1
            while end < line.count, line[end] != Byte.quote { end += line[end] == UInt8(ascii: "\\") ? 2 : 1 }
            return start + 1..<min(end, line.count)
        }
        var end = start
        while end < line.count, line[end] != Byte.space, line[end] != Byte.comma, line[end] != UInt8(ascii: ";"),
            line[end] != Byte.close, line[end] != UInt8(ascii: ")"), line[end] != UInt8(ascii: "}")
        {
            end += 1
        }
        return start..<end
    }

    private static func stands(_ name: [UInt8], at start: Int, in line: Span<UInt8>) -> Bool {
        for index in name.indices where line[start + index] != name[index] { return false }
        return true
    }

    /// What stands between the first quotes of an access line, such as `GET / HTTP/1.1`.
    private static func request(in line: Span<UInt8>) -> Range<Int>? {
        var start = 0
        while start < line.count, line[start] != Byte.quote { start += 1 }
        var end = start + 1
        while end < line.count, line[end] != Byte.quote { end += 1 }
        guard end < line.count, end - start > 12 else { return nil }
        for index in start..<(end - 4) {
            guard line[index] == UInt8(ascii: "H"), line[index + 1] == UInt8(ascii: "T"),
                line[index + 2] == UInt8(ascii: "T"), line[index + 3] == UInt8(ascii: "P")
            else { continue }
            return start + 1..<end
        }
        return nil
    }

    private static func access(_ name: String, _ request: Range<Int>, in line: Span<UInt8>) -> Range<Int>? {
        switch name {
        case "client", "host", "remote_addr": return word(from: 0, in: line)
        case "user", "remote_user": return word(2, from: 0, in: line)
        case "method": return word(from: request.lowerBound, in: line)
        case "path", "request_uri":
            let method = word(from: request.lowerBound, in: line)
            return word(from: method.upperBound + 1, in: line)
        case "status": return word(1, from: request.upperBound, in: line)
        case "bytes", "size", "body_bytes_sent": return word(2, from: request.upperBound, in: line)
        default: return nil
        }
    }

    /// The word after so many blanks, up to the next blank.
    private static func word(_ blanks: Int = 0, from start: Int, in line: Span<UInt8>) -> Range<Int> {
        var position = min(start, line.count)
        for _ in 0..<blanks {
            while position < line.count, line[position] != Byte.space { position += 1 }
            position = min(position + 1, line.count)
        }
        let begin = position
        while position < line.count, line[position] != Byte.space { position += 1 }
        return begin..<position
    }
}
