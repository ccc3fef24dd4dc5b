/// An element of a YAML document as it is written, with aliases replaced by what they name.
package struct YAMLElement: Sendable {
    /// What is written.
    package enum Content: Sendable {
        case scalar(YAMLScalarText)
        case sequence([YAMLElement])
        case mapping([YAMLMember])
    }

    package let content: Content
    /// Where it begins; with its anchor and tag, if it has them.
    package let mark: YAMLMark
    /// The tag that it was given, written out; nil when there is none.
    package let tag: String?

    /// The scalar, if it is one.
    package var scalar: YAMLScalarText? {
        guard case .scalar(let scalar) = content else { return nil }
        return scalar
    }

    /// The elements, if it is a sequence.
    package var sequence: [YAMLElement]? {
        guard case .sequence(let elements) = content else { return nil }
        return elements
    }

    /// The members, if it is a mapping; keys can stand there twice.
    package var mapping: [YAMLMember]? {
        guard case .mapping(let members) = content else { return nil }
        return members
    }
}

/// A key of a mapping with its value.
package struct YAMLMember: Sendable {
    package let key: YAMLElement
    package let value: YAMLElement
}

/// The text of a scalar without quotes, escapes and folded lines.
package struct YAMLScalarText: Sendable {
    package let text: String
    package let style: YAMLStyle

    /// What the text means.
    package var value: YAMLValue { YAMLValue(text, style) }

    /// The whole number that stands there, within quotes or without.
    package var whole: Int? { if case .integer(let number) = YAMLValue(text, .plain) { number } else { nil } }
}

/// How a scalar is written.
package enum YAMLStyle: Sendable {
    case plain, singleQuoted, doubleQuoted, literal, folded
}

/// A line and a column as libyaml counts them, from 1, in characters.
package struct YAMLMark: Hashable, Sendable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}
