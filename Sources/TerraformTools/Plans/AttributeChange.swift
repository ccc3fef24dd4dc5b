package import JSON

/// One value of an object before and after, with what is masked already hidden.
package struct AttributeChange: Hashable, Sendable {
    /// What stands for a value that the plan marks as sensitive.
    package static let sensitiveText = "(sensitive value)"
    /// What stands for a value that only applying will tell.
    package static let unknownText = "(known after apply)"

    /// Where the value is, such as `input.connection_limit` or `tags["cost center"]`.
    package var path: String
    /// Nil where there was nothing.
    package var before: JSONValue?
    /// Nil where there will be nothing.
    package var after: JSONValue?
    /// Whether a mark hid the values.
    package var isSensitive = false
    /// Whether the value after is not known yet.
    package var isUnknown = false
    /// Whether it is the reason why the object is replaced.
    package var forcesReplacement = false

    package init(
        path: String, before: JSONValue?, after: JSONValue?, isSensitive: Bool = false, isUnknown: Bool = false,
        forcesReplacement: Bool = false
    ) {
        self.path = path
        self.before = before
        self.after = after
        self.isSensitive = isSensitive
        self.isUnknown = isUnknown
        self.forcesReplacement = forcesReplacement
    }

    /// `40 → 6`.
    package var transition: String { "\(Self.text(before)) → \(Self.text(after))" }

    /// The same, where only applying will tell the latter.
    var shownTransition: String {
        isUnknown ? "\(Self.text(before)) → \(Self.unknownText)" : transition
    }

    /// A value in a few characters.
    package static func text(_ value: JSONValue?, limit: Int = 80) -> String {
        switch value {
        case nil, .null?: "(none)"
        case .string(let text)?: shortened(text, limit: limit)
        case .some(let value): shortened(value.serialized(), limit: limit)
        }
    }

    /// A value that is short enough to be shown; numbers and truth values stay what they are.
    package static func shown(_ value: JSONValue?, limit: Int = 160) -> JSONValue? {
        switch value {
        case nil: nil
        case .number(let number)? where number.text.utf8.count > limit: .string(shortened(number.text, limit: limit))
        case .number?, .bool?, .null?: value
        case .some(let value): .string(text(value, limit: limit))
        }
    }

    /// The text on one line, control characters as blanks, cut with `…`.
    package static func shortened(_ text: String, limit: Int) -> String {
        var result = ""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else { return result + "…" }
            result.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
            count += 1
        }
        return result
    }
}
