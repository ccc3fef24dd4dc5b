extension YAMLParser {
    /// What may stand before a node.
    private struct Properties {
        var anchor: String?
        var start: Int
    }

    /// The node at the position, if it is indented by at least `minimum`; otherwise an empty one.
    mutating func blockNode(minimum: Int) throws -> YAMLNode {
        guard !isAtEnd, column >= minimum, !isMarker("---"), !isMarker("...") else { return empty(at: position) }
        let indentation = column
        let line = lineStart(of: position)
        let properties = try self.properties()
        guard lineStart(of: position) == line || column >= minimum else {
            return try finish(empty(at: properties.start), properties)
        }
        // `&a key: value` anchors the key, as YAML has it; a collection's anchor stands on the line above it.
        let own = properties.anchor == nil || lineStart(of: position) != line ? column : indentation
        return try finish(try content(indentation: own, minimum: minimum), properties)
    }

    private mutating func finish(_ node: YAMLNode, _ properties: Properties) throws -> YAMLNode {
        if let anchor = properties.anchor { define(anchor, node) }
        return node
    }

    func empty(at offset: Int) -> YAMLNode {
        let scalar = YAMLScalar(text: "", style: .plain, origins: [(0, offset)], isFollowedByComment: false)
        return YAMLNode(.scalar(scalar), SourceRange(offset, offset))
    }

    /// `&anchor`, and refuses tags.
    private mutating func properties() throws -> Properties {
        var found = Properties(anchor: nil, start: position)
        while let byte = peek {
            if byte == UInt8(ascii: "!") {
                noteTag()
                break
            }
            guard byte == UInt8(ascii: "&"), found.anchor == nil else { break }
            found.anchor = try name(of: "an anchor")
            skipBlanks()
            if isAtEnd || isBreak(peek) || peek == UInt8(ascii: "#") { try skipToContent() }
        }
        return found
    }

    private mutating func noteTag() {
        let rest = restOfLine
        let text = problems.file.text(rest)
        problems.add(
            .yaml, rest, "`!` at the start of a value is a YAML tag, so this is not read as it looks",
            hint: "quote it: \(Self.quoted(text))")
    }

    /// A text as a single-quoted scalar.
    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }

    /// The name after `&` or `*`.
    mutating func name(of what: String) throws -> String {
        let start = position
        position += 1
        while let byte = peek, Self.isNameByte(byte) { position += 1 }
        let isEnded = isSpace(at: position) || isFlowIndicator(at: position) && byte(at: position) != UInt8(ascii: "[")
        guard position - start > 1, position - start <= 128, isEnded, byte(at: position) != UInt8(ascii: "{") else {
            throw stop(range(from: start), "\(what) without a name", hint: "quote the value if it is meant as text")
        }
        return problems.file.text(SourceRange(start + 1, position))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private mutating func content(indentation: Int, minimum: Int) throws -> YAMLNode {
        guard let byte = peek else { return empty(at: position) }
        if byte == UInt8(ascii: "-"), isSpace(at: position + 1) {
            return try nested { try $0.blockSequence(at: indentation) }
        }
        if byte == UInt8(ascii: "|") || byte == UInt8(ascii: ">") {
            return try blockScalar(parent: minimum - 1)
        }
        if byte == UInt8(ascii: "!") { return wholeLine(from: position) }
        let start = position
        if let (key, range) = try implicitKey() {
            return try nested { try $0.blockMapping(at: indentation, start: start, first: (key, range)) }
        }
        return try inlineNode(minimum: minimum)
    }

    /// A scalar, alias or flow collection of a value, after which the line ends.
    private mutating func inlineNode(minimum: Int) throws -> YAMLNode {
        guard let byte = peek else { return empty(at: position) }
        let node: YAMLNode
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"): node = try flowNode()
        case UInt8(ascii: "*"): node = try alias()
        case UInt8(ascii: "'"), UInt8(ascii: "\""): node = try quotedNode()
        case UInt8(ascii: "!"): return wholeLine(from: position)
        default: return try plainBlockNode(minimum: minimum)
        }
        guard skipToLineEnd() else {
            throw stop(
                restOfLine, "nothing may follow the value on its line",
                hint: "quote the whole value, or put a comment behind ` #`")
        }
        return node
    }

    mutating func alias() throws -> YAMLNode {
        let start = position
        let name = try name(of: "an alias")
        guard let node = anchored(name) else {
            throw stop(
                range(from: start), "there is no anchor `&\(name)` above this alias",
                hint: Suggestions.hint(for: name, among: anchorNames) ?? "quote a text that begins with `*`")
        }
        let copy = YAMLNode(node.kind, range(from: start))
        try count(copy.size, at: copy.range)
        return copy
    }

    // MARK: Sequences

    private mutating func blockSequence(at indentation: Int) throws -> YAMLNode {
        let start = position
        var elements: [YAMLNode] = []
        var end = position
        while !isAtEnd, column == indentation, peek == UInt8(ascii: "-"), isSpace(at: position + 1), !isMarker("---") {
            let dash = position
            position += 1
            if skipToLineEnd() {
                try skipToContent()
                let element = try blockNode(minimum: indentation + 1)
                elements.append(element.range.length == 0 ? empty(at: dash + 1) : element)
            } else {
                try checkTab(after: dash)
                elements.append(try blockNode(minimum: indentation + 1))
            }
            end = elements.last.map { max($0.range.end, dash + 1) } ?? end
            try count(1, at: SourceRange(dash, dash + 1))
            try skipToContent()
        }
        try checkIndentation(indentation, "a list item")
        return YAMLNode(.sequence(elements), SourceRange(start, end))
    }

    private mutating func checkTab(after dash: Int) throws {
        guard let tab = bytes[dash..<position].firstIndex(of: UInt8(ascii: "\t")) else { return }
        throw stop(SourceRange(tab, tab + 1), "a tab indents this item", hint: "YAML is indented by spaces")
    }

    /// After an entry, the next must stand at the same column, or less far to the right.
    private mutating func checkIndentation(_ indentation: Int, _ what: String) throws {
        guard !isAtEnd, column > indentation else { return }
        throw stop(
            restOfLine, "this is indented more than the lines it belongs to",
            hint: "\(what) begins at column \(indentation + 1); is a `:` missing above?")
    }

    // MARK: Mappings

    private mutating func blockMapping(
        at indentation: Int, start: Int, first: (YAMLScalar, SourceRange)
    ) throws -> YAMLNode {
        var pairs: [YAMLPair] = []
        var keys: Set<[UInt8]> = []
        var next: (YAMLScalar, SourceRange)? = first
        while let (key, range) = next {
            if !keys.insert(Array(key.text.utf8)).inserted {
                problems.add(
                    .duplicate, range, "the key \(key.text.shownAsName) stands twice in this mapping",
                    hint: "only one of them can hold; remove the other")
            }
            pairs.append(YAMLPair(key: key, keyRange: range, value: try blockValue(of: indentation)))
            try count(2, at: range)
            try skipToContent()
            next = try nextKey(at: indentation)
        }
        let end = pairs.last.map { max($0.value.range.end, $0.keyRange.end) } ?? position
        return YAMLNode(.mapping(pairs), SourceRange(start, end))
    }

    private mutating func nextKey(at indentation: Int) throws -> (YAMLScalar, SourceRange)? {
        try checkIndentation(indentation, "a key")
        guard !isAtEnd, column == indentation, !isMarker("---"), !isMarker("...") else { return nil }
        if peek == UInt8(ascii: "-"), isSpace(at: position + 1) {
            throw stop(
                restOfLine, "a list item among the keys of a mapping", hint: "indent the list beneath the key it belongs to")
        }
        if let key = try implicitKey() { return key }
        throw stop(restOfLine, "a key is expected here", hint: "write `key: value`; is the `:` missing?")
    }

    /// The value after `key:`.
    private mutating func blockValue(of indentation: Int) throws -> YAMLNode {
        let after = position
        if skipToLineEnd() {
            try skipToContent()
            let isList = !isAtEnd && column == indentation && peek == UInt8(ascii: "-") && isSpace(at: position + 1)
            if isList, !isMarker("---") { return try blockNode(minimum: indentation) }
            guard !isAtEnd, column > indentation else { return empty(at: after) }
            return try blockNode(minimum: indentation + 1)
        }
        let properties = try self.properties()
        guard lineStart(of: position) == lineStart(of: after) else {
            // An anchor alone on the key's line: its node stands on the lines below.
            let isList = !isAtEnd && column == indentation && peek == UInt8(ascii: "-") && isSpace(at: position + 1)
            guard !isAtEnd, column > indentation || isList else { return try finish(empty(at: after), properties) }
            return try finish(try blockNode(minimum: isList ? indentation : indentation + 1), properties)
        }
        if isAtEnd { return try finish(empty(at: after), properties) }
        if peek == UInt8(ascii: "-"), isSpace(at: position + 1) {
            throw stop(restOfLine, "a list cannot begin on its key's line", hint: "put it on the next line, or write [a, b]")
        }
        if peek == UInt8(ascii: "|") || peek == UInt8(ascii: ">") {
            return try finish(try blockScalar(parent: indentation), properties)
        }
        return try finish(try inlineNode(minimum: indentation + 1), properties)
    }
}
