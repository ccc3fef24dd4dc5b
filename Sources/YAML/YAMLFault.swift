/// Why a text is no YAML document, mostly in libyaml's words.
package struct YAMLFault: Error, Sendable {
    /// Where a fault was found.
    package enum Place: Hashable, Sendable {
        case mark(YAMLMark)
        /// A byte from the start, which is of no character that YAML allows.
        case byte(Int)
    }

    /// What was being read when it was found, and where that began.
    package struct Context: Sendable {
        package let text: String
        package let mark: YAMLMark
    }

    package let problem: String
    package let place: Place
    package let context: Context?

    init(_ problem: String, _ place: Place, context: Context? = nil) {
        self.problem = problem
        self.place = place
        self.context = context
    }
}
