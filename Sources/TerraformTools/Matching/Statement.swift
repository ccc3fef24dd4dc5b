internal import JSON
internal import Model

/// One sentence about a change and an incident, fit for a finding.
struct Statement {
    let text: String

    init(_ candidate: Candidate, _ judgement: Judgement, lag: Double?) {
        var text: String
        switch candidate.origin {
        case .plan(let change):
            text = "\(AttributeChange.shortened(change.address, limit: 200)): \(Self.what(change, judgement.attribute))"
            let verb = candidate.isDrift ? "done outside of Terraform, as planning found" : "planned"
            text += candidate.time.map { ", \(verb) \($0)" } ?? ", \(verb) at an unknown time"
        case .deploy(let deploy):
            text = "\(deploy.service.isEmpty ? "deploy" : deploy.service): \(deploy.title)"
            text += deploy.ref.map { " (\($0))" } ?? ""
            text += ", deployed \(deploy.time)"
        }
        if let lag {
            text += lag >= 0 ? " (\(Self.duration(lag)) before the onset)" : " (\(Self.duration(-lag)) after the onset)"
        }
        if judgement.isLikely, let link = judgement.links.first {
            text += "; the logs then say “\(Self.excerpt(link.text, around: link.terms))”"
        }
        self.text = text
    }

    private static func what(_ change: ResourceChange, _ attribute: AttributeChange?) -> String {
        let verb =
            switch change.action.kind {
            case .create: "created"
            case .delete: "deleted"
            case .replace: "replaced"
            case .forget: "forgotten"
            default: "changed"
            }
        guard let attribute, change.action.kind != .delete else { return verb }
        let name = SettingName(of: attribute, in: change).text
        if attribute.isUnknown { return "\(verb), \(name) known after apply" }
        return "\(AttributeChange.shortened(name, limit: 80)) \(attribute.transition)"
    }

    /// `2 min 31 s`.
    static func duration(_ seconds: Double) -> String {
        let total = Int(min(max(seconds, 0), 1e9).rounded(.down))
        if total < 60 { return "\(total) s" }
        if total < 3600 { return total % 60 == 0 ? "\(total / 60) min" : "\(total / 60) min \(total % 60) s" }
        if total < 86_400 { return "\(total / 3600) h \(total / 60 % 60) min" }
        return "\(total / 86_400) d \(total / 3600 % 24) h"
    }

    /// The part of a message that has most of the terms, cut with `…`.
    static func excerpt(_ text: String, around terms: [String], limit: Int = 120) -> String {
        let line = AttributeChange.shortened(text, limit: 2000)
        let characters = Array(line)
        guard characters.count > limit else { return line }
        let lowered = line.lowercased()
        let places = terms.compactMap { term -> Int? in
            guard let range = lowered.range(of: term.lowercased()) else { return nil }
            return lowered.distance(from: lowered.startIndex, to: range.lowerBound)
        }
        let first = places.max().map { max(0, min($0 - limit / 2, characters.count - limit)) } ?? 0
        let end = min(characters.count, first + limit)
        return (first > 0 ? "…" : "") + String(characters[first..<end]) + (end < characters.count ? "…" : "")
    }
}

extension String {
    /// Where another text first stands in this one.
    fileprivate func range(of other: String) -> Range<String.Index>? { firstRange(of: other) }
}
