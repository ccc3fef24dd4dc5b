import Crypto
internal import Glibc
package import JSON
import RE2

/// Hides secrets in whatever is stored, shown or logged: the one choke point of redaction.
///
/// A hidden text is replaced by a keyed token, `«secret:9f3a61c20b7e»`, 48 bits of HMAC-SHA-256, so that equal secrets
/// stay equal within a session and its forks and mean nothing outside. What is tokenised is never tokenised again.
package struct Redactor: Sendable {
    /// Changes whenever the rules do; part of the evidence key.
    package static let version = 4

    /// Whose text is redacted.
    package enum Origin: String, Sendable {
        /// Read from a source.
        case source
        /// Supplied by a caller. It never receives a source's token, or a caller could test guesses against one.
        case caller
    }

    private let rules: RedactionRules
    private let key: SymmetricKey
    private let origin: Origin

    /// - Parameter key: the lineage's random key.
    package init(rules: RedactionRules, key: [UInt8], origin: Origin = .source) {
        self.init(rules: rules, key: SymmetricKey(data: key), origin: origin)
    }

    private init(rules: RedactionRules, key: SymmetricKey, origin: Origin) {
        self.rules = rules
        self.key = key
        self.origin = origin
    }

    /// The same rules and key for text of another origin.
    package func forText(of origin: Origin) -> Redactor { Redactor(rules: rules, key: key, origin: origin) }

    /// The text with its secrets hidden, which the receipt counts; the same text when there are none.
    package func redact(_ text: String, _ receipt: inout RedactionReceipt) -> String {
        hidden(in: text, &receipt) ?? text
    }

    /// The text with its secrets hidden.
    package func redact(_ text: String) -> String {
        var receipt = RedactionReceipt()
        return redact(text, &receipt)
    }

    /// The value with its secrets hidden.
    package func redact(_ value: JSONValue) -> JSONValue {
        var receipt = RedactionReceipt()
        return redact(value, &receipt)
    }

    /// Hides secrets in a line or text of bytes; false when there was nothing to hide and nothing changed.
    package func redact(_ bytes: inout [UInt8], _ receipt: inout RedactionReceipt) -> Bool {
        hide(in: &bytes, keepingLines: false, &receipt)
    }

    /// The same in a text whose lines stay as many as they are: each line of a key is hidden by itself.
    package func redactLines(of bytes: inout [UInt8], _ receipt: inout RedactionReceipt) -> Bool {
        hide(in: &bytes, keepingLines: true, &receipt)
    }

    /// The next place in a text from which a secret may begin, as far as can be told quickly; nil when none does.
    ///
    /// Those lines are not among them that only what surrounds them shows to be secret.
    package func nextPlace(in text: Span<UInt8>, from start: Int) -> Int? { rules.nextPlace(in: text, from: start) }

    /// A text that stands under a name, such as the value of a label: hidden whole where the name is telling.
    package func redact(_ text: String, under name: String) -> String {
        redact([name: .string(text)] as JSONValue)[name]?.stringValue ?? redact(text)
    }

    /// Whether a line holds nothing but a piece of base 64, as those within a key do.
    package static func mayBeOfKey(_ line: some Sequence<UInt8>) -> Bool {
        SecretText.isEncoded(Array(line)[...])
    }

    /// Whether a line is hidden because it looks like one within a key, whatever it holds.
    package static func isKeyLine(_ line: [UInt8]) -> Bool { SecretText.isKeyLine(line[...]) }

    /// Whether what surrounds a line may show that it is a secret, as it does with the lines within a key, and with those
    /// that are indented below a name.
    package static func mayBelongToMore(_ line: Span<UInt8>) -> Bool {
        SecretText.isIndented(line) || SecretText.mayBelongToMore(line)
    }

    private func hide(in bytes: inout [UInt8], keepingLines: Bool, _ receipt: inout RedactionReceipt) -> Bool {
        var changed = false
        let candidates = rules.candidates(in: bytes)
        if candidates.mayBeManifest {
            changed = hide(BuiltInRules.shared.manifests.values(in: bytes), "secret-manifest", in: &bytes, &receipt)
        }
        if candidates.mayHaveBlocks {
            changed = hide(rules.blocks(in: bytes), "named-block", in: &bytes, &receipt) || changed
        }
        for rule in candidates.rules {
            let result = rule.expression.replacing(in: bytes) { groups in
                replacement(for: groups, of: rule, in: bytes, keepingLines, &receipt)
            }
            guard result.count > 0 else { continue }
            bytes = result.bytes
            changed = true
        }
        return hideKeyLines(in: &bytes, &receipt) || changed
    }

    /// Hides what stands in ranges from left to right, each of them within a line.
    private func hide(
        _ ranges: [Range<Int>], _ kind: String, in bytes: inout [UInt8], _ receipt: inout RedactionReceipt
    ) -> Bool {
        var changed = false
        for range in ranges.reversed() {
            let value = Array(bytes[range])
            guard !Self.isTokenised(value), !SecretText.isHarmless(value) else { continue }
            bytes.replaceSubrange(range, with: Array(token(for: value).utf8))
            receipt.count(kind)
            changed = true
        }
        return changed
    }

    /// Hides lines that look like those within a key, where no more of the key is there to tell by.
    private func hideKeyLines(in bytes: inout [UInt8], _ receipt: inout RedactionReceipt) -> Bool {
        let lines = Self.linesLikeThoseOfKeys(in: bytes)
        // A certificate is written in such lines too, and is none.
        guard !lines.isEmpty, !rules.holdsCertificate(bytes) else { return false }
        for line in lines.reversed() {
            let secret = Array(bytes[line])
            bytes.replaceSubrange(line, with: Array(token(for: secret).utf8))
            receipt.count("private-key")
        }
        return true
    }

    private static func mayHoldKeyLines(_ text: String.UTF8View) -> Bool {
        text.count >= 64 && (text.count <= 96 || text.contains(UInt8(ascii: "\n")))
    }

    /// The lines of 64 to 80 bytes that are nothing but a piece of base 64.
    private static func linesLikeThoseOfKeys(in bytes: [UInt8]) -> [Range<Int>] {
        guard bytes.count >= 64 else { return [] }
        var found: [Range<Int>] = []
        unsafe bytes.withUnsafeBytes { raw in
            guard let first = raw.baseAddress else { return }
            var start = 0
            while raw.count - start >= 64 {
                let feed = unsafe memchr(first + start, 10, raw.count - start)
                let end = unsafe feed.map { unsafe UnsafeRawPointer($0) - first } ?? raw.count
                if (64...80).contains(end - start), unsafe SecretText.mayBeKeyLine(raw[start..<end]),
                    SecretText.isKeyLine(bytes[start..<end])
                {
                    found.append(start..<end)
                }
                start = end + 1
            }
        }
        return found
    }

    /// Hides secrets in every string and member name of a value; a member with a telling name hides its text whole.
    package func redact(_ value: JSONValue, _ receipt: inout RedactionReceipt) -> JSONValue {
        hidden(in: value, &receipt) ?? value
    }

    /// The text with its secrets hidden; nil when it has none.
    private func hidden(in text: String, _ receipt: inout RedactionReceipt) -> String? {
        // The lines within a key have no telling word.
        guard rules.mayMatch(text.utf8Span.span) || Self.mayHoldKeyLines(text.utf8) else { return nil }
        var bytes = Array(text.utf8)
        guard redact(&bytes, &receipt) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The value with its secrets hidden; nil when it has none, so that what has none is not copied.
    private func hidden(in value: JSONValue, _ receipt: inout RedactionReceipt) -> JSONValue? {
        switch value {
        case .null, .bool, .number: return nil
        case .string(let text): return hidden(in: text, &receipt).map { .string($0) }
        case .array(let elements):
            var result: [JSONValue]?
            for (index, element) in elements.enumerated() {
                guard let changed = hidden(in: element, &receipt) else { continue }
                result = result ?? elements
                result?[index] = changed
            }
            return result.map { .array($0) }
        case .object(let object): return hidden(in: object, &receipt).map { .object($0) }
        }
    }

    private func hidden(in object: JSONObject, _ receipt: inout RedactionReceipt) -> JSONObject? {
        var changes: [Int: (name: String, value: JSONValue)] = [:]
        // `{name: DB_PASSWORD, value: …}`, as the environment of a container is written.
        let isNamedApart = (object["name"] ?? object["key"])?.stringValue.map { rules.isTelling($0) } ?? false
        let isManifest = object["kind"]?.stringValue == "Secret"
        for (index, (name, value)) in object.enumerated() {
            let newName = hidden(in: name, &receipt)
            let isSecret = rules.isTelling(name) || isNamedApart && name == "value"
            var newValue = isSecret ? hide(value, &receipt) : hidden(in: value, &receipt)
            if isManifest, name == "data" || name == "stringData" { newValue = hideMembers(of: value, &receipt) }
            if newName != nil || newValue != nil { changes[index] = (newName ?? name, newValue ?? value) }
        }
        guard !changes.isEmpty else { return nil }
        var result: JSONObject = [:]
        for (index, (name, value)) in object.enumerated() {
            let member = changes[index] ?? (name, value)
            result[member.name] = member.value
        }
        return result
    }

    /// Hides every text in an object, whatever its name is.
    private func hideMembers(of value: JSONValue, _ receipt: inout RedactionReceipt) -> JSONValue? {
        guard case .object(let object) = value else { return hide(value, &receipt) }
        var result: JSONObject = [:]
        for (name, value) in object { result[name] = hide(value, &receipt) ?? value }
        return .object(result)
    }

    /// Hides what stands under a telling name: texts and numbers, in lists too; nil when there is nothing to hide.
    private func hide(_ value: JSONValue, _ receipt: inout RedactionReceipt) -> JSONValue? {
        switch value {
        case .string(let text): return hide(Array(text.utf8), &receipt)
        case .number: return hide(value.canonicalBytes(), &receipt)
        case .array(let elements): return .array(elements.map { hide($0, &receipt) ?? $0 })
        case .null, .bool, .object: return hidden(in: value, &receipt)
        }
    }

    private func hide(_ secret: [UInt8], _ receipt: inout RedactionReceipt) -> JSONValue? {
        guard !Self.isTokenised(secret), !SecretText.isHarmless(secret) else { return nil }
        receipt.count("named-member")
        return .string(token(for: secret))
    }

    private func replacement(
        for groups: [Range<Int>?], of rule: RedactionRules.Rule, in bytes: [UInt8], _ keepsLines: Bool,
        _ receipt: inout RedactionReceipt
    ) -> [UInt8]? {
        guard let whole = groups[0] else { return nil }
        var secret = groups.dropFirst().lazy.compactMap { $0 }.first ?? whole
        if !rule.isCustom, rule.check != .lines { secret = Self.withoutClosers(secret, in: bytes) }
        let hidden = Array(bytes[secret])
        guard !hidden.isEmpty, !Self.isTokenised(hidden), rule.isCustom || !SecretText.isHarmless(hidden) else {
            return nil
        }
        if rule.check == .chance, !SecretText.looksRandom(hidden[...]) { return nil }
        if rule.check == .long, hidden.count < 8 { return nil }
        receipt.count(rule.kind)
        let token = Array(token(for: hidden).utf8)
        let shown = keepsLines && hidden.contains(10) ? Self.repeated(token, inEachLineOf: hidden) : token
        return Array(bytes[whole.lowerBound..<secret.lowerBound]) + shown
            + Array(bytes[secret.upperBound..<whole.upperBound])
    }

    /// A bracket that closes what was opened before a value is not of the value.
    private static func withoutClosers(_ range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
        let pairs: [UInt8: UInt8] = [0x29: 0x28, 0x5D: 0x5B, 0x7D: 0x7B]
        var end = range.upperBound
        while end - range.lowerBound > 1, let opener = pairs[bytes[end - 1]],
            !bytes[range.lowerBound..<end].contains(opener)
        { end -= 1 }
        return range.lowerBound..<end
    }

    private static func repeated(_ token: [UInt8], inEachLineOf text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for (index, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            if index > 0 { result.append(UInt8(ascii: "\n")) }
            if line.contains(where: isWord) { result += token }
        }
        return result
    }

    private func token(for secret: [UInt8]) -> String {
        var code = HMAC<SHA256>(key: key)
        code.update(data: Array(origin.rawValue.utf8) + [0])
        code.update(data: secret)
        let digits = Array("0123456789abcdef".utf8)
        let text = code.finalize().prefix(6).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return Self.opening + String(decoding: text, as: UTF8.self) + "»"
    }

    /// Whether a part of a text was hidden, so that it does not tell any longer what it was.
    package static func hasHidden(in text: String) -> Bool { text.utf8.contains(openingBytes) }

    private static let opening = "«secret:"
    private static let openingBytes = Array(opening.utf8)
    private static let closingBytes = Array("»".utf8)

    /// Whether nothing but tokens is left to read: no letter and no digit stands beside them.
    private static func isTokenised(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        var hasToken = false
        while let first = rest.first {
            if let length = tokenLength(at: rest) {
                rest = rest.dropFirst(length)
                hasToken = true
            } else if isWord(first) {
                return false
            } else {
                rest = rest.dropFirst()
            }
        }
        return hasToken
    }

    private static func tokenLength(at text: ArraySlice<UInt8>) -> Int? {
        guard text.starts(with: openingBytes) else { return nil }
        let digits = text.dropFirst(openingBytes.count).prefix(12)
        guard digits.count == 12, digits.allSatisfy(isWord),
            text.dropFirst(openingBytes.count + 12).starts(with: closingBytes)
        else { return nil }
        return openingBytes.count + 12 + closingBytes.count
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }
}
