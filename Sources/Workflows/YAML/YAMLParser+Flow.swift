extension YAMLParser {
    /// The node at the position within `[…]` or `{…}`, or one of these itself.
    mutating func flowNode() throws -> YAMLNode {
        guard let byte = peek else { throw stop(here(0), "the text ends within a list or mapping") }
        switch byte {
        case UInt8(ascii: "["): return try nested { try $0.flowSequence() }
        case UInt8(ascii: "{"): return try nested { try $0.flowMapping() }
        case UInt8(ascii: "*"): return try alias()
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return try quotedNode()
        case UInt8(ascii: "&"):
            let name = try name(of: "an anchor")
            try skipFlow()
            let node = try flowNode()
            define(name, node)
            return node
        case UInt8(ascii: "!"):
            throw stop(here(1), "`!` at the start of a value is a YAML tag", hint: "quote the value")
        default: return try plainFlowNode()
        }
    }

    private mutating func skipFlow() throws {
        try skipToContent(inFlow: true)
        guard !isAtEnd, column == 0, isMarker("---") || isMarker("...") else { return }
        throw stop(here(3), "a document marker within a list or mapping", hint: "is a closing bracket missing above?")
    }

    private mutating func plainFlowNode() throws -> YAMLNode {
        try checkPlainStart(inFlow: true)
        var builder = ScalarBuilder()
        let start = position
        var end = plainEnd(from: position, inFlow: true)
        builder.append(bytes, SourceRange(position, end))
        position = end
        while let next = flowContinuation() {
            builder.fold(breaks: next.breaks, at: next.start)
            end = plainEnd(from: next.start, inFlow: true)
            builder.append(bytes, SourceRange(next.start, end))
            position = end
        }
        return YAMLNode(.scalar(builder.scalar(.plain)), SourceRange(start, end))
    }

    /// Where the text goes on, on a later line.
    private func flowContinuation() -> (start: Int, breaks: Int)? {
        var offset = position
        var breaks = 0
        while let byte = byte(at: offset), isBlank(byte) || isBreak(byte) {
            if byte == UInt8(ascii: "\n") { breaks += 1 }
            offset += 1
        }
        guard let byte = byte(at: offset), breaks > 0, byte != UInt8(ascii: "#"), !isFlowIndicator(at: offset) else { return nil }
        guard plainEnd(from: offset, inFlow: true) > offset else { return nil }
        return (offset, breaks)
    }

    private mutating func flowSequence() throws -> YAMLNode {
        let start = position
        position += 1
        var elements: [YAMLNode] = []
        while true {
            try skipFlow()
            guard let byte = peek else { throw unclosed("]", from: start) }
            if byte == UInt8(ascii: "]") { break }
            let element = try flowNode()
            elements.append(element)
            try count(1, at: element.range)
            try skipFlow()
            if peek == UInt8(ascii: ":") {
                throw stop(element.range, "a key within a list", hint: "write `{key: value}` for a mapping in a list")
            }
            guard try separator("]", from: start) else { break }
        }
        position += 1
        return YAMLNode(.sequence(elements), range(from: start))
    }

    /// A comma, after which something may follow; false at the closing bracket.
    private mutating func separator(_ closing: Character, from start: Int) throws -> Bool {
        guard let byte = peek else { throw unclosed(closing, from: start) }
        if byte == UInt8(ascii: ",") {
            position += 1
            return true
        }
        if byte == closing.asciiValue { return false }
        throw stop(here(1), "a `,` or `\(closing)` is expected here", hint: "quote texts that hold `,`, brackets or `: `")
    }

    private mutating func unclosed(_ closing: Character, from start: Int) -> Stop {
        stop(SourceRange(start, start + 1), "this is not closed", hint: "add a `\(closing)`")
    }

    private mutating func flowMapping() throws -> YAMLNode {
        let start = position
        position += 1
        var pairs: [YAMLPair] = []
        var keys: Set<[UInt8]> = []
        while true {
            try skipFlow()
            guard let byte = peek else { throw unclosed("}", from: start) }
            if byte == UInt8(ascii: "}") { break }
            let pair = try flowPair()
            if !keys.insert(Array(pair.key.text.utf8)).inserted {
                problems.add(
                    .duplicate, pair.keyRange, "the key \(pair.key.text.shownAsName) stands twice in this mapping",
                    hint: "only one of them can hold; remove the other")
            }
            pairs.append(pair)
            try count(2, at: pair.keyRange)
            try skipFlow()
            guard try separator("}", from: start) else { break }
        }
        position += 1
        return YAMLNode(.mapping(pairs), range(from: start))
    }

    private mutating func flowPair() throws -> YAMLPair {
        let key = try flowNode()
        guard let scalar = key.scalar else { throw stop(key.range, "a key must be a text") }
        try skipFlow()
        guard peek == UInt8(ascii: ":") else {
            return YAMLPair(key: scalar, keyRange: key.range, value: empty(at: key.range.end))
        }
        position += 1
        let after = position
        try skipFlow()
        if peek == UInt8(ascii: ",") || peek == UInt8(ascii: "}") {
            return YAMLPair(key: scalar, keyRange: key.range, value: empty(at: after))
        }
        return YAMLPair(key: scalar, keyRange: key.range, value: try flowNode())
    }
}
