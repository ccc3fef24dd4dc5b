extension YAMLParser {
    private enum Chomping { case clip, strip, keep }

    /// A literal (`|`) or folded (`>`) text, whose lines are indented more than `parent`.
    mutating func blockScalar(parent: Int) throws -> YAMLNode {
        let start = position
        let isFolded = peek == UInt8(ascii: ">")
        position += 1
        let (chomping, indicated) = try header(from: start)
        let indentation = indicated.map { max(parent, 0) + $0 } ?? detected(parent: parent)
        var builder = ScalarBuilder()
        var breaks = 0
        var wasIndented = false
        var isFirst = true
        var lastContent = position
        while position < bytes.count {
            // The position is on the line feed before the next line.
            let line = position + 1
            guard line <= bytes.count, let content = try contentStart(of: line, indentation) else { break }
            let end = endOfLine(from: content)
            breaks += 1
            position = rawLineEnd(from: content)
            if content >= end, bytes[line..<end].allSatisfy({ isBlank($0) }), end - line <= indentation { continue }
            let isIndented = isBlank(bytes[content])
            join(isFolded, breaks - 1, isIndented || wasIndented, isFirst, at: content, &builder)
            builder.append(bytes, SourceRange(content, end))
            breaks = 0
            lastContent = position
            wasIndented = isIndented
            isFirst = false
        }
        let end = position
        // Breaks after the last line of text: its own, and those of the empty lines that follow.
        let own = isFirst || lastContent >= bytes.count ? 0 : 1
        let trailing = own + (position >= bytes.count && endsWithoutBreak ? max(0, breaks - 1) : breaks)
        let count = chomping == .strip ? 0 : chomping == .keep ? trailing : own
        builder.append(repeatElement(UInt8(ascii: "\n"), count: count), from: end)
        return YAMLNode(.scalar(builder.scalar(isFolded ? .folded : .literal)), SourceRange(start, end))
    }

    private var endsWithoutBreak: Bool { bytes.last != UInt8(ascii: "\n") }

    private mutating func header(from start: Int) throws -> (Chomping, Int?) {
        var chomping = Chomping.clip
        var indicated: Int?
        while let byte = peek, !isBlank(byte), !isBreak(byte) {
            switch byte {
            case UInt8(ascii: "-"): chomping = .strip
            case UInt8(ascii: "+"): chomping = .keep
            case UInt8(ascii: "1")...UInt8(ascii: "9"): indicated = Int(byte - UInt8(ascii: "0"))
            default:
                throw stop(
                    restOfLine, "text on the line of a `|` or `>`",
                    hint: "the text begins on the next line; quote a value that begins with `|` or `>`")
            }
            position += 1
        }
        guard position - start <= 3, skipToLineEnd() else { throw stop(restOfLine, "text on the line of a `|` or `>`") }
        position = rawLineEnd(from: position)
        return (chomping, indicated)
    }

    /// Offset of the line feed that ends the line, or the end of the text.
    private func rawLineEnd(from offset: Int) -> Int {
        var end = offset
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        return end
    }

    /// The indentation of the first line that holds something.
    private func detected(parent: Int) -> Int {
        var offset = position
        var widest = parent + 1
        while offset < bytes.count {
            let line = offset + 1
            var content = line
            while byte(at: content) == UInt8(ascii: " ") { content += 1 }
            guard content < bytes.count, isBreak(bytes[content]) else {
                guard content < bytes.count, content - line > parent else { return max(widest, content < bytes.count ? 0 : content - line) }
                return content - line
            }
            widest = max(widest, content - line)
            offset = rawLineEnd(from: content)
        }
        return widest
    }

    /// Where a line's text begins; nil when the line is not part of the text.
    private mutating func contentStart(of line: Int, _ indentation: Int) throws -> Int? {
        var content = line
        while content - line < indentation, byte(at: content) == UInt8(ascii: " ") { content += 1 }
        if content - line == indentation {
            guard indentation > 0 || !(bytes[line...].starts(with: "---".utf8) && isSpace(at: line + 3)) else { return nil }
            return content < bytes.count || indentation > 0 && content > line ? content : nil
        }
        guard content < bytes.count, isBreak(bytes[content]) else { return nil }
        return content
    }

    /// Puts the breaks between two lines.
    private func join(
        _ isFolded: Bool, _ empty: Int, _ isKept: Bool, _ isFirst: Bool, at offset: Int, _ builder: inout ScalarBuilder
    ) {
        let breaks = isFirst ? empty : empty + 1
        guard breaks > 0 else { return }
        if isFolded, !isFirst, !isKept { return builder.fold(breaks: breaks, at: offset) }
        builder.append(repeatElement(UInt8(ascii: "\n"), count: breaks), from: max(offset - 1, 0))
    }
}
