import CRE2

/// A compiled pattern of RE2, whose searches take time linear in the length of the text.
///
/// Syntax: https://github.com/google/re2/wiki/Syntax. There are no look-arounds and no back-references.
@safe package final class RegularExpression: Sendable {
    /// How a pattern is read and matched.
    package struct Options: OptionSet, Hashable, Sendable {
        /// The bits.
        package let rawValue: UInt32

        /// Options of these bits.
        package init(rawValue: UInt32) { self.rawValue = rawValue }

        /// Letters match in either case.
        package static let caseInsensitive = Options(rawValue: 1 << 0)
        /// The pattern is a plain text, not an expression.
        package static let literal = Options(rawValue: 1 << 1)
        /// `.` also matches a line feed.
        package static let dotMatchesNewline = Options(rawValue: 1 << 2)
        /// `^` and `$` match at line ends, not only at the ends of the text.
        package static let multiline = Options(rawValue: 1 << 3)
        /// The text is bytes (Latin-1), not UTF-8, so that `.` matches a byte that is not valid UTF-8.
        package static let bytes = Options(rawValue: 1 << 4)
        /// The longest of the leftmost matches wins, not the first alternative.
        package static let longestMatch = Options(rawValue: 1 << 5)
        /// No match goes over a line feed, whatever the pattern says.
        package static let singleLine = Options(rawValue: 1 << 6)
    }

    /// Where a match must lie.
    package enum Anchor: Hashable, Sendable {
        /// Anywhere.
        case none
        /// At the start of the search.
        case start
        /// Over the whole of the searched text.
        case both

        var code: Int32 {
            switch self {
            case .none: Int32(CRE2_UNANCHORED)
            case .start: Int32(CRE2_ANCHOR_START)
            case .both: Int32(CRE2_ANCHOR_BOTH)
            }
        }
    }

    /// The longest accepted pattern in bytes.
    package static let maximumPatternLength = 64 << 10

    /// The pattern as given.
    package let pattern: String
    /// The options as given.
    package let options: Options
    /// The names of the capturing groups in order, empty for a group without one; group 0, the whole, is left out.
    package let captureNames: [String]

    // RE2 promises that a constructed object is never changed by matching and may be shared by threads.
    private nonisolated(unsafe) let handle: OpaquePointer

    /// Compiles a pattern.
    ///
    /// - Parameters:
    ///   - pattern: RE2 syntax, at most 64 KiB of UTF-8.
    ///   - options: How to read and match it.
    ///   - maxMemory: The bytes that the compiled program and its caches may take.
    package init(_ pattern: String, options: Options = [], maxMemory: Int = 8 << 20) throws(RegularExpressionError) {
        let bytes = Array(pattern.utf8)
        guard bytes.count <= Self.maximumPatternLength else {
            throw RegularExpressionError(
                code: .patternTooLong,
                message: "The pattern has \(bytes.count) bytes; at most \(Self.maximumPatternLength) are accepted",
                hint: "Shorten the pattern or search for several patterns.")
        }
        let made = unsafe bytes.withUnsafeBytes { raw in
            unsafe cre2_new(
                raw.baseAddress?.assumingMemoryBound(to: CChar.self), raw.count, options.rawValue, Int64(maxMemory))
        }
        guard let made = unsafe made else {
            throw RegularExpressionError(
                code: .engine, message: "The engine could not compile the pattern", hint: "Simplify the pattern.")
        }
        if let error = unsafe Self.error(of: made) {
            unsafe cre2_delete(made)
            throw error
        }
        var names: [String] = []
        for index in 0..<max(0, unsafe cre2_capture_count(made)) {
            let name = unsafe cre2_capture_name(made, index + 1)
            names.append(unsafe name.map { unsafe String(cString: $0) } ?? "")
        }
        self.pattern = pattern
        self.options = options
        captureNames = names
        unsafe handle = made
    }

    deinit {
        unsafe cre2_delete(handle)
    }

    /// The number of capturing groups, the whole match not counted.
    package var captureCount: Int { captureNames.count }

    /// Fills `ranges` with the groups of the first match at or after `start`; false when there is none.
    func search(_ text: RawSpan, from start: Int, anchor: Anchor, into ranges: inout [cre2_range]) -> Bool {
        guard start >= 0, start <= text.byteCount else { return false }
        let count = Int32(ranges.count)
        let result = unsafe text.withUnsafeBytes { raw in
            unsafe ranges.withUnsafeMutableBufferPointer { buffer in
                unsafe cre2_match(
                    handle, raw.baseAddress?.assumingMemoryBound(to: CChar.self), raw.count, start, anchor.code,
                    buffer.baseAddress, count)
            }
        }
        return result == 1
    }

    /// Whether there is a match, without finding out where.
    func test(_ text: RawSpan, from start: Int, anchor: Anchor) -> Bool {
        guard start >= 0, start <= text.byteCount else { return false }
        let result = unsafe text.withUnsafeBytes { raw in
            unsafe cre2_match(
                handle, raw.baseAddress?.assumingMemoryBound(to: CChar.self), raw.count, start, anchor.code, nil, 0)
        }
        return result == 1
    }

    /// Finds one match without an array.
    func find(_ text: RawSpan, from start: Int, anchor: Anchor) -> Range<Int>? {
        guard start >= 0, start <= text.byteCount else { return nil }
        var range = cre2_range(start: -1, end: -1)
        let result = unsafe text.withUnsafeBytes { raw in
            unsafe cre2_match(
                handle, raw.baseAddress?.assumingMemoryBound(to: CChar.self), raw.count, start, anchor.code, &range, 1)
        }
        return result == 1 && range.start >= 0 ? Int(range.start)..<Int(range.end) : nil
    }

    private static func error(of handle: OpaquePointer) -> RegularExpressionError? {
        let code = unsafe cre2_error_code(handle)
        guard code != 0 else { return nil }
        let text = unsafe String(cString: cre2_error_text(handle))
        // 14 is RE2's ErrorPatternTooLarge.
        guard code != 14 else {
            return RegularExpressionError(
                code: .patternTooLarge, message: "The pattern compiles to too large a program: \(text)",
                hint: "Use smaller repetition counts or fewer alternatives.")
        }
        return RegularExpressionError(
            code: .syntax, message: "The pattern is not valid: \(text)", hint: hint(code, text))
    }

    private static func hint(_ code: Int32, _ text: String) -> String {
        // RE2 says "invalid perl operator" of look-arounds, and of any other unknown group.
        if text.contains("(?=") || text.contains("(?!") || text.contains("(?<") {
            return "RE2 has no look-ahead and no look-behind; match the context and capture the part."
        }
        if code == 3 || text.contains("escape") {
            return "Double a backslash that is meant literally; RE2 has no back-references."
        }
        return "Write the pattern in RE2 syntax, or escape characters that are meant literally."
    }
}
