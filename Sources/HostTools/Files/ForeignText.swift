/// Text of files and of the system made fit to be shown: secrets hidden, control characters replaced, length bounded.
enum ForeignText {
    /// - Parameter limit: The most Unicode scalars; what is longer ends in `…`.
    static func shown(_ text: String, limit: Int) -> String {
        var out = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else {
                out.append("…")
                break
            }
            out.append(isHarmless(scalar) ? scalar : "\u{FFFD}")
            count += 1
        }
        return String(out)
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar != "\t" else { return true }
        switch scalar.properties.generalCategory {
        // Format characters turn the direction of a text or hide in it.
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: return false
        default: return true
        }
    }
}
