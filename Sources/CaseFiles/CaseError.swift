import Model

/// Why a case file could not be read or written.
package struct CaseError: CodedError {
    /// The kinds of failure.
    package enum Code: String, Sendable {
        /// The bytes do not begin as a case file does.
        case notACaseFile
        /// A newer version of the format.
        case newerVersion
        /// A line is not as the format has it.
        case malformed
        /// A line, or what it stands for, is larger than is taken.
        case tooLarge
        /// The file ends before its end, or goes on after it.
        case cut
        /// Something in it does not hold.
        case broken
        /// The signature is not the one that is wanted.
        case signature
        /// The key's file is not fit for use.
        case key
    }

    package let kind: Code
    /// The reason, with the line where one is at fault.
    package let message: String
    /// What is wrong, in words.
    package let reason: String
    package let hint: String?
    /// The line of the file, counted from 1; nil where no line is at fault.
    package let line: Int?

    package init(_ kind: Code, _ message: String, hint: String? = nil, line: Int? = nil) {
        self.kind = kind
        self.reason = message
        self.message = line.map { "line \($0): \(message)" } ?? message
        self.hint = hint
        self.line = line
    }

    package var code: String { kind.rawValue }

    /// The same with the place where it happened.
    func at(line: Int) -> CaseError { self.line == nil ? CaseError(kind, reason, hint: hint, line: line) : self }
}
