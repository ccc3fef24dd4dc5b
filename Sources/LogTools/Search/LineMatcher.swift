internal import Model
internal import RE2
internal import Scanning

/// Finds the lines that hold what is looked for, in linear time.
struct LineMatcher: Sendable {
    private enum Engine: Sendable {
        case text(BytePattern)
        case expression(RegularExpression)
    }

    private let engine: Engine
    /// False when the pattern means something else in a block of lines than in a single line.
    let worksOnBlocks: Bool
    /// Whether what stands for a secret may have a part in a match; then all lines with secrets have to be looked at.
    let mayMatchTokens: Bool

    /// A plain text, in either case when asked.
    init(literal: String, caseSensitive: Bool) throws(ToolError) {
        try Self.check(literal)
        if caseSensitive {
            engine = .text(BytePattern(literal))
        } else {
            engine = .expression(try Self.compile(literal, [.literal, .caseInsensitive]))
        }
        worksOnBlocks = true
        mayMatchTokens = Self.mayStandInToken(literal)
    }

    /// Any of several plain texts.
    init(anyOf texts: [String], caseSensitive: Bool) throws(ToolError) {
        for text in texts { try Self.check(text) }
        let pattern = texts.map { RegularExpression.escape($0) }.joined(separator: "|")
        engine = .expression(try Self.compile(pattern, caseSensitive ? [] : [.caseInsensitive]))
        worksOnBlocks = true
        mayMatchTokens = texts.contains { Self.mayStandInToken($0) }
    }

    /// A regular expression of RE2.
    init(regex: String, caseSensitive: Bool) throws(ToolError) {
        engine = .expression(try Self.compile(regex, caseSensitive ? [.multiline] : [.multiline, .caseInsensitive]))
        // The ends of the text, and flags that undo the multi-line reading, hold for lines alone.
        worksOnBlocks =
            !regex.contains("\\A") && !regex.contains("\\z") && !regex.contains("(?")
            && !regex.contains("$")
        mayMatchTokens = true
    }

    /// A template as the log tools show it, `<*>` and the like standing for anything.
    init(template: String) throws(ToolError) {
        try Self.check(template)
        engine = .expression(try Self.compile(TemplateText.expression(for: template), []))
        worksOnBlocks = false
        mayMatchTokens = true
    }

    /// Whether a text can overlap `«secret:9f3a61c20b7e»`.
    private static func mayStandInToken(_ text: String) -> Bool {
        text.contains { "«»".contains($0) } || text.lowercased().allSatisfy { "secrt:0123456789abdf".contains($0) }
    }

    /// Whether a line, or what redaction left of it, matches.
    func matches(_ line: Span<UInt8>) -> Bool { unsafe first(in: line.bytes, from: 0) != nil }

    /// The offset of a match at or after `start`.
    func first(in bytes: RawSpan, from start: Int) -> Int? {
        switch engine {
        case .text(let text): text.firstMatch(in: bytes, from: start)
        case .expression(let expression): expression.firstMatch(in: bytes, from: start)?.lowerBound
        }
    }

    private static func check(_ text: String) throws(ToolError) {
        guard !text.isEmpty, !text.utf8.contains(10) else {
            throw ToolError(
                .validation, "what is looked for is empty or has a line break",
                hint: "lines are searched one by one: look for a part of one line")
        }
    }

    private static func compile(
        _ pattern: String, _ options: RegularExpression.Options
    ) throws(ToolError) -> RegularExpression {
        do throws(RegularExpressionError) {
            // Bytes rather than UTF-8, so that a line with broken characters is still found by its sound part.
            return try RegularExpression(pattern, options: options)
        } catch {
            throw ToolError(.validation, error.message, hint: error.hint)
        }
    }
}
