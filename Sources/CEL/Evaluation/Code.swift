/// A part of a compiled expression.
protocol Code: AnyObject, Sendable {
    /// The value in one evaluation.
    func run(_ frame: inout Frame) throws(CELError) -> CELValue
}

/// Where a part stands in the text, for errors.
struct Site: Sendable {
    let range: SourceRange
    let source: SourceText

    func error(_ code: CELError.Code, _ message: String, hint: String? = nil) -> CELError {
        CELError(code, message, hint: hint).located(range, in: source)
    }

    func located(_ error: CELError) -> CELError { error.located(range, in: source) }

    func noOverload(_ shown: String) -> CELError { error(.noSuchOverload, "no such overload: \(shown)") }

    /// The text of the part.
    var text: String { source.text(range) }
}

final class ConstantCode: Code {
    let value: CELValue

    init(_ value: CELValue) { self.value = value }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue { value }
}

/// Something that is known to fail when it is reached, such as a function that does not exist.
final class FailureCode: Code {
    private let error: CELError

    init(_ error: CELError) { self.error = error }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue { throw error }
}

/// Makes values out of JSON fit the declared type: JSON has one kind of number only.
enum Coercion: Sendable {
    case none, int, uint, double, timestamp, duration

    init(_ type: CELType) {
        switch type {
        case .int: self = .int
        case .uint: self = .uint
        case .double: self = .double
        case .timestamp: self = .timestamp
        case .duration: self = .duration
        default: self = .none
        }
    }

    @inline(__always)
    func apply(_ value: CELValue) -> CELValue {
        if case .none = self { return value }
        return convert(value)
    }

    private func convert(_ value: CELValue) -> CELValue {
        switch (self, value) {
        case (.double, .int(let number)): .double(Double(number))
        case (.double, .uint(let number)): .double(Double(number))
        case (.int, .double(let number)): Int64(exactly: number).map(CELValue.int) ?? value
        case (.int, .uint(let number)): Int64(exactly: number).map(CELValue.int) ?? value
        case (.uint, .int(let number)): UInt64(exactly: number).map(CELValue.uint) ?? value
        case (.uint, .double(let number)): UInt64(exactly: number).map(CELValue.uint) ?? value
        case (.timestamp, .string(let text)): CELTimestamp(text).map(CELValue.timestamp) ?? value
        case (.duration, .string(let text)): CELDuration(text).map(CELValue.duration) ?? value
        default: value
        }
    }
}
