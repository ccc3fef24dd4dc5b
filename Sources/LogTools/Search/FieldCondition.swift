internal import Model
internal import RE2

/// A condition on a field of a line, such as `status>=500`, `host=web-1` or `path~^/api`.
struct FieldCondition: Sendable {
    private enum Test: Sendable {
        case equal, unequal, less, lessOrEqual, greater, greaterOrEqual
        case matches(RegularExpression)
    }

    private let name: String
    private let test: Test
    private let text: [UInt8]
    private let number: Double?

    /// Reads a condition.
    init(_ condition: String) throws(ToolError) {
        let operators: [(String, Test)] = [
            (">=", .greaterOrEqual), ("<=", .lessOrEqual), ("!=", .unequal), ("=", .equal), (">", .greater),
            ("<", .less),
        ]
        let signs = condition.firstIndex { "<>=!~".contains($0) }
        guard let signs, signs > condition.startIndex else { throw Self.misread(condition) }
        let name = condition[..<signs].drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || "._-@".contains($0) }) else {
            throw Self.misread(condition)
        }
        self.name = String(name)
        let rest = condition[signs...]
        if rest.hasPrefix("~") {
            let pattern = String(rest.dropFirst())
            do throws(RegularExpressionError) {
                test = .matches(try RegularExpression(pattern, options: [.singleLine]))
            } catch {
                throw ToolError(.validation, error.message, hint: error.hint)
            }
            text = []
            number = nil
            return
        }
        guard let found = operators.first(where: { rest.hasPrefix($0.0) }) else { throw Self.misread(condition) }
        let value = String(rest.dropFirst(found.0.count).drop { $0 == " " })
        test = found.1
        text = Array(value.utf8)
        number = Double(value)
        guard number == nil else { return }
        switch found.1 {
        case .equal, .unequal: return
        default:
            throw ToolError(
                .validation, "`\(condition)` compares with what is no number",
                hint: "compare texts by = and !=, or by ~ with a regular expression")
        }
    }

    private static func misread(_ condition: String) -> ToolError {
        ToolError(
            .validation, "`\(condition)` is no condition on a field",
            hint: "write a name, one of = != < <= > >= ~, and a value: status>=500, path~^/api")
    }

    /// Whether it holds of a line; a line without the field meets no condition but `!=`.
    func holds(of line: Span<UInt8>) -> Bool {
        guard let range = LineFields.value(of: name, in: line) else {
            if case .unequal = test { return true }
            return false
        }
        let value = line.extracting(range)
        switch test {
        case .matches(let expression): return expression.matches(in: value)
        case .equal: return isEqual(value)
        case .unequal: return !isEqual(value)
        default: break
        }
        guard let number, let own = Self.number(value) else { return false }
        switch test {
        case .less: return own < number
        case .lessOrEqual: return own <= number
        case .greater: return own > number
        default: return own >= number
        }
    }

    private func isEqual(_ value: Span<UInt8>) -> Bool {
        if let number, let own = Self.number(value) { return own == number }
        guard value.count == text.count else { return false }
        for index in text.indices where value[index] != text[index] { return false }
        return true
    }

    /// The number at the beginning of a value, whatever unit follows it.
    private static func number(_ value: Span<UInt8>) -> Double? {
        var end = 0
        while end < min(value.count, 40),
            Byte.isDigit(value[end]) || value[end] == Byte.dot || end == 0 && value[end] == Byte.dash
        {
            end += 1
        }
        guard end > 0 else { return nil }
        var text = ""
        for index in 0..<end { text.unicodeScalars.append(Unicode.Scalar(value[index])) }
        return Double(text)
    }
}
