import JSON
import Model
import Reports
import Testing

/// Hypotheses in reports, and drafts for people to finish.
@Suite struct LedgerTests {
    private static func session(verdict: Verdict = .cited) -> SessionSnapshot {
        var builder = SnapshotBuilder()
        let person = builder.person
        builder.add(.sessionOpened(SessionOpened(title: "Checkout <fails>", owner: person)))
        let evidence = builder.call(
            "search_logs", output: ["total": 0], summary: "none",
            coverage: [Coverage(source: "app", value: .partial)])
        builder.find(
            "the pool had 3 of 100", .low, 1,
            [Citation(evidence: evidence, place: .pointer("/total"), quote: "0")], verdict: verdict)
        let finding = builder.snapshot.state.findings.first?.finding.id
        let refuted: HypothesisID = builder.identifier()
        let open: HypothesisID = builder.identifier()
        builder.add(.hypothesisOpened(HypothesisOpened(id: open, statement: "the disk is slow", author: person)))
        builder.add(.hypothesisOpened(HypothesisOpened(id: refuted, statement: "the pool is full", author: person)))
        builder.add(
            .hypothesisWeighed(
                HypothesisWeighed(
                    id: refuted, finding: finding, stance: .against, note: "<b>idle</b>", status: .refuted,
                    author: person)))
        return builder.snapshot
    }

    @Test func everyFormListsWhatWasRuledOutAndByWhat() {
        let snapshot = Self.session()
        let markdown = MarkdownReport(snapshot).text
        #expect(markdown.contains("**ruled out**: the pool is full"))
        #expect(markdown.contains("against: finding 1, cited: the pool had 3 of 100"))
        #expect(markdown.contains("**open**: the disk is slow") && !markdown.contains("<b>"))
        let page = HTMLReport(snapshot).text
        #expect(page.contains("ruled out") && page.contains("href=\"#finding-1\"") && !page.contains("<b>idle"))
        let json = JSONReport(snapshot).value
        #expect(json["hypotheses"]?[0]?["status"] == "refuted")
        #expect(json["hypotheses"]?[0]?["history"]?[0]?["note"] == "<b>idle</b>")
    }

    @Test func whatNobodyCanCheckRulesNothingOut() {
        let doubt = "No finding that decides this has a checked citation"
        #expect(!MarkdownReport(Self.session()).text.contains(doubt))
        #expect(MarkdownReport(Self.session(verdict: .miscited)).text.contains(doubt))
        #expect(HTMLReport(Self.session(verdict: .uncited)).text.contains(doubt))
    }

    @Test func draftsLeaveBlankWhatNoEvidenceFills() {
        let postmortem = DraftReport(Self.session(), .postmortem).text
        for part in ["# Postmortem: Checkout \\<fails\\>", "## Impact", "## Timeline", "## Cause", "## Actions"] {
            #expect(postmortem.contains(part), "\(part)")
        }
        #expect(postmortem.contains("## Impact\n\n_To be written"))
        #expect(postmortem.contains("- the pool is full\n  - by: the pool had 3 of 100"))
        #expect(postmortem.contains("- app: partial"))
        let handover = DraftReport(Self.session(), .handover).text
        #expect(handover.contains("## What is open\n\n- the disk is slow"))
        let empty = DraftReport(SnapshotBuilder().snapshot, .postmortem).text
        #expect(empty.split(separator: "_To be written").count > 4)
    }

    @Test func aBriefSaysWhereItStands() {
        let brief = Brief(Self.session()).json
        #expect(brief["known"] == ["low: the pool had 3 of 100", "ruled out: the pool is full"])
        #expect(brief["open"] == ["hypothesis: the disk is slow", "not all of app was seen"])
        #expect(brief["waiting"] == [])
        #expect(Brief(Self.session()).text.contains("Waiting: nothing"))
    }
}
