/// Why an expression could not be read, checked or evaluated.
public struct CELError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable name for the kind of failure.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The text breaks CEL's grammar.
        case syntax
        /// A macro such as `all` or `has` is not used as it must be.
        case invalidMacro
        /// The expression needs something that is left out on purpose, such as protobuf messages.
        case unsupported
        /// A name is not declared, or has no value.
        case unknownVariable
        /// A function is not declared.
        case unknownFunction
        /// An object type has no such field.
        case unknownField
        /// A function or operator does not take values of these types.
        case noSuchOverload
        /// The expression's type is not the one asked for.
        case typeMismatch
        /// A map has no such key.
        case noSuchKey
        /// An index lies outside its list or text.
        case indexOutOfRange
        /// An integer is divided by zero.
        case divideByZero
        /// A number, timestamp or duration leaves its range.
        case overflow
        /// A value cannot be converted to the type asked for.
        case invalidConversion
        /// An argument's value is not allowed.
        case invalidArgument
        /// A map literal names a key twice.
        case duplicateKey
        /// One of `CELLimits` is exceeded.
        case limitExceeded
        /// The activation could not produce a value.
        case activation
    }

    private enum Place: Sendable {
        case none
        case span(CELSpan)
        /// Worked out only when somebody asks: most errors of an evaluation are absorbed by `||` or `exists`.
        case range(SourceRange, SourceText)
    }

    private final class Storage: Sendable {
        let code: Code
        let message: String
        let hint: String?
        let place: Place

        init(code: Code, message: String, hint: String?, place: Place) {
            self.code = code
            self.message = message
            self.hint = hint
            self.place = place
        }
    }

    // One word, so that throwing and absorbing errors stays cheap.
    private let storage: Storage

    /// The stable name of the failure.
    public var code: Code { storage.code }
    /// What was wrong, in one line and without the position.
    public var message: String { storage.message }
    /// What to do next, where that is known.
    public var hint: String? { storage.hint }
    /// The part of the expression that the failure is about.
    public var span: CELSpan? {
        switch storage.place {
        case .none: nil
        case .span(let span): span
        case .range(let range, let source): source.span(range)
        }
    }

    /// A failure; functions declared by a caller throw it too.
    public init(_ code: Code, _ message: String, hint: String? = nil, at span: CELSpan? = nil) {
        storage = Storage(code: code, message: message, hint: hint, place: span.map(Place.span) ?? .none)
    }

    private init(_ error: CELError, _ place: Place) {
        storage = Storage(code: error.code, message: error.message, hint: error.hint, place: place)
    }

    /// The same failure with a place, unless it already has one.
    public func located(at span: CELSpan) -> CELError {
        guard case .none = storage.place else { return self }
        return CELError(self, .span(span))
    }

    func located(_ range: SourceRange, in source: SourceText) -> CELError {
        guard case .none = storage.place else { return self }
        return CELError(self, .range(range, source))
    }

    /// Whether both have the same code, message, hint and place.
    public static func == (left: CELError, right: CELError) -> Bool {
        left.code == right.code && left.message == right.message && left.hint == right.hint && left.span == right.span
    }

    /// Feeds a hash under which equal failures are alike.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(message)
    }

    /// The position, message and hint in one line.
    public var description: String {
        let place = span.map { "\($0.start.line):\($0.start.column): " } ?? ""
        return place + message + (hint.map { " (\($0))" } ?? "")
    }
}
