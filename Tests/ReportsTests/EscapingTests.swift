import Testing

@testable import Reports

@Suite struct EscapingTests {
    @Test(arguments: [
        ("a & b", "a &amp; b"), ("<b>", "&lt;b&gt;"), ("\"'`", "&quot;&#39;&#96;"), ("&lt;", "&amp;lt;"),
        ("a\nb\tc", "a b c"), ("a\r\nb", "a b"), ("\u{1B}[1m", "␛[1m"), ("\u{0}\u{7F}", "␀␡"),
        ("\u{85}\u{202E}x\u{2066}\u{200B}\u{FEFF}", "\u{FFFD}\u{FFFD}x\u{FFFD}\u{FFFD}\u{FFFD}"),
        ("\u{2028}\u{E0041}", "\u{FFFD}\u{FFFD}"), ("Zürich 東京 ☎️", "Zürich 東京 ☎️"), ("", ""),
    ])
    func htmlHoldsTextAsText(_ text: String, _ html: String) {
        #expect(Markup(text: text).html == html)
    }

    @Test func literalsStandAndInterpolationsAreEscaped() {
        let name = "<i>"
        let inner: Markup = "<b>\(name)</b>"
        let outer: Markup = "<p title=\"\(name)\">\(inner)\([inner, inner])\(3)</p>"
        #expect(outer.html == "<p title=\"&lt;i&gt;\"><b>&lt;i&gt;</b><b>&lt;i&gt;</b><b>&lt;i&gt;</b>3</p>")
    }

    @Test func blocksKeepTheirLinesAndAreBounded() {
        #expect(Markup(block: "a\r\nb\rc\td").html == "a\nb\nc\td")
        #expect(InertText.block(String(repeating: "x", count: 50), limit: 10) == "xxxxxxxxxx…")
        #expect(InertText.line("abc", limit: 3) == "abc")
    }

    @Test func timesInProseAreKeptWhole() {
        #expect(
            Markup(prose: "at 2026-11-22T19:18:49.380Z: <x>").html
                == "at <span class=\"whole\">2026-11-22T19:18:49.380Z:</span> &lt;x&gt;")
    }

    @Test(arguments: [
        ("plain text, 40 → 4.", "plain text, 40 → 4."), ("*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`"),
        ("database_role_limits", "database_role_limits"), ("[x](y)", "\\[x\\](y)"), ("![x]", "\\!\\[x\\]"),
        ("# no", "\\# no"), ("- no", "\\- no"), ("+ no", "\\+ no"), ("12. no", "12\\. no"), ("3) no", "3\\) no"),
        ("a | b", "a \\| b"), ("<b>", "\\<b\\>"), ("&amp;", "\\&amp;"), ("~~~", "\\~\\~\\~"), ("\\", "\\\\"),
        ("http://x", "http\\://x"), ("HTTPS://x", "HTTPS\\://x"), ("mailto:x", "mailto\\:x"), ("12:30:01", "12:30:01"),
        ("www.x.y", "www\\.x.y"), ("me@x.y", "me@<!-- -->x.y"), ("a\n\n# b", "a  \\# b"), ("  x", "x"), ("=", "\\="),
    ])
    func markdownHoldsTextAsText(_ text: String, _ markdown: String) {
        #expect(MarkdownText.inline(text) == markdown)
    }

    @Test(arguments: [
        ("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("a``b", "```a``b```"), ("", "` `"), ("a\nb", "`a b`"),
    ])
    func codeSpansAreLongEnough(_ text: String, _ markdown: String) {
        #expect(MarkdownText.code(text) == markdown)
    }

    @Test(arguments: [("a", 3), ("```", 4), ("a ```` b", 5), ("~~~", 3)])
    func fencesAreLongerThanAnyInside(_ text: String, _ length: Int) {
        let fence = String(repeating: "`", count: length)
        #expect(MarkdownText.block(text) == "\(fence)text\n\(text)\n\(fence)")
    }
}
