/// Text from outside put into Markdown so that it stays text: no links, HTML, headings, tables or fences come of it.
enum MarkdownText {
    /// Text within a paragraph, a list item or a cell of a table, on one line.
    static func inline(_ text: String, limit: Int = 4000) -> String {
        let scalars = Array(InertText.line(text, limit: limit).unicodeScalars.drop { $0 == " " })
        var result = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            let before = index > 0 ? scalars[index - 1] : nil
            let after = index + 1 < scalars.count ? scalars[index + 1] : nil
            switch scalar {
            case "@":
                // GitHub makes mentions and mail links of an `@` even behind a backslash; the comment parts the words.
                result.append(contentsOf: "@<!-- -->".unicodeScalars)
                continue
            case "\\", "`", "*", "[", "]", "<", ">", "#", "|", "~", "&", "!", "$", "{", "}": result.append("\\")
            case "_" where !(isWord(before) && isWord(after)): result.append("\\")
            // `scheme://`, `mailto:` and `www.` are links without any mark in GitHub's dialect.
            case ":" where endsScheme(scalars, before: index): result.append("\\")
            case "." where isWorldWideWeb(scalars, before: index): result.append("\\")
            case "-" where index == 0, "+" where index == 0, "=" where index == 0: result.append("\\")
            case "." where startsList(scalars, before: index), ")" where startsList(scalars, before: index):
                result.append("\\")
            default: break
            }
            result.append(scalar)
        }
        return String(result)
    }

    /// A code span on one line, not for tables.
    static func code(_ text: String, limit: Int = 400) -> String {
        let line = InertText.line(text, limit: limit)
        guard line.contains(where: { $0 != " " }) else { return "` `" }
        let fence = String(repeating: "`", count: longestRun(line) + 1)
        let needsSpace = line.hasPrefix("`") || line.hasSuffix("`") || (line.hasPrefix(" ") && line.hasSuffix(" "))
        return needsSpace ? "\(fence) \(line) \(fence)" : fence + line + fence
    }

    /// A fenced block; its fence is longer than any run of backticks inside.
    static func block(_ text: String, language: String = "text", limit: Int = 64 << 10) -> String {
        let content = InertText.block(text, limit: limit)
        let fence = String(repeating: "`", count: max(3, longestRun(content) + 1))
        return "\(fence)\(language)\n\(content)\n\(fence)"
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return false }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    /// Whether the letters before are a scheme of which GitHub makes links.
    private static func endsScheme(_ scalars: [Unicode.Scalar], before index: Int) -> Bool {
        let letters = scalars[max(0, index - 6)..<index].reversed().prefix { $0.isASCII && $0.properties.isAlphabetic }
        let word = String(String.UnicodeScalarView(letters.reversed())).lowercased()
        return ["http", "https", "ftp", "mailto", "xmpp"].contains { word.hasSuffix($0) }
    }

    private static func isWorldWideWeb(_ scalars: [Unicode.Scalar], before index: Int) -> Bool {
        index >= 3 && scalars[index - 3..<index].allSatisfy { $0 == "w" || $0 == "W" }
    }

    /// Whether only digits stand before, as in the mark of an ordered list.
    private static func startsList(_ scalars: [Unicode.Scalar], before index: Int) -> Bool {
        0 < index && index <= 9 && scalars[..<index].allSatisfy { "0"..."9" ~= $0 }
    }

    private static func longestRun(_ text: String) -> Int {
        var longest = 0
        var run = 0
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
