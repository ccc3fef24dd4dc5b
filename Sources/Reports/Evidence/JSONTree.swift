internal import JSON

/// JSON set for reading, of bounded length: short lists and objects on one line, cited values marked.
struct JSONTree: Sendable {
    /// A stretch of text of one look.
    struct Segment: Sendable {
        enum Style: Sendable { case punctuation, key, string, scalar, cited }

        let style: Style
        let text: String
    }

    /// Line feeds and indentation included.
    private(set) var segments: [Segment] = []
    /// Whether something was left out.
    private(set) var isCut = false
    private var lines = 1
    private var size = 0
    /// Bytes on the last line.
    private var column = 0
    private let cited: Set<String>
    private let maximumLines: Int
    private let maximumSize: Int

    private static let maximumDepth = 40
    /// What is shorter stands on one line.
    private static let lineWidth = 88
    private static let maximumString = 2000
    /// Elements of an array that are no longer than this share lines.
    private static let smallWidth = 44

    init(_ value: JSONValue, cited: [String] = [], maximumLines: Int = 300, maximumSize: Int = 48 << 10) {
        self.cited = Set(cited)
        self.maximumLines = maximumLines
        self.maximumSize = maximumSize
        write(value, at: .root, depth: 0)
    }

    /// Everything as plain text.
    var text: String { segments.map(\.text).joined() }

    private var isFull: Bool { lines >= maximumLines || size >= maximumSize }

    private mutating func add(_ text: String, _ style: Segment.Style) {
        size += text.utf8.count
        column += text.utf8.count
        segments.append(Segment(style: style, text: text))
    }

    private mutating func breakLine(_ depth: Int) {
        lines += 1
        column = 0
        add("\n" + String(repeating: "  ", count: depth), .punctuation)
    }

    private mutating func write(_ value: JSONValue, at place: JSONPointer, depth: Int) {
        if !cited.isEmpty, cited.contains(place.text) {
            add(Self.scalar(value) ?? InertText.line(value.canonicalText(), limit: Self.maximumString), .cited)
            return
        }
        switch value {
        case .array(let elements): write(elements.map { (nil, $0) }, "[", "]", value, at: place, depth: depth)
        case .object(let members): write(members.map { ($0.key, $0.value) }, "{", "}", value, at: place, depth: depth)
        case .string: add(Self.scalar(value) ?? "", .string)
        case .null, .bool, .number: add(Self.scalar(value) ?? "", .scalar)
        }
    }

    private mutating func write(
        _ members: [(key: String?, value: JSONValue)], _ opening: String, _ closing: String, _ whole: JSONValue,
        at place: JSONPointer, depth: Int
    ) {
        guard depth < Self.maximumDepth else {
            isCut = true
            return add("\(opening) … \(closing)", .punctuation)
        }
        var budget = Self.lineWidth
        let isShort = Self.fits(whole, &budget)
        add(opening, .punctuation)
        var wasSmall = false
        for (index, member) in members.enumerated() {
            guard !isFull else {
                isCut = true
                add(" … ", .punctuation)
                break
            }
            let isSmall = member.key == nil && Self.isSmall(member.value)
            if isShort || (isSmall && wasSmall && column < Self.lineWidth - Self.smallWidth) {
                if index > 0 { add(" ", .punctuation) }
            } else {
                breakLine(depth + 1)
            }
            wasSmall = isSmall
            if let key = member.key { add(JSONValue.string(InertText.line(key, limit: 200)).serialized() + ": ", .key) }
            write(member.value, at: member.key.map { place.appending($0) } ?? place.appending(index), depth: depth + 1)
            if index < members.count - 1 { add(",", .punctuation) }
        }
        if !isShort, !members.isEmpty { breakLine(depth) }
        add(closing, .punctuation)
    }

    private static func scalar(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): JSONValue.string(InertText.block(text, limit: maximumString)).serialized()
        case .number, .bool, .null: String(value.canonicalText().prefix(maximumString))
        case .array, .object: nil
        }
    }

    private static func isSmall(_ value: JSONValue) -> Bool {
        if case .object = value { return false }
        var budget = smallWidth
        return fits(value, &budget)
    }

    /// Whether a value fits into what is left of a line; stops as soon as it does not.
    private static func fits(_ value: JSONValue, _ budget: inout Int) -> Bool {
        budget -= 2
        switch value {
        case .string(let text): budget -= text.utf8.count
        case .number(let number): budget -= number.text.utf8.count
        case .null, .bool: budget -= 4
        case .array(let elements):
            for element in elements { guard budget >= 0, fits(element, &budget) else { return false } }
        case .object(let members):
            for (key, element) in members {
                budget -= key.utf8.count + 4
                guard budget >= 0, fits(element, &budget) else { return false }
            }
        }
        return budget >= 0
    }
}
