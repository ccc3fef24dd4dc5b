/// Texts of which one stands in each match of a pattern, as far as can be told from the pattern alone.
///
/// Looking for them is several times as fast as matching, so that only what has one of them has to be matched. What is not
/// understood gives none, which is always right.
package enum RequiredTexts {
    /// The most alternatives that are told.
    private static let most = 32
    private static let longest = 64

    /// Nil when no text has to stand in a match.
    package static func of(_ pattern: String, ignoresCase: Bool = false) -> [String]? {
        var reader = Reader(bytes: Array(pattern.utf8), ignoresCase: ignoresCase)
        if reader.take("(?i)") { reader.ignoresCase = true }
        guard let node = reader.alternatives(), reader.isAtEnd else { return nil }
        return node.best?.compactMap { String(validating: $0, as: UTF8.self) }
    }

    /// What is known of a part of a pattern.
    private struct Node {
        /// All texts that it matches; nil when there are too many.
        var exact: Set<[UInt8]>?
        /// Texts of which each match has one; nil when there are none.
        var required: Set<[UInt8]>?

        static let empty = Node(exact: [[]], required: nil)
        static let anything = Node(exact: nil, required: nil)

        /// The better of both: the longer the shortest text, the rarer it is.
        var best: Set<[UInt8]>? {
            let own = exact.flatMap { $0.contains([]) ? nil : $0 }
            return RequiredTexts.better(own, required)
        }
    }

    /// Every text of one followed by every text of the other; nil when they are too many or too long.
    private static func joined(_ left: Set<[UInt8]>, _ right: Set<[UInt8]>) -> Set<[UInt8]>? {
        guard left.count * right.count <= most,
            (left.map(\.count).max() ?? 0) + (right.map(\.count).max() ?? 0) <= longest
        else { return nil }
        var joined: Set<[UInt8]> = []
        for head in left { for tail in right { joined.insert(head + tail) } }
        return joined
    }

    private static func better(_ left: Set<[UInt8]>?, _ right: Set<[UInt8]>?) -> Set<[UInt8]>? {
        guard let left, let right else { return left ?? right }
        return score(left) >= score(right) ? left : right
    }

    private static func score(_ texts: Set<[UInt8]>) -> Int {
        let shortest = min(texts.map(\.count).min() ?? 0, 8)
        return shortest * 8 - min(texts.count, 32)
    }

    private struct Reader {
        let bytes: [UInt8]
        var ignoresCase: Bool
        var position = 0
        var depth = 0

        init(bytes: [UInt8], ignoresCase: Bool) {
            self.bytes = bytes
            self.ignoresCase = ignoresCase
        }

        var isAtEnd: Bool { position == bytes.count }
        private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

        mutating func take(_ text: String) -> Bool {
            guard bytes[position...].starts(with: text.utf8) else { return false }
            position += text.utf8.count
            return true
        }

        /// Nil for what is not understood.
        mutating func alternatives() -> Node? {
            guard depth < 64, var whole = sequence() else { return nil }
            while take("|") {
                guard let other = sequence() else { return nil }
                let required = whole.best.flatMap { left in other.best.map { left.union($0) } }
                let exact = whole.exact.flatMap { left in other.exact.map { left.union($0) } }
                whole = Node(
                    exact: exact.flatMap { $0.count <= RequiredTexts.most ? $0 : nil },
                    required: required.flatMap { $0.count <= RequiredTexts.most ? $0 : nil })
            }
            return whole
        }

        private mutating func sequence() -> Node? {
            var required: Set<[UInt8]>?
            // What the parts since the last that is no text give when they are joined.
            var run: Set<[UInt8]> = [[]]
            var isExact = true
            func end(_ run: Set<[UInt8]>) -> Set<[UInt8]>? {
                RequiredTexts.better(required, run.contains([]) ? nil : run)
            }
            while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
                guard let part = repeated() else { return nil }
                if let more = part.exact, let joined = RequiredTexts.joined(run, more) {
                    run = joined
                    continue
                }
                isExact = false
                required = RequiredTexts.better(end(run), part.exact == nil ? part.required : nil)
                run = part.exact ?? [[]]
            }
            return isExact ? Node(exact: run, required: nil) : Node(exact: nil, required: end(run))
        }

        private mutating func repeated() -> Node? {
            guard var part = atom() else { return nil }
            while let byte = next {
                var least: Int
                var most: Int?
                switch byte {
                case UInt8(ascii: "*"): (least, most) = (0, nil)
                case UInt8(ascii: "+"): (least, most) = (1, nil)
                case UInt8(ascii: "?"): (least, most) = (0, 1)
                case UInt8(ascii: "{"):
                    guard let range = range() else { return nil }
                    (least, most) = range
                    position -= 1
                default: return part
                }
                position += 1
                if next == UInt8(ascii: "?") { position += 1 }
                if least == 1, most == 1 { continue }
                if least == 0 {
                    let exact = most == 1 ? part.exact.map { $0.union([[]]) } : nil
                    part = Node(exact: exact.flatMap { $0.count <= RequiredTexts.most ? $0 : nil }, required: nil)
                } else {
                    part = Node(exact: nil, required: part.best)
                }
            }
            return part
        }

        /// `{2}`, `{2,}` and `{2,5}`; a brace that is none of them is not understood.
        private mutating func range() -> (Int, Int?)? {
            guard let close = bytes[position...].firstIndex(of: UInt8(ascii: "}")) else { return nil }
            let parts = bytes[(position + 1)..<close].split(
                separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            let numbers = parts.map { Int(String(decoding: $0, as: UTF8.self)) }
            guard let first = numbers.first, let least = first, numbers.count <= 2 else { return nil }
            let most = numbers.count == 1 ? least : numbers[1]
            position = close + 1
            return (least, most)
        }

        private mutating func atom() -> Node? {
            guard let byte = next else { return nil }
            position += 1
            switch byte {
            case UInt8(ascii: "."): return .anything
            case UInt8(ascii: "^"), UInt8(ascii: "$"): return .empty
            case UInt8(ascii: "["): return classed()
            case UInt8(ascii: "("): return group()
            case UInt8(ascii: "\\"): return escaped()
            case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): return nil
            default: return literal(byte)
            }
        }

        private mutating func literal(_ byte: UInt8) -> Node? {
            if byte >= 0x80 {
                // A sign of several bytes is one; other scripts have cases of their own.
                var sign = [byte]
                while let more = next, more & 0xC0 == 0x80 {
                    sign.append(more)
                    position += 1
                }
                return ignoresCase ? nil : Node(exact: [sign], required: nil)
            }
            guard ignoresCase else { return Node(exact: [[byte]], required: nil) }
            // Two letters have a third form beyond ASCII.
            if byte | 0x20 == UInt8(ascii: "k") || byte | 0x20 == UInt8(ascii: "s") { return .anything }
            return Node(exact: [[byte]], required: nil)
        }

        private mutating func group() -> Node? {
            if take("?") {
                if take("P<") || take("<") {
                    guard next != UInt8(ascii: "="), next != UInt8(ascii: "!"),
                        let close = bytes[position...].firstIndex(of: UInt8(ascii: ">"))
                    else { return nil }
                    position = close + 1
                } else if !take(":") {
                    return nil
                }
            }
            depth += 1
            guard let inner = alternatives(), take(")") else { return nil }
            depth -= 1
            return inner
        }

        private mutating func escaped() -> Node? {
            guard let byte = next else { return nil }
            position += 1
            switch byte {
            case UInt8(ascii: "d"), UInt8(ascii: "D"), UInt8(ascii: "w"), UInt8(ascii: "W"), UInt8(ascii: "s"),
                UInt8(ascii: "S"):
                return .anything
            case UInt8(ascii: "b"), UInt8(ascii: "B"): return .empty
            case UInt8(ascii: "t"): return Node(exact: [[9]], required: nil)
            default:
                let isLetter = (byte | 0x20) &- 97 < 26 || byte &- 48 < 10
                return isLetter || byte >= 0x80 ? nil : literal(byte)
            }
        }

        /// A class of one sign is that sign; any other is not looked into.
        private mutating func classed() -> Node? {
            let start = position
            if next == UInt8(ascii: "^") { position += 1 }
            if next == UInt8(ascii: "]") { position += 1 }
            while let byte = next, byte != UInt8(ascii: "]") {
                if byte == UInt8(ascii: "\\") { position += 1 }
                if byte == UInt8(ascii: "["), position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: ":") {
                    guard let close = bytes[position...].firstIndex(of: UInt8(ascii: "]")) else { return nil }
                    position = close
                }
                position += 1
            }
            guard take("]") else { return nil }
            let inner = bytes[start..<(position - 1)]
            guard inner.count == 1, let only = inner.first, only != UInt8(ascii: "^"), only < 0x80 else {
                return .anything
            }
            return literal(only)
        }
    }
}
