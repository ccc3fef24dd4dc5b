/// One thing that is wrong with a workflow file, with its place.
package struct WorkflowProblem: Hashable, Sendable {
    /// A stable name for the kind of problem.
    package enum Code: String, Hashable, Sendable, CaseIterable {
        /// The text is not YAML, or uses a part of YAML that the format leaves out.
        case yaml
        /// A limit on size, depth or number is exceeded.
        case limit
        /// A word that older YAML reads as a boolean.
        case ambiguousWord
        /// A key that the format or a tool does not have.
        case unknownKey
        /// A key or identifier stands twice.
        case duplicate
        /// A key that must be there is not.
        case missing
        /// A value of the wrong form or type.
        case invalidValue
        /// A step, tool, version, workflow or source that does not exist.
        case unknownName
        /// Steps need each other in a circle.
        case cycle
        /// An expression that is not right.
        case expression
        /// A part of the format that this version does not run.
        case unsupported
        /// Something that works, but probably not as it was meant; it does not stop a load.
        case warning
    }

    /// Characters of a line that fit a screen beside its number.
    private static let width = 110

    package let code: Code
    /// The file as the caller named it.
    package let file: String
    /// Counts from 1.
    package let line: Int
    /// Counts characters from 1.
    package let column: Int
    /// Characters that the problem is about, on its first line; at least 1.
    package let length: Int
    package let message: String
    /// What to do about it; nil when the message says it all.
    package let hint: String?
    /// What is shown of the line that the problem stands in; the whole may be megabytes.
    private let excerpt: String

    init(_ code: Code, _ range: SourceRange, in file: SourceFile, _ message: String, hint: String?) {
        self.code = code
        self.file = file.name
        let position = file.position(of: range.start)
        line = position.line
        column = position.column
        let whole = file.line(position.line - 1)
        length = max(1, file.characters(from: range.start, to: min(range.end, whole.end)))
        self.message = message
        self.hint = hint
        excerpt = String(file.text(whole).unicodeScalars.dropFirst(Self.left(of: column)).prefix(Self.width))
    }

    /// Characters of its line that are left out before a problem far to the right.
    private static func left(of column: Int) -> Int { column - 1 > width - 20 ? column - 21 : 0 }
}

extension WorkflowProblem: CustomStringConvertible {
    /// True for what does not stop a load.
    package var isWarning: Bool { code == .warning }

    /// Place, message and hint in one line.
    package var description: String {
        "\(file):\(line):\(column): \(isWarning ? "warning" : "error"): \(message)" + (hint.map { " (\($0))" } ?? "")
    }

    /// Place and message, the line that it is about with the part underlined, and the hint.
    package var rendered: String {
        var lines = ["\(file):\(line):\(column): \(isWarning ? "warning" : "error"): \(message)"]
        let (text, marker) = underlined
        let number = String(line)
        lines.append(" \(number) | \(text)")
        lines.append(" \(String(repeating: " ", count: number.count)) | \(marker)")
        if let hint { lines.append(" \(String(repeating: " ", count: number.count)) = \(hint)") }
        return lines.joined(separator: "\n")
    }

    /// A stretch of the line that fits a screen, without control characters, and the marks beneath it.
    private var underlined: (text: String, marker: String) {
        let shown = excerpt.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) }
        let first = Self.left(of: column)
        let marks = max(1, min(length, Self.width - (column - 1 - first)))
        let marker = String(repeating: " ", count: column - 1 - first) + "^" + String(repeating: "~", count: marks - 1)
        return ((first > 0 ? "…" : "") + String(shown), (first > 0 ? " " : "") + marker)
    }
}
