package import JSON

/// Texts that a plan's marks hide somewhere, so that unmarked copies of them are hidden too.
///
/// Terraform marks a value where the configuration says so; providers copy values into attributes without the mark.
/// Of each text its hash is kept alone, so that a plan with a million secrets takes a few megabytes.
package struct SecretSet: Sendable {
    /// Texts of this length and longer are found within others, too.
    private static let within = 8
    private static let maximumCount = 400_000
    /// Different lengths that are tried at a place where a secret begins.
    private static let maximumLengths = 512

    /// Shorter texts are too common to be hidden wherever they occur.
    private let minimum: Int
    /// Hashes of texts with their lengths.
    private var prints: Set<UInt64> = []
    /// The first eight bytes of texts.
    private var starts: Set<UInt64> = []
    private var lengths: Set<Int> = []
    /// True when there were more than can be remembered: then every text of some length is hidden.
    package private(set) var isOverfull = false

    /// - Parameter minimum: the shortest text that counts as a copy, in bytes.
    package init(minimum: Int) { self.minimum = minimum }

    package var isEmpty: Bool { prints.isEmpty }

    /// Adds every text within a hidden value.
    package mutating func insert(_ value: JSONValue?) {
        switch value {
        case .string(let text)?: insert(text)
        // A number is a text of digits where somebody has copied it.
        case .number(let number)? where number.text.utf8.count >= 6: insert(Array(number.text.utf8))
        case .array(let elements)?: for element in elements { insert(element) }
        case .object(let members)?: for (_, element) in members { insert(element) }
        default: break
        }
    }

    /// Adds a text as it is, as JSON texts have it, and line by line, as a comparison of longer texts shows it.
    private mutating func insert(_ text: String) {
        insert(Array(text.utf8))
        guard text.utf8.contains(where: { Self.isEscaped($0) }) else { return }
        let plain = Self.escaped(text, escapesMarkup: false)
        insert(plain)
        let markup = Self.escaped(text, escapesMarkup: true)
        if markup != plain { insert(markup) }
        let lines = text.utf8.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        guard lines.count > 1 else { return }
        for line in lines {
            let line = Self.trimmed(Array(line)[...])
            // A line counts where it is all that is shown: within other texts, many a line is no secret.
            if line.count >= Self.within { insert(Array(line), isWithin: false) }
        }
    }

    private mutating func insert(_ text: [UInt8], isWithin: Bool = true) {
        guard text.count >= minimum else { return }
        guard prints.count < Self.maximumCount else {
            isOverfull = true
            return
        }
        prints.insert(Self.print(text[...]))
        guard isWithin, text.count >= Self.within else { return }
        starts.insert(Self.start(text[...]))
        if lengths.count < Self.maximumLengths { lengths.insert(text.count) }
    }

    /// Whether a text is one of the secrets, or holds one of at least 8 bytes.
    package func hides(_ text: String) -> Bool {
        guard !prints.isEmpty else { return false }
        let bytes = Array(text.utf8)
        return hides(bytes) || EncodedText.decoded(bytes).contains { hides($0) }
    }

    private func hides(_ bytes: [UInt8]) -> Bool {
        if isOverfull, bytes.count >= Self.within { return true }
        if prints.contains(Self.print(bytes[...])) || prints.contains(Self.print(Self.trimmed(bytes[...]))) {
            return true
        }
        guard bytes.count > Self.within, !starts.isEmpty else { return false }
        var window = Self.start(bytes[...])
        for place in 0...bytes.count - Self.within {
            if place > 0 { window = window << 8 | UInt64(bytes[place + Self.within - 1]) }
            guard starts.contains(window) else { continue }
            for length in lengths where place + length <= bytes.count {
                if prints.contains(Self.print(bytes[place..<place + length])) { return true }
            }
        }
        return false
    }

    /// The value with every such text replaced.
    package func scrub(_ value: JSONValue) -> JSONValue {
        guard !prints.isEmpty else { return value }
        switch value {
        case .string(let text): return hides(text) ? .string(AttributeChange.sensitiveText) : value
        case .number(let number):
            let isHidden = number.text.utf8.count >= 6 && !isOverfull && hides(number.text)
            return isHidden ? .string(AttributeChange.sensitiveText) : value
        case .array(let elements): return .array(elements.map { scrub($0) })
        case .object(let members): return .object(members.mapValues { scrub($0) })
        default: return value
        }
    }

    /// The change with every such text replaced.
    package func scrub(_ change: inout ResourceChange) {
        guard !prints.isEmpty else { return }
        for index in change.attributes.indices {
            change.attributes[index].before = change.attributes[index].before.map { scrub($0) }
            change.attributes[index].after = change.attributes[index].after.map { scrub($0) }
        }
        for index in change.siblings.indices { change.siblings[index].value = scrub(change.siblings[index].value) }
        guard var values = change.values else { return }
        values.before = scrub(values.before)
        values.after = scrub(values.after)
        change.values = values
    }

    /// Whether a JSON text may have a byte in another form.
    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || [0x22, 0x26, 0x3C, 0x3E, 0x5C].contains(byte)
    }

    /// The text as it stands within JSON; Terraform's own encoder escapes the signs of markup, too.
    private static func escaped(_ text: String, escapesMarkup: Bool) -> [UInt8] {
        var result: [UInt8] = []
        for byte in JSONValue.string(text).serialized().utf8.dropFirst().dropLast() {
            let isMarkup = byte == 0x26 || byte == 0x3C || byte == 0x3E
            guard escapesMarkup, isMarkup else {
                result.append(byte)
                continue
            }
            result += Array("\\u00\(String(byte, radix: 16))".utf8)
        }
        return result
    }

    /// The text without blanks around it.
    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || last == 0x09 || last == 0x0D { bytes.removeLast() }
        return bytes
    }

    /// The first eight bytes as a number.
    private static func start(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.prefix(within).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// FNV-1a with the length and a last mixing; two texts are taken for one once in billions of plans.
    private static func print(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(bytes.count)
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ hash >> 32) &* 0xD6E8_FEB8_6659_FD93
        return hash ^ hash >> 32
    }
}
