/// Why a text is no YAML document.
package struct YAMLFault: Error, Sendable {
    /// What is wrong.
    package enum Kind: Sendable {
        /// What libyaml says in its own words.
        case syntax
        /// A second document begins.
        case secondDocument
        /// An alias of which no anchor stands above.
        case undefinedAlias
        /// One of `YAMLDocument`'s limits.
        case depth, size
        /// A directive that names the beginning of tags.
        case handle
    }

    /// What was being read when it was found, and where that began.
    package struct Context: Sendable {
        package let text: String
        package let mark: YAMLMark
    }

    package let kind: Kind
    package let problem: String
    package let mark: YAMLMark
    package let context: Context?

    init(_ kind: Kind, _ problem: String, _ mark: YAMLMark, context: Context? = nil) {
        self.kind = kind
        self.problem = problem
        self.mark = mark
        self.context = context
    }
}
