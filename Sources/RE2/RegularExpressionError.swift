/// Why a pattern could not be compiled.
package struct RegularExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name for the kind of failure.
    package enum Code: String, Hashable, Sendable {
        /// The pattern is not in RE2's syntax.
        case syntax
        /// The pattern is longer than `RegularExpression.maximumPatternLength`.
        case patternTooLong
        /// The compiled pattern would need more memory than allowed.
        case patternTooLarge
        /// The engine itself failed.
        case engine
    }

    /// The stable name of the failure.
    package let code: Code
    /// What was wrong.
    package let message: String
    /// What to do next.
    package let hint: String

    /// The message and the hint in one line.
    package var description: String { "\(message). \(hint)" }
}
