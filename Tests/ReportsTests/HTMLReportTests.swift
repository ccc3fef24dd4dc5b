import JSON
import Model
import Testing

@testable import Reports

@Suite struct HTMLReportTests {
    private let outage = HTMLReport(OutageSession.snapshot).text

    @Test func headsComeInTheOrderOfReading() throws {
        let marks = [
            "<h1>", "Status", "Window", "class=\"summary critical\"", "id=\"findings\"", "id=\"chart\"",
            "id=\"timeline\"",
            "id=\"coverage\"", "id=\"workflow\"", "id=\"evidence\"", "id=\"verification\"",
        ]
        let places = try marks.map { try #require(outage.firstRange(of: $0)?.lowerBound, "\($0)") }
        #expect(places == places.sorted())
    }

    @Test func allowsNothingButItsOwnStyle() {
        #expect(
            outage.contains(
                "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\""))
        #expect(outage.contains("<html lang=\"en\">"))
        #expect(outage.contains("name=\"viewport\""))
        for forbidden in ["<script", "src=", "http://", "https://", "url(", "@import", "<link", "<iframe"] {
            #expect(!outage.contains(forbidden), "\(forbidden)")
        }
    }

    @Test func everyLinkHasItsPlace() {
        let names = Set(attributes("id", of: outage))
        let links = attributes("href", of: outage)
        #expect(!links.isEmpty)
        #expect(links.allSatisfy { $0.hasPrefix("#") && names.contains(String($0.dropFirst())) })
        #expect(names.count == attributes("id", of: outage).count, "an id stands twice")
    }

    @Test func citedValuesAreHighlighted() {
        #expect(outage.contains("<pre><mark>connection to server at &lt;*&gt; port"))
        #expect(outage.contains("too many connections for role &quot;checkout&quot;"))
        #expect(outage.contains("A checked citation shows that the quoted text stands in the evidence. It is not yet"))
    }

    @Test func tagsAreBalanced() {
        for html in [outage, HTMLReport(HostileSession.snapshot).text] {
            for tag in [
                "section", "article", "table", "tr", "td", "ul", "ol", "li", "details", "figure", "svg", "g", "dl", "a",
                "span", "pre", "mark", "p", "div",
            ] {
                let opened = html.ranges(of: "<\(tag) ").count + html.ranges(of: "<\(tag)>").count
                #expect(opened == html.ranges(of: "</\(tag)>").count, "\(tag)")
            }
        }
    }

    @Test func hostileTextStaysText() {
        let html = HTMLReport(HostileSession.snapshot).text
        for forbidden in ["<script", "<img", "<svg onload", "javascript:alert(6)\"", "</style></title>"] {
            #expect(!html.contains(forbidden), "\(forbidden)")
        }
        let known: Set = [
            "html", "head", "meta", "title", "style", "body", "main", "header", "p", "h1", "h2", "h3", "dl", "dt", "dd",
            "span", "div", "strong", "nav", "a", "section", "article", "figure", "figcaption", "blockquote", "time",
            "br", "code", "svg", "desc", "rect", "line", "text", "path", "circle", "g", "ul", "ol", "li", "table",
            "caption", "thead", "tbody", "tr", "th", "td", "i", "details", "summary", "pre", "mark", "footer",
        ]
        for tag in html.split(separator: "<").dropFirst() where !tag.hasPrefix("!doctype") {
            let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
            #expect(known.contains(String(name)), "\(name)")
        }
        for name in ["onerror", "onload", "onmouseover"] { #expect(attributes(name, of: html).isEmpty) }
        #expect(attributes("href", of: html).allSatisfy { $0.hasPrefix("#") })
        #expect(!html.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" || $0 == "\u{202C}" })
    }

    @Test func anEmptySessionHasAReport() {
        let empty = SessionSnapshot(state: SessionState(id: .server), entries: [], evidence: [:])
        let html = HTMLReport(empty).text
        #expect(html.contains("Untitled session"))
        #expect(html.contains("No finding has been recorded."))
        #expect(html.contains("No workflow was run."))
        #expect(!html.contains("<svg"))
    }

    @Test func aRunningSessionSaysSo() {
        var builder = SnapshotBuilder()
        let run: RunID = builder.identifier()
        builder.add(.sessionOpened(SessionOpened(title: "Night", owner: builder.person)))
        builder.add(
            .runStarted(RunStarted(run: run, workflow: "w", version: "1.0.0", text: "", inputs: [:], session: [:])))
        builder.add(.runTaken(RunTaken(run: run, token: 2)))
        builder.add(.stepStarted(StepStarted(StepReference(run: run, path: "first"))))
        let html = HTMLReport(builder.snapshot).text
        #expect(html.contains("still running"))
        #expect(html.contains("Run taken over after an interruption"))
        #expect(html.contains("<span class=\"chip low\">running</span>"))
    }

    @Test func evidenceThatIsNotAtHandIsNamed() {
        let full = OutageSession.snapshot
        let html = HTMLReport(SessionSnapshot(state: full.state, entries: full.entries, evidence: [:])).text
        #expect(html.contains("is not at hand"))
        #expect(html.contains("evidence not at hand"))
        let names = Set(attributes("id", of: html))
        #expect(attributes("href", of: html).allSatisfy { names.contains(String($0.dropFirst())) })
    }

    @Test func paperLeavesOutWhatTheFileHolds() throws {
        let print = try #require(outage.ranges(of: "@media print").first.map { outage[$0.lowerBound...] })
        #expect(print.contains("nav,.raw{display:none}"))
        // The places that findings cite stand on paper all the same.
        #expect(outage.contains("<details class=\"raw\">"))
        #expect(outage.ranges(of: "class=\"cite\"").count > 3)
    }

    @Test func isTheSameEachTime() {
        #expect(HTMLReport(OutageSession.snapshot).text == outage)
    }

    /// The values of an attribute in all tags.
    private func attributes(_ name: String, of html: String) -> [String] {
        html.split(separator: "<").dropFirst().flatMap { tag in
            tag.prefix { $0 != ">" }.split(separator: " \(name)=\"").dropFirst().map {
                String($0.prefix { $0 != "\"" })
            }
        }
    }
}
