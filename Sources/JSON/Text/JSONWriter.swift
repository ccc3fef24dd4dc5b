/// Writes values as UTF-8.
struct JSONWriter: ~Copyable {
    enum Style {
        case compact
        case pretty
        case canonical
    }

    private var text: JSONBytes
    private let style: Style
    private var level = 0

    /// - Parameter capacity: bytes that there is room for at first.
    init(style: Style, capacity: Int = 64) {
        self.style = style
        text = JSONBytes(capacity: capacity)
    }

    /// What was written.
    var bytes: [UInt8] { text.bytes }

    mutating func append(_ byte: UInt8) { text.append(byte) }

    /// Appends the name of a member, plain ASCII, and the colon behind it.
    mutating func append(_ name: StaticString) {
        text.append(UInt8(ascii: "\""))
        text.append(contentsOf: name)
        text.append(UInt8(ascii: "\""))
        text.append(UInt8(ascii: ":"))
    }

    /// Writes a text of at most `most` bytes of plain ASCII, in which nothing has to be escaped.
    mutating func write(atMost most: Int, _ plain: (inout OutputSpan<UInt8>) -> Void) {
        text.append(UInt8(ascii: "\""))
        text.append(atMost: most, plain)
        text.append(UInt8(ascii: "\""))
    }

    /// Writes the digits.
    mutating func write(_ number: Int) {
        guard number != 0 else { return text.append(UInt8(ascii: "0")) }
        if number < 0 { text.append(UInt8(ascii: "-")) }
        var divisor: UInt = 1
        let magnitude = number.magnitude
        while magnitude / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude / divisor % 10))
            divisor /= 10
        }
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: text.append(contentsOf: "null" as StaticString)
        case .bool(true): text.append(contentsOf: "true" as StaticString)
        case .bool(false): text.append(contentsOf: "false" as StaticString)
        case .number(let number):
            text.append(contentsOf: style == .canonical ? number.canonicalText : number.text)
        case .string(let string): write(string)
        case .array(let elements): write(elements)
        case .object(let members): write(members)
        }
    }

    private mutating func write(_ elements: [JSONValue]) {
        text.append(UInt8(ascii: "["))
        level += 1
        for (index, element) in elements.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            breakLine()
            write(element)
        }
        level -= 1
        if !elements.isEmpty { breakLine() }
        text.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ members: JSONObject) {
        text.append(UInt8(ascii: "{"))
        level += 1
        var isFirst = true
        if style == .canonical {
            for (key, value) in members.sortedCanonically() { write(key, value, &isFirst) }
        } else {
            for (key, value) in members { write(key, value, &isFirst) }
        }
        level -= 1
        if !isFirst { breakLine() }
        text.append(UInt8(ascii: "}"))
    }

    private mutating func write(_ key: String, _ value: JSONValue, _ isFirst: inout Bool) {
        if !isFirst { text.append(UInt8(ascii: ",")) }
        isFirst = false
        breakLine()
        write(key)
        text.append(UInt8(ascii: ":"))
        if style == .pretty { text.append(UInt8(ascii: " ")) }
        write(value)
    }

    private mutating func breakLine() {
        guard style == .pretty else { return }
        text.append(0x0A)
        for _ in 0..<2 * level { text.append(UInt8(ascii: " ")) }
    }

    mutating func write(_ string: String) {
        text.append(UInt8(ascii: "\""))
        var string = string
        string.withUTF8 { bytes in
            var copied = 0
            while let index = unsafe Self.firstToEscape(bytes, from: copied) {
                unsafe text.append(contentsOf: UnsafeRawBufferPointer(bytes.extracting(copied..<index)))
                escape(unsafe bytes[index])
                copied = index + 1
            }
            unsafe text.append(contentsOf: UnsafeRawBufferPointer(bytes.extracting(copied...)))
        }
        text.append(UInt8(ascii: "\""))
    }

    /// The first byte from `start` that cannot stand in a text as it is.
    private static func firstToEscape(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        // Eight at a time: of those of which none is one, no lane's highest bit is set.
        while index + 8 <= bytes.count {
            let word = unsafe UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let quotes = word ^ lanes(UInt8(ascii: "\""))
            let backslashes = word ^ lanes(UInt8(ascii: "\\"))
            let found =
                (word &- lanes(0x20)) & ~word | (quotes &- lanes(1)) & ~quotes
                | (backslashes &- lanes(1)) & ~backslashes
            guard found & lanes(0x80) == 0 else { break }
            index += 8
        }
        while index < bytes.count {
            let byte = unsafe bytes[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
            index += 1
        }
        return nil
    }

    private static func lanes(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    private mutating func escape(_ byte: UInt8) {
        text.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: text.append(UInt8(ascii: "b"))
        case 0x09: text.append(UInt8(ascii: "t"))
        case 0x0A: text.append(UInt8(ascii: "n"))
        case 0x0C: text.append(UInt8(ascii: "f"))
        case 0x0D: text.append(UInt8(ascii: "r"))
        case 0x22, 0x5C: text.append(byte)
        default:
            text.append(contentsOf: (byte < 0x10 ? "u000" : "u001") as StaticString)
            text.append(contentsOf: String(byte & 0x0F, radix: 16))
        }
    }
}
