import RE2

/// Finds the values of Kubernetes Secrets in manifests, in YAML and in JSON, whatever their names are.
///
/// `kubectl` sorts members by name, so that `kind: Secret` stands behind the data that it tells of.
struct SecretManifest: Sendable {
    /// It stands in every manifest of a secret, whatever blanks and quotes stand about it.
    static let words: [RuleWord] = ["Secret"]

    private let kind: RegularExpression
    private let section: RegularExpression
    private let member: RegularExpression
    private let inline: RegularExpression
    private let inlineValue: RegularExpression

    init() throws(PolicyError) {
        kind = try RedactionRules.compiled(
            #"kind\\*["']?[ \t]*:[ \t]*\\*["']?Secret(?:List)?(?:\\*["']|[ \t]*\r?$|[ \t,}#])"#, "manifest")
        section = try RedactionRules.compiled(
            #"^[ \t]*(?:-[ \t]+)?["']?(?:data|stringData)["']?[ \t]*:[ \t]*\{?[ \t]*\r?$"#, "manifest")
        member = try RedactionRules.compiled(
            #"^[ \t]*["']?[^\s:"']+["']?[ \t]*:[ \t]*["']?([^\s"'|>][^"'\r]*|[^\s"'])["']?,?\r?$"#, "manifest")
        inline = try RedactionRules.compiled(
            #"(?:["']|\b)(?:data|stringData)\\*["']?[ \t]*:[ \t]*(\{[^{}]*\})"#, "manifest")
        inlineValue = try RedactionRules.compiled(#":[ \t]*\\*["']?([^\s"'\\,{}][^"'\\,{}]*)"#, "manifest")
    }

    /// Where the values stand, from left to right.
    func values(in bytes: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var document: [Range<Int>] = []
        for line in Self.lines(of: bytes) {
            if bytes[line].starts(with: "---".utf8), !bytes[line].starts(with: "-----".utf8) {
                collect(document, in: bytes, &found)
                document = []
            } else {
                document.append(line)
            }
        }
        collect(document, in: bytes, &found)
        return found
    }

    private func collect(_ document: [Range<Int>], in bytes: [UInt8], _ found: inout [Range<Int>]) {
        guard document.contains(where: { kind.matches(in: Array(bytes[$0])) }) else { return }
        // The margin of the section that a line stands in.
        var margin: Int?
        for line in document {
            let text = Array(bytes[line])
            let indent = text.prefix { $0 == 0x20 || $0 == 0x09 }.count
            if let outer = margin {
                if text.count == indent { continue }
                if indent > outer {
                    take(text, at: line, indent, &found)
                    continue
                }
                margin = nil
            }
            if section.matches(in: text) {
                margin = indent
            } else if let match = inline.captures(in: text), let object = match[1] {
                for value in self.matches(of: inlineValue, in: Array(text[object])) {
                    let start = line.lowerBound + object.lowerBound
                    found.append(start + value.lowerBound..<start + value.upperBound)
                }
            }
        }
    }

    /// The value of a member, or the whole of a line that continues one.
    private func take(_ text: [UInt8], at line: Range<Int>, _ indent: Int, _ found: inout [Range<Int>]) {
        if let value = member.captures(in: text)?[1] {
            found.append(line.lowerBound + value.lowerBound..<line.lowerBound + value.upperBound)
        } else if !text.contains(UInt8(ascii: ":")), text.count > indent + 1 {
            found.append(line.lowerBound + indent..<line.upperBound)
        }
    }

    private func matches(of expression: RegularExpression, in text: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var position = 0
        while let groups = expression.captures(in: text, from: position), let whole = groups[0], !whole.isEmpty {
            if let value = groups[1] { found.append(value) }
            position = whole.upperBound
        }
        return found
    }

    static func lines(of bytes: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            lines.append(start..<end)
            start = end + 1
        }
        return lines
    }
}
