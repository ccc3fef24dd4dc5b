extension YAMLParser {
    /// Characters that cannot begin a plain scalar.
    private static let indicators = Set(",[]{}#&*!|>'\"%@`".utf8)

    /// A key and its colon at the position; nil, and the position unchanged, when no key stands there.
    mutating func implicitKey() throws -> (YAMLScalar, SourceRange)? {
        guard let byte = peek else { return nil }
        let start = position
        if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
            guard let end = quoteEnd(), end <= endOfLine(from: position) else { return nil }
            var colon = end
            while isBlank(self.byte(at: colon)) { colon += 1 }
            guard self.byte(at: colon) == UInt8(ascii: ":"), isSpace(at: colon + 1) else { return nil }
            let node = try quotedNode()
            position = colon + 1
            return node.scalar.map { ($0, node.range) }
        }
        guard !Self.indicators.contains(byte) else { return nil }
        if byte == UInt8(ascii: "?"), isSpace(at: position + 1) {
            throw stop(here(1), "a complex key (`?`) is not part of the format", hint: "write `key: value`")
        }
        let end = plainEnd(from: position, inFlow: false)
        var colon = end
        while isBlank(self.byte(at: colon)) { colon += 1 }
        guard end > start || byte == UInt8(ascii: ":"), self.byte(at: colon) == UInt8(ascii: ":") else { return nil }
        let range = SourceRange(start, end)
        guard range.length > 0 else { throw stop(SourceRange(colon, colon + 1), "there is no key before this `:`") }
        guard range.length <= 1024 else { throw stop(range, "a key of more than 1,024 bytes") }
        position = colon + 1
        return (plain(range, isFollowedByComment: false), range)
    }

    private func plain(_ range: SourceRange, isFollowedByComment: Bool) -> YAMLScalar {
        YAMLScalar(
            text: problems.file.text(range), style: .plain, origins: [(0, range.start)],
            isFollowedByComment: isFollowedByComment)
    }

    /// Where a plain scalar's part on this line ends, trailing blanks not counted.
    func plainEnd(from start: Int, inFlow: Bool) -> Int {
        var offset = start
        var end = start
        while let byte = byte(at: offset), !isBreak(byte) {
            if byte == UInt8(ascii: "#"), offset > start, isBlank(self.byte(at: offset - 1)) { break }
            if byte == UInt8(ascii: ":"), isSpace(at: offset + 1) || inFlow && isFlowIndicator(at: offset + 1) { break }
            if inFlow, isFlowIndicator(at: offset) { break }
            offset += 1
            if !isBlank(byte) { end = offset }
        }
        return end
    }

    func isFlowIndicator(at offset: Int) -> Bool { byte(at: offset).map { ",[]{}".utf8.contains($0) } ?? false }

    /// Whether a plain scalar can begin at the position.
    mutating func checkPlainStart(inFlow: Bool) throws {
        guard let byte = peek else { return }
        let isDash = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: ":")
        let isOpen = isDash && (inFlow && byte == UInt8(ascii: "?") || isSpace(at: position + 1) || inFlow && isFlowIndicator(at: position + 1))
        guard Self.indicators.contains(byte) || isOpen else { return }
        let rest = restOfLine
        let character = String(UnicodeScalar(byte))
        throw stop(
            inFlow ? here(1) : rest, "a value cannot begin with `\(character)`",
            hint: inFlow ? "quote it" : "quote it: \(Self.quoted(problems.file.text(rest)))")
    }

    /// A plain scalar of a block value, over several lines perhaps.
    mutating func plainBlockNode(minimum: Int) throws -> YAMLNode {
        try checkPlainStart(inFlow: false)
        var builder = ScalarBuilder()
        let start = position
        var end = plainEnd(from: position, inFlow: false)
        builder.append(bytes, SourceRange(position, end))
        position = end
        if try colonFollows(from: start) { return wholeLine(from: start) }
        var comment = hasComment
        while !comment, let next = continuation(minimum: minimum) {
            builder.fold(breaks: next.breaks, at: next.start)
            let lineEnd = plainEnd(from: next.start, inFlow: false)
            builder.append(bytes, SourceRange(next.start, lineEnd))
            position = lineEnd
            end = lineEnd
            if try colonFollows(from: next.start) { return wholeLine(from: start) }
            comment = hasComment
        }
        _ = skipToLineEnd()
        let scalar = builder.scalar(.plain, isFollowedByComment: comment)
        return YAMLNode(.scalar(scalar), SourceRange(start, end))
    }

    /// Whether a comment stands behind the position on its line.
    private var hasComment: Bool {
        var offset = position
        while isBlank(byte(at: offset)) { offset += 1 }
        return byte(at: offset) == UInt8(ascii: "#")
    }

    /// Notes a `: ` within a plain value.
    private mutating func colonFollows(from start: Int) throws -> Bool {
        var offset = position
        while isBlank(byte(at: offset)) { offset += 1 }
        guard byte(at: offset) == UInt8(ascii: ":") else { return false }
        var end = endOfLine(from: start)
        while end > start, isBlank(bytes[end - 1]) { end -= 1 }
        let text = problems.file.text(SourceRange(start, end))
        problems.add(
            .yaml, SourceRange(offset, offset + 1), "`: ` within a value would make it a key",
            hint: "quote it: \(Self.quoted(text))")
        return true
    }

    /// Takes a line that was noted as wrong for what was probably meant.
    mutating func wholeLine(from start: Int) -> YAMLNode {
        position = start
        let range = SourceRange(start, restOfLine.end)
        position = endOfLine(from: start)
        return YAMLNode(.scalar(plain(range, isFollowedByComment: false)), range)
    }

    /// Where the text goes on, on a later line that is indented enough.
    private func continuation(minimum: Int) -> (start: Int, breaks: Int)? {
        var offset = position
        var breaks = 0
        while let byte = byte(at: offset) {
            if byte == UInt8(ascii: "\n") {
                breaks += 1
                offset += 1
            } else if isBlank(byte) || byte == UInt8(ascii: "\r") {
                offset += 1
            } else {
                break
            }
        }
        guard let byte = byte(at: offset), breaks > 0, byte != UInt8(ascii: "#") else { return nil }
        let line = lineStart(of: offset)
        guard bytes[line..<offset].allSatisfy({ $0 == UInt8(ascii: " ") }), offset - line >= max(minimum, 0) else { return nil }
        if offset == line, bytes[offset...].starts(with: "---".utf8) || bytes[offset...].starts(with: "...".utf8) {
            return isSpace(at: offset + 3) ? nil : (offset, breaks)
        }
        return (offset, breaks)
    }
}
