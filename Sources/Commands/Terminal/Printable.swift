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

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF,
            0xFFF9...0xFFFB, 0xE0000...0xE007F:
            true
        default: false
        }
    }
}
