internal import Policy

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

/// Hides the secrets of lines one by one, so that numbers stay, those of keys that go over many lines included.
struct LineRedaction {
    private let redactor: Redactor
    private var isInKey = false
    private(set) var receipt = RedactionReceipt()

    init(_ redactor: Redactor) { self.redactor = redactor }

    /// Notes a line that is not shown.
    mutating func pass(_ line: String) { _ = enter(line) }

    /// The line without its secrets.
    mutating func redacted(_ line: String) -> String {
        guard enter(line) else { return redactor.redact(line, &receipt) }
        // A line within a key does not look like a secret by itself.
        return redactor.redact("-----BEGIN PRIVATE KEY-----" + line, &receipt)
    }

    /// True when the line lies within a private key.
    private mutating func enter(_ line: String) -> Bool {
        let wasInKey = isInKey
        if line.contains("PRIVATE KEY-----") {
            isInKey = line.contains("-----BEGIN ") && !line.contains("-----END ")
        }
        return wasInKey
    }
}
