/// Finds the values of telling names that do not stand in the line of their name: block scalars of YAML
/// (`password: |`), and a text on the next line, as in JSON that is spread out.
///
/// What a line holds is decided by the lines above it, up to the one with the name: whoever reads a part that begins
/// below the name is shown it, so that readers of parts look at what surrounds them.
struct SecretBlock: Sendable {
    /// One of these stands in every line that opens such a value.
    static let words: [RuleWord] = RedactionRules.endings.flatMap { ending in
        [RuleWord(ending + ":", then: .opened)]
            + ["\"", "'", " ", "\t", "\\"].map { RuleWord(ending + $0, then: .openedLater) }
            + RedactionRules.continued(ending)
    }

    /// The longest name that is looked at, in bytes.
    private static let longestName = 128

    /// How the value of a name is given.
    private enum Form {
        /// By all the lines below that are indented further.
        case block
        /// By the next line.
        case nextLine
    }

    /// A line that ends before its value begins.
    private struct Opener {
        let form: Form
        let name: Range<Int>
        /// The place of the name in its line, and the blanks before all else.
        let column: Int
        let indent: Int
    }

    /// Where the values stand, a range a line, from left to right.
    ///
    /// - Parameters:
    ///   - isTelling: Whether a member of a name holds a secret.
    ///   - isStrong: Whether its name means one wherever it stands.
    func values(
        in bytes: [UInt8], isTelling: (String) -> Bool, isStrong: (String) -> Bool
    ) -> [Range<Int>] {
        var found: [Range<Int>] = []
        let lines = SecretManifest.lines(of: bytes)
        var index = 0
        while index < lines.count {
            defer { index += 1 }
            guard let opener = Self.opener(bytes, lines[index]), index + 1 < lines.count else { continue }
            let name = String(decoding: bytes[opener.name], as: UTF8.self)
            guard isTelling(name) else { continue }
            switch opener.form {
            case .block:
                while index + 1 < lines.count, Self.isWithin(lines[index + 1], of: bytes, opener.column) {
                    index += 1
                    if let text = Self.trimmed(bytes, lines[index]) { found.append(text) }
                }
            case .nextLine:
                guard let text = Self.trimmed(bytes, lines[index + 1]),
                    text.lowerBound - lines[index + 1].lowerBound > opener.indent,
                    let value = Self.value(in: bytes, text, isWord: isStrong(name))
                else { continue }
                found.append(value)
            }
        }
        return found
    }

    /// `password: |`, `- "api_key":`, with tags, anchors and comments as YAML has them.
    private static func opener(_ bytes: [UInt8], _ line: Range<Int>) -> Opener? {
        var place = line.lowerBound
        func skip(_ isWanted: (UInt8) -> Bool) { while place < line.upperBound, isWanted(bytes[place]) { place += 1 } }
        func next() -> UInt8? { place < line.upperBound ? bytes[place] : nil }
        skip(isBlank)
        let indent = place - line.lowerBound
        // Of a list, or of an object that begins in the same line.
        skip {
            isBlank($0) || [UInt8(ascii: "-"), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ",")].contains($0)
        }
        let column = place - line.lowerBound
        skip { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\\") }
        let start = place
        skip(isOfName)
        let name = start..<place
        guard !name.isEmpty, name.count <= longestName else { return nil }
        skip { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\\") || isBlank($0) }
        guard next() == UInt8(ascii: ":") else { return nil }
        place += 1
        skip(isBlank)
        while next() == UInt8(ascii: "!") || next() == UInt8(ascii: "&") {
            skip { !isBlank($0) && $0 != UInt8(ascii: "\r") }
            skip(isBlank)
        }
        var form = Form.nextLine
        if next() == UInt8(ascii: "|") || next() == UInt8(ascii: ">") {
            form = .block
            place += 1
            skip { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") || SecretText.isDigit($0) }
            skip(isBlank)
        }
        guard next() == nil || next() == UInt8(ascii: "#") || next() == UInt8(ascii: "\r") else { return nil }
        return Opener(form: form, name: name, column: column, indent: indent)
    }

    /// Whether a line continues a block: it is empty, or indented further than the name.
    private static func isWithin(_ line: Range<Int>, of bytes: [UInt8], _ column: Int) -> Bool {
        guard let text = trimmed(bytes, line) else { return true }
        return text.lowerBound - line.lowerBound > column
    }

    /// The line without blanks around it; nil for one of blanks alone.
    private static func trimmed(_ bytes: [UInt8], _ line: Range<Int>) -> Range<Int>? {
        var (start, end) = (line.lowerBound, line.upperBound)
        while start < end, isBlank(bytes[start]) || bytes[start] == UInt8(ascii: "\r") { start += 1 }
        while start < end, isBlank(bytes[end - 1]) || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return start < end ? start..<end : nil
    }

    /// A text in quotes, or a word, alone on its line; a comma or a closing bracket may follow.
    ///
    /// - Parameter isWord: Whether any word is taken; else one with a digit in it.
    private static func value(in bytes: [UInt8], _ text: Range<Int>, isWord: Bool) -> Range<Int>? {
        let closers = [UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]")]
        let quote = bytes[text.lowerBound]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            var end = text.lowerBound + 1
            while end < text.upperBound, bytes[end] != quote {
                end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
            }
            end = min(end, text.upperBound)
            // What is followed by a colon is a name, and what is not closed goes on below.
            guard
                bytes[min(end + 1, text.upperBound)..<text.upperBound].allSatisfy({
                    isBlank($0) || closers.contains($0)
                })
            else { return nil }
            return end > text.lowerBound + 1 ? text.lowerBound + 1..<end : nil
        }
        var end = text.upperBound
        let openers = [UInt8(ascii: "{"), UInt8(ascii: "[")]
        // A bracket that is closed behind the word was opened before it, unless it was opened within.
        if !bytes[text].contains(where: openers.contains) {
            while end > text.lowerBound, closers.contains(bytes[end - 1]) { end -= 1 }
        }
        let word = bytes[text.lowerBound..<end]
        let marks = "-{[|>*&!#%@`:<".utf8
        guard word.count >= 4, !marks.contains(quote), word.last != UInt8(ascii: ":"), !word.contains(where: isBlank),
            isWord || word.contains(where: SecretText.isDigit)
        else { return nil }
        return text.lowerBound..<end
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func isOfName(_ byte: UInt8) -> Bool {
        SecretText.isUpper(byte) || SecretText.isLower(byte) || SecretText.isDigit(byte)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }
}
