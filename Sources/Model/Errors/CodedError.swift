/// An error that reaches a user: a stable code, what was wrong, and what to do next.
package protocol CodedError: Error, Sendable, CustomStringConvertible {
    /// Stable name of the kind of error, such as `notPermitted`; part of the interface.
    var code: String { get }
    /// What was wrong, in one sentence, without secrets.
    var message: String { get }
    /// What the caller can do about it; nil when there is nothing.
    var hint: String? { get }
}

extension CodedError {
    package var description: String {
        guard let hint else { return "\(code): \(message)" }
        return "\(code): \(message) (\(hint))"
    }
}
