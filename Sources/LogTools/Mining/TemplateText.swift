internal import RE2

/// Templates as they are shown: constant text with marks such as `<*>` where it varies.
enum TemplateText {
    /// The mark of anything that varies.
    static let wildcard = "<*>"

    /// A regular expression that the lines of a template match.
    static func expression(for template: String) -> String {
        template.split(separator: " ").map { token in
            String(token).split(separator: wildcard, omittingEmptySubsequences: false)
                .map { RegularExpression.escape(String($0)) }.joined(separator: ".*?")
        }.joined(separator: "\\s+")
    }
}
