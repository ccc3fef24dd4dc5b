/// A mapping of the workflow format: its keys with their meaning.
///
/// One table of keys serves the loader, the messages and the JSON Schema, so that they cannot disagree.
struct Format: Sendable {
    /// How messages name the mapping, such as `a step`.
    let name: String
    let summary: String
    let keys: [FormatKey]
    /// Keys of which at least one stands in the mapping; none for no such rule.
    var alternatives: [String] = []
    /// Groups of keys that exclude each other.
    var exclusive: [[String]] = []

    func key(_ name: String) -> FormatKey? { keys.first { $0.name == name } }
}

/// A key of the format.
struct FormatKey: Sendable {
    let name: String
    let type: FormatType
    let summary: String
    var isRequired = false

    /// A key that must be there.
    static func required(_ name: String, _ type: FormatType, _ summary: String) -> FormatKey {
        FormatKey(name: name, type: type, summary: summary, isRequired: true)
    }

    /// A key that may be left out.
    static func optional(_ name: String, _ type: FormatType, _ summary: String) -> FormatKey {
        FormatKey(name: name, type: type, summary: summary)
    }
}

/// What the value of a key may be.
indirect enum FormatType: Sendable {
    case text
    /// A text of this form, an expression of RE2 over the whole, with words for the form.
    case form(String, String)
    case words([String])
    case boolean
    case whole(ClosedRange<Int>)
    case number
    case duration
    case size
    /// Bare CEL.
    case expression
    /// A text in which `${{ }}` may stand.
    case template
    /// Anything in which `${{ }}` may stand.
    case value
    /// Any JSON value without expressions.
    case json
    case list(FormatType)
    /// A list of at least one, or of exactly so many.
    case filled(FormatType, exactly: Int? = nil)
    case mapping(Format)
    /// A mapping with names that the file chooses.
    case named(FormatType)
    /// That, where expressions name the members.
    case identified(FormatType)
    case either([FormatType])
}
