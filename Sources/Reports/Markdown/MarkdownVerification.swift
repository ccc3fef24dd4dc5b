internal import Model

/// Where the journal stands, for whoever wants to check the report against it.
struct MarkdownVerification: Sendable {
    let parts: [String]

    init(_ content: ReportContent) {
        parts = [
            "## Verification", Sentences.verification,
            "Journal head: entry \(Figures.count(content.head.sequence)), `\(content.head.hash.hex)`",
        ]
    }
}
