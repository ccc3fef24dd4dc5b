internal import JSON
internal import Model

/// One change in an answer, with what speaks for it.
package struct MatchReport: Encodable, Sendable {
    package struct Link: Encodable, Sendable {
        let evidence: String
        let pointer: String
        let text: String
        let terms: [String]
    }

    let rank: Int
    let score: Double
    let likely: Bool
    let kind: String
    let source: String
    let address: JSONValue
    let service: JSONValue
    let title: JSONValue
    let ref: JSONValue
    let time: JSONValue
    let action: String
    let attribute: JSONValue
    let before: JSONValue
    let after: JSONValue
    let statement: String
    let reasons: [String]
    let links: [Link]

    init(_ match: ChangeMatcher.Match, rank: Int) {
        let judgement = match.judgement
        self.rank = rank
        score = (judgement.score * 1000).rounded() / 1000
        likely = judgement.isLikely
        source = match.candidate.source
        time = Shown.text(match.candidate.time?.description)
        statement = match.statement
        reasons = judgement.reasons.prefix(8).map { AttributeChange.shortened($0, limit: 300) }
        links = judgement.links.map {
            Link(
                evidence: $0.evidence, pointer: $0.pointer, text: $0.text,
                terms: $0.terms.prefix(8).map { AttributeChange.shortened($0, limit: 100) })
        }
        attribute = Shown.text(judgement.attribute?.path)
        before = Shown.value(judgement.attribute?.before)
        let isUnknown = judgement.attribute?.isUnknown ?? false
        after = isUnknown ? .string(AttributeChange.unknownText) : Shown.value(judgement.attribute?.after)
        switch match.candidate.origin {
        case .plan(let change):
            kind = "terraform"
            address = Shown.text(change.address, limit: 300)
            (service, title, ref) = (.null, .null, .null)
            action = change.action.kind.rawValue
        case .deploy(let deploy):
            kind = "deploy"
            address = .null
            service = Shown.text(deploy.service)
            title = Shown.text(deploy.title, limit: 300)
            ref = Shown.text(deploy.ref)
            action = "deploy"
        }
    }
}
