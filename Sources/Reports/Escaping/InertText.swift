/// Text from outside made fit to be shown: what would act on a terminal, turn the direction of writing or hide is
/// replaced by a visible sign.
enum InertText {
    /// Stands for a character that has no picture of its own.
    private static let replacement: Unicode.Scalar = "\u{FFFD}"

    /// The text on one line; ends of lines and tabs become spaces.
    static func line(_ text: String, limit: Int = 4000) -> String { neutral(text, keepsLines: false, limit: limit) }

    /// The text with its lines; every end of a line becomes a line feed.
    static func block(_ text: String, limit: Int = 64 << 10) -> String { neutral(text, keepsLines: true, limit: limit) }

    /// - Parameter limit: the most Unicode scalars; `…` stands for what was cut.
    private static func neutral(_ text: String, keepsLines: Bool, limit: Int) -> String {
        var result = String.UnicodeScalarView()
        var count = 0
        var wasReturn = false
        for scalar in text.unicodeScalars {
            defer { wasReturn = scalar == "\r" }
            if scalar == "\n", wasReturn { continue }
            guard count < limit else {
                result.append("…")
                break
            }
            count += 1
            result.append(shown(scalar, keepsLines: keepsLines))
        }
        return String(result)
    }

    private static func shown(_ scalar: Unicode.Scalar, keepsLines: Bool) -> Unicode.Scalar {
        switch scalar.value {
        case 0x0A, 0x0D: return keepsLines ? "\n" : " "
        case 0x09: return keepsLines ? "\t" : " "
        // Unicode has pictures of the control characters of ASCII (block "Control Pictures").
        case 0..<0x20: return Unicode.Scalar(0x2400 + scalar.value) ?? replacement
        case 0x20..<0x7F: return scalar
        case 0x7F: return "\u{2421}"
        default: return isVisible(scalar) ? scalar : replacement
        }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .surrogate: false
        default: !scalar.properties.isDefaultIgnorableCodePoint || isVariation(scalar)
        }
    }

    /// Selectors of the look of the sign before them, as emoji have.
    private static func isVariation(_ scalar: Unicode.Scalar) -> Bool { 0xFE00...0xFE0F ~= scalar.value }
}
