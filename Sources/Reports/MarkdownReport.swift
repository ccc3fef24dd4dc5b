package import Model

/// A session as Markdown (CommonMark with GitHub's tables).
///
/// Text from outside is escaped so that it makes no link, heading, table, HTML or fence of its own.
package struct MarkdownReport: Sendable {
    /// The whole document.
    package let text: String

    package init(_ snapshot: SessionSnapshot) {
        let content = ReportContent(snapshot)
        let parts =
            MarkdownFindings(content).parts + MarkdownLedger(content).parts + MarkdownCharts(content).parts
            + MarkdownTimelines(content).parts
            + MarkdownCoverage(content).parts + MarkdownWorkflow(content).parts + MarkdownEvidence(content).parts
            + MarkdownVerification(content).parts
        text = (MarkdownHead(content).parts + parts).joined(separator: "\n\n") + "\n"
    }
}
