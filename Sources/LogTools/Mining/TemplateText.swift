internal import RE2

/// Templates as they are shown: constant text with marks such as `<*>` where it varies.
enum TemplateText {
    /// The mark of anything that varies.
    static let wildcard = "<*>"

    /// The longest part without a mark and without blanks, of which a line may have more; nil when there is none.
    static func longestText(of template: String) -> String? {
        let parts = template.split(separator: " ").flatMap { $0.split(separator: wildcard) }
        return parts.max { $0.utf8.count < $1.utf8.count }.map { String($0) }
    }

    /// A regular expression that the lines of a template match.
    static func expression(for template: String) -> String {
        template.split(separator: " ").map { token in
            String(token).split(separator: wildcard, omittingEmptySubsequences: false)
                .map { RegularExpression.escape(String($0)) }.joined(separator: ".*?")
        }.joined(separator: "\\s+")
    }
}
