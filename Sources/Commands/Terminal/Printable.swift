/// Makes text from outside harmless for a terminal.
enum Printable {
    /// Drops control characters, escapes and marks that turn the direction of writing.
    static func clean(_ text: String, keepsLines: Bool = false) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where keepsLines: result.append(scalar)
            case "\n", "\t": result.append(" ")
            default: if !isHarmful(scalar) { result.append(scalar) }
            }
        }
        return String(result)
    }

    /// At most `width` characters; `…` stands for what was cut.
    static func cut(_ text: String, to width: Int) -> String {
        let text = clean(text)
        guard text.count > width, width > 1 else { return text }
        return text.prefix(width - 1) + "…"
    }

    /// At most so many columns of a terminal; wide characters take two.
    static func cut(_ text: String, toColumns columns: Int) -> String {
        var result = ""
        var room = columns - 1
        let text = clean(text)
        for character in text {
            room -= width(character)
            guard room >= 0 else { return result + "…" }
            result.append(character)
        }
        return result
    }

    /// Breaks a text at its blanks so that no line is wider; a word that is too long is broken where the line ends.
    /// - Parameter indent: Blanks before every line but the first; fewer than `columns`.
    static func wrapped(_ text: String, toColumns columns: Int, indent: Int = 0) -> [String] {
        var lines: [String] = []
        var line: [Character] = []
        var used = 0
        // Where the line may be broken: behind a word, not within the blanks that it begins with.
        var blank: Int?
        for character in clean(text) {
            if used + width(character) > columns {
                let rest = character == " " ? [] : blank.map { line[($0 + 1)...] } ?? []
                lines.append(String(character == " " ? line[...] : line[..<(blank ?? line.count)]))
                line = Array(repeating: " ", count: indent) + rest
                used = line.reduce(0) { $0 + width($1) }
                blank = nil
                if character == " " { continue }
            }
            if character == " ", line.contains(where: { $0 != " " }) { blank = line.count }
            line.append(character)
            used += width(character)
        }
        return lines + [String(line)]
    }

    /// Columns that a text takes.
    static func columns(of text: String) -> Int { text.reduce(0) { $0 + width($1) } }

    /// East Asian wide forms and emoji stand in two columns.
    private static func width(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF,
            0xFFF9...0xFFFB, 0xE0000...0xE007F:
            true
        default: false
        }
    }
}
