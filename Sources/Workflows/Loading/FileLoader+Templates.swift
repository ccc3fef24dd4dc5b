import CEL
import JSON

/// A text taken apart at its `${{ }}`.
enum TextPart {
    case text(String)
    /// An expression: offset and length in the text's UTF-8, without the marks.
    case expression(Int, Int)
    /// Marks that are never closed.
    case open(Int)
}

extension FileLoader {
    /// Reads a value in which expressions may stand.
    mutating func template(_ node: YAMLNode, _ scope: CheckScope) -> Template {
        switch node.kind {
        case .scalar(let scalar): return scalarTemplate(scalar, node.range, scope).template
        case .sequence(let elements):
            let parts = elements.map { template($0, scope) }
            let constants = parts.compactMap(\.constant)
            return constants.count == parts.count ? .constant(.array(constants)) : .list(parts)
        case .mapping(let pairs):
            for pair in pairs { checkPlainKey(pair) }
            let parts = pairs.map { (key: $0.key.text, value: template($0.value, scope)) }
            return Self.object(parts)
        }
    }

    /// A mapping; a constant where all its members are.
    static func object(_ parts: [(key: String, value: Template)]) -> Template {
        guard parts.allSatisfy({ $0.value.constant != nil }) else { return .object(parts) }
        return .constant(
            .object(JSONObject(parts.map { ($0.key, $0.value.constant ?? .null) }, uniquingKeysWith: { $1 })))
    }

    mutating func checkPlainKey(_ pair: YAMLPair) {
        guard pair.key.text.contains("${{") else { return }
        problems.add(
            .expression, pair.keyRange, "no expression can stand in a key", hint: "names are fixed; values are not")
    }

    /// Reads a text in which expressions may stand, with the type of the whole where it is one expression.
    mutating func scalarTemplate(
        _ scalar: YAMLScalar, _ range: SourceRange, _ scope: CheckScope
    ) -> (template: Template, type: CELType?) {
        guard scalar.text.contains("${{") else { return (.constant(json(scalar, range)), nil) }
        let parts = Self.parts(of: scalar.text)
        let isBlank = { (part: TextPart) in
            if case .text(let text) = part { text.allSatisfy(\.isWhitespace) } else { false }
        }
        let meaningful = parts.filter { !isBlank($0) }
        if meaningful.count == 1, case .expression(let offset, let length) = meaningful[0] {
            guard let (expression, type) = expression(scalar, range, offset, length, scope) else {
                return (.constant(.null), .dyn)
            }
            return (.expression(expression), type)
        }
        return (.text(parts.compactMap { self.part($0, scalar, range, scope) }), .string)
    }

    private mutating func part(
        _ part: TextPart, _ scalar: YAMLScalar, _ range: SourceRange, _ scope: CheckScope
    ) -> Template.Part? {
        switch part {
        case .text(let text): return .text(text)
        case .open(let offset):
            problems.add(
                .expression, scalar.range(from: offset, length: 3, within: range), "`${{` is not closed",
                hint: "write `${{ expression }}`; for the characters themselves `${{ '${{' }}`")
            return nil
        case .expression(let offset, let length):
            guard let (expression, type) = expression(scalar, range, offset, length, scope) else { return nil }
            switch type {
            case .list, .map, .object, .null:
                problems.add(
                    .expression, expression.place.range(),
                    "\(expression.text.shownAsName) is \(type), which cannot stand in a text",
                    hint: "name the member that is meant")
            default: break
            }
            return .expression(expression)
        }
    }

    /// Takes a text apart.
    ///
    /// `}}` within quotes or braces of the expression does not end it.
    static func parts(of text: String) -> [TextPart] {
        let bytes = Array(text.utf8)
        var parts: [TextPart] = []
        var offset = 0
        var plain = 0
        func slice(_ start: Int, _ end: Int) -> String { String(decoding: bytes[start..<end], as: UTF8.self) }
        while offset < bytes.count {
            guard bytes[offset...].starts(with: "${{".utf8) else {
                offset += 1
                continue
            }
            if offset > plain { parts.append(.text(slice(plain, offset))) }
            guard let end = expressionEnd(bytes, from: offset + 3) else {
                parts.append(.open(offset))
                return parts
            }
            parts.append(.expression(offset + 3, end - offset - 3))
            offset = end + 2
            plain = offset
        }
        if plain < bytes.count { parts.append(.text(slice(plain, bytes.count))) }
        return parts
    }

    /// Offset of the `}}` that closes an expression.
    private static func expressionEnd(_ bytes: [UInt8], from start: Int) -> Int? {
        var offset = start
        var braces = 0
        var quote: UInt8?
        while offset < bytes.count {
            let byte = bytes[offset]
            if let open = quote {
                if byte == UInt8(ascii: "\\") { offset += 1 } else if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
            } else if byte == UInt8(ascii: "{") {
                braces += 1
            } else if byte == UInt8(ascii: "}") {
                if braces == 0 {
                    guard offset + 1 < bytes.count, bytes[offset + 1] == byte else { return nil }
                    return offset
                }
                braces -= 1
            }
            offset += 1
        }
        return nil
    }
}
