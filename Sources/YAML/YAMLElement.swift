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
    /// Whether it was given a tag that is not one of YAML's own.
    package let hasOwnTag: Bool

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
}

/// How a scalar is written.
package enum YAMLStyle: Sendable {
    case plain, singleQuoted, doubleQuoted, literal, folded
}
