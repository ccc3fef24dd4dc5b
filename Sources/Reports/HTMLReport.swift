package import Model

/// A session as one self-contained HTML document without scripts.
///
/// Nothing in it is fetched, and its content policy forbids that anything be. Text from outside passes through
/// `Markup`, which escapes whatever is put into a literal.
package struct HTMLReport: Sendable {
    /// The whole document.
    package let text: String

    package init(_ snapshot: SessionSnapshot) {
        let content = ReportContent(snapshot)
        let style = Markup(stringLiteral: Stylesheet.text)
        let page: Markup = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>\(content.title) – Casebook</title>
            <style>
            \(style)
            </style>
            </head>
            <body>
            <main>
            \(HTMLHead(content).markup)
            \(HTMLFindings(content).markup)
            \(HTMLLedger(content).markup)
            \(HTMLCharts(content).markup)
            \(HTMLTimelines(content).markup)
            \(HTMLCoverage(content).markup)
            \(HTMLWorkflow(content).markup)
            \(HTMLEvidence(content).markup)
            \(HTMLVerification(content).markup)
            </main>
            </body>
            </html>

            """
        text = page.html
    }
}
