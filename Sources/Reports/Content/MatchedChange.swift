internal import JSON

/// A change that was matched to the incident, in few words.
struct MatchedChange: Sendable {
    /// What was changed.
    let subject: String
    /// What was done, with the setting that matters.
    let detail: String

    init(_ match: JSONValue) {
        let named = ["address", "service", "title"].compactMap { match[$0]?.stringValue }.first { !$0.isEmpty }
        subject = named ?? "a change"
        var detail = match["action"]?.stringValue ?? ""
        if let title = match["title"]?.stringValue, title != subject { detail = title }
        if let attribute = match["attribute"]?.stringValue {
            let before = match["before"].map { Self.shown($0) } ?? "–"
            let after = match["after"].map { Self.shown($0) } ?? "–"
            detail += "\(detail.isEmpty ? "" : ", ")\(attribute) \(before) → \(after)"
        }
        self.detail = detail
    }

    var text: String { detail.isEmpty ? subject : "\(subject): \(detail)" }

    private static func shown(_ value: JSONValue) -> String { value.stringValue ?? value.canonicalText() }
}
