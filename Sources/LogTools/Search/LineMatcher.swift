internal import Model
internal import RE2
internal import Scanning

/// Finds the lines that hold what is looked for, in linear time.
struct LineMatcher: Sendable {
    private enum Engine: Sendable {
        case everything
        case texts(TextFinder)
        /// An expression, and texts of which one stands in each match.
        case expression(RegularExpression, TextFinder?)
    }

    private let engine: Engine
    /// False when the pattern means something else in a block of lines than in a single line.
    let worksOnBlocks: Bool
    /// Whether what stands for a secret may have a part in a match; then all lines with secrets have to be looked at.
    let mayMatchTokens: Bool

    /// A plain text, in either case when asked.
    init(literal: String, caseSensitive: Bool) throws(ToolError) {
        try self.init(anyOf: [literal], caseSensitive: caseSensitive)
    }

    /// Any of several plain texts.
    init(anyOf texts: [String], caseSensitive: Bool) throws(ToolError) {
        for text in texts { try Self.check(text) }
        // Only the case of ASCII letters is known to the finder.
        let isPlain = caseSensitive || texts.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
        if isPlain, let finder = TextFinder(texts, isCaseSensitive: caseSensitive) {
            engine = .texts(finder)
        } else {
            let pattern = texts.map { RegularExpression.escape($0) }.joined(separator: "|")
            let options: RegularExpression.Options = caseSensitive ? [.singleLine] : [.singleLine, .caseInsensitive]
            engine = .expression(try Self.compile(pattern, options), nil)
        }
        worksOnBlocks = true
        mayMatchTokens = texts.contains { Self.mayStandInToken($0) }
    }

    /// A regular expression of RE2.
    init(regex: String, caseSensitive: Bool) throws(ToolError) {
        var options: RegularExpression.Options = [.multiline, .singleLine]
        if !caseSensitive { options.insert(.caseInsensitive) }
        let expression = try Self.compile(regex, options)
        guard ![".", ".*", ".+"].contains(regex) else {
            engine = .everything
            worksOnBlocks = false
            mayMatchTokens = true
            return
        }
        let required = RequiredTexts.of(regex, ignoresCase: !caseSensitive)
        let ignoresCase = !caseSensitive || regex.hasPrefix("(?i)")
        let finder = required.flatMap { TextFinder($0, isCaseSensitive: !ignoresCase) }
        engine = .expression(expression, finder)
        // The ends of the text, and flags that undo the multi-line reading, hold for lines alone.
        worksOnBlocks =
            finder != nil
            || !regex.contains("\\A") && !regex.contains("\\z") && !regex.contains("(?") && !regex.contains("$")
        mayMatchTokens = finder == nil || required.map { $0.contains { Self.mayStandInToken($0) } } ?? true
    }

    /// A template as the log tools show it, `<*>` and the like standing for anything.
    init(template: String) throws(ToolError) {
        try Self.check(template)
        let expression = try Self.compile(TemplateText.expression(for: template), [.singleLine])
        let finder = TemplateText.longestText(of: template).flatMap { TextFinder([$0]) }
        engine = .expression(expression, finder)
        worksOnBlocks = finder != nil
        mayMatchTokens = finder.map { Self.mayStandInToken($0.texts[0]) } ?? true
    }

    /// Whether a text can overlap `«secret:9f3a61c20b7e»`.
    private static func mayStandInToken(_ text: String) -> Bool {
        text.contains { "«»".contains($0) } || text.lowercased().allSatisfy { "secrt:0123456789abdf".contains($0) }
    }

    /// Whether a line, or what redaction left of it, matches.
    func matches(_ line: Span<UInt8>) -> Bool {
        switch engine {
        case .everything: !line.isEmpty
        case .texts(let finder): unsafe finder.first(in: line.bytes, from: 0) != nil
        case .expression(let expression, let finder):
            finder.map { unsafe $0.first(in: line.bytes, from: 0) != nil } ?? true && expression.matches(in: line)
        }
    }

    /// A place in the next line at or after `start` that may match; nil when there is none.
    /// - Parameter feeds: Counted on the way, where that is done in passing.
    func candidate(in bytes: Span<UInt8>, from start: Int, counting feeds: inout LineFeeds) -> Int? {
        switch engine {
        case .everything: start < bytes.count ? start : nil
        case .texts(let finder): finder.first(in: bytes, from: start, counting: &feeds)
        case .expression(let expression, let finder):
            if let finder {
                finder.first(in: bytes, from: start, counting: &feeds)
            } else {
                expression.firstMatch(in: bytes, from: start)?.lowerBound
            }
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
            return try RegularExpression(pattern, options: options)
        } catch {
            throw ToolError(.validation, error.message, hint: error.hint)
        }
    }
}
