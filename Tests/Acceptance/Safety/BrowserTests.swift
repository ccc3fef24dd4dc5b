import Foundation
import TestSupport
import Testing

extension Trouble {
    /// A line of a log cannot script a report, nor have the browser fetch anything.
    @Suite("Reports in a browser", .enabled(if: Browser.isInstalled, "no Chromium is installed"))
    struct BrowserTests {
        private static let attacks = [
            "<script>document.title='OWNED'</script>", "<img src=x onerror=\"document.title='OWNED'\">",
            "</pre></blockquote><svg onload=\"document.title='OWNED'\">", "\"><script>document.title='OWNED'</script>",
            "<iframe srcdoc=\"<script>parent.document.title='OWNED'</script>\"></iframe>",
            "<a href=\"javascript:document.title='OWNED'\">click</a>",
            "<style>@import url(http://127.0.0.1:1/x)</style>",
            "<meta http-equiv=refresh content=\"0;url=data:text/html,OWNED\">", "<base href=http://evil.example/>",
            "--><script>document.title='OWNED'</script><!--", "&lt;script&gt;document.title='OWNED'&lt;/script&gt;",
            "\u{202E}gnp.exe\u{200B}<script>document.title='OWNED'</script>", "\u{1B}]0;OWNED\u{7}\u{1B}[2J",
            "<math><mtext><script>document.title='OWNED'</script>",
            "<form action=http://evil.example><input autofocus onfocus=alert(1)>",
        ]

        @Test("are not scripted by a line of a log")
        func isInert() async throws {
            let casebook = try Casebook()
            let lines = Self.attacks.enumerated().flatMap { index, attack in
                [
                    "2026-03-01T12:0\(index % 10):00Z INFO fine \(index)\n",
                    "2026-03-01T12:3\(index % 10):00Z ERROR \(attack)\n",
                ]
            }
            try casebook.home.write(lines.sorted().joined(), to: "logs/app.log")
            try casebook.home.write("sources: {app: {kind: logs, paths: [logs/]}}\n", to: "casebook.yaml")
            let common = ["--config", casebook.home.path("casebook.yaml")]
            _ = try await casebook.run(
                [
                    "run", "service-outage", "--title", Self.attacks[0], "--window",
                    "2026-03-01T12:00:00Z to 2026-03-01T12:45:00Z",
                ] + common)
            _ = try await casebook.run(
                ["tool", "call", "search_logs", "regex=ERROR", "limit=100", "--session", "@last"] + common
            ).expect(0)
            for attack in Self.attacks {
                _ = try await casebook.run(["sessions", "note", "@last", "note \(attack)"] + common).expect(0)
                _ = try await casebook.run(["hypothesis", "add", "@last", "maybe \(attack)"] + common).expect(0)
                _ = try await casebook.run(["finding", "add", "@last", "found \(attack)"] + common).expect(0)
            }
            let report = casebook.home.path("report.html")
            _ = try await casebook.run("export", "--format", "html", "--output", report).expect(0)
            let page = try await Browser.document(of: report, profile: casebook.home.path("profile"))
            #expect(page.contains("</html>"))
            let title = page.firstMatch(of: /<title>(.*?)<\/title>/)?.1 ?? ""
            #expect(title.hasSuffix("Casebook"), "the title is \(title)")
            // What the browser has made of the page holds no element that came out of a text.
            for element in ["<script", "<iframe", "<img", "<form", "<input", "<base", "<object", "<embed", "<math"] {
                #expect(!page.lowercased().contains(element), "\(element) came out of a text")
            }
            #expect(page.firstMatch(of: /<[a-z]+[^>]*\son[a-z]+=/) == nil, "no element has a handler")
            #expect(page.firstMatch(of: /<a[^>]*href="(?!#)/) == nil, "a link leads out of the page")
            for scalar in ["\u{202E}", "\u{200B}", "\u{1B}", "\u{7}"] { #expect(!page.contains(scalar)) }
        }
    }
}

/// Chromium without a window.
enum Browser {
    static let path: String? = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    static var isInstalled: Bool { path != nil }

    /// The document as the browser has it after its scripts have run, as HTML.
    static func document(of file: String, profile: String) async throws -> String {
        let harness = ProcessHarness(
            executable: path ?? "", environment: ["HOME": profile, "PATH": "/usr/bin:/bin"], folder: nil)
        let result = try await harness.run(
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--user-data-dir=\(profile)",
                "--virtual-time-budget=3000", "--dump-dom", "file://\(file)",
            ], timeout: .seconds(90))
        guard result.code == 0 else { throw TestFailure("the browser failed: \(result.errorText.prefix(2000))") }
        return result.text
    }
}
