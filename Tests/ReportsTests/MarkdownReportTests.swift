import Model
import Testing

@testable import Reports

@Suite struct MarkdownReportTests {
    @Test func headsComeInTheOrderOfReading() {
        let heads = lines(of: MarkdownReport(OutageSession.snapshot).text).filter { $0.hasPrefix("## ") }
        #expect(
            heads == [
                "## Findings", "## Chart", "## Timeline", "## What was searched", "## Workflow", "## Evidence",
                "## Verification",
            ])
    }

    @Test func quotesStandInFences() {
        let text = MarkdownReport(OutageSession.snapshot).text
        #expect(text.contains("```data\n\(OutageSession.template)\n```"))
        #expect(text.contains("## 1. terraform_data.database_role_limits: connection_limit 40 → 4"))
        #expect(text.contains("Not yet") == false && text.contains("It is not yet a true conclusion"))
    }

    @Test func hostileTextMakesNoMarkup() {
        let report = lines(of: MarkdownReport(HostileSession.snapshot).text)
        var fence: Substring?
        for line in report {
            if let open = fence {
                if line == open { fence = nil }
                continue
            }
            if line.hasPrefix("```") {
                fence = line.prefix { $0 == "`" }
                continue
            }
            // A code span holds anything but its own fence.
            let bare = line.contains("`") ? withoutCode(line) : String(line)
            for forbidden in ["<script", "<img", "<svg", "](", "https://", "<https", " www.e", "@oncall"] {
                #expect(!unescaped(bare).contains(forbidden), "\(forbidden) in \(line)")
            }
            #expect(!line.hasPrefix("# Heading"))
        }
        #expect(fence == nil, "a fence is open at the end")
    }

    @Test func rowsHaveAsManyCellsAsTheirHead() {
        for snapshot in [OutageSession.snapshot, HostileSession.snapshot] {
            var width: Int?
            for line in lines(of: MarkdownReport(snapshot).text) {
                guard line.hasPrefix("| ") || line.hasPrefix("|-") else {
                    width = nil
                    continue
                }
                let cells = unescaped(String(line)).count { $0 == "|" }
                #expect(cells == width ?? cells)
                width = cells
            }
        }
    }

    @Test func anEmptySessionHasAReport() {
        let empty = SessionSnapshot(state: SessionState(id: .server), entries: [], evidence: [:])
        let text = MarkdownReport(empty).text
        #expect(text.hasPrefix("# Untitled session\n"))
        #expect(!text.contains("## Chart"))
    }

    @Test func isTheSameEachTime() {
        #expect(MarkdownReport(OutageSession.snapshot).text == MarkdownReport(OutageSession.snapshot).text)
    }

    private func lines(of text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// The text without what a backslash protects.
    private func unescaped(_ text: String) -> String {
        var result = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        return result
    }

    private func withoutCode(_ line: Substring) -> String {
        var result = ""
        var rest = line
        while let start = rest.firstIndex(of: "`") {
            if start > rest.startIndex, rest[rest.index(before: start)] == "\\" {
                result += rest[...start]
                rest = rest[rest.index(after: start)...]
                continue
            }
            let fence = rest[start...].prefix { $0 == "`" }
            result += rest[..<start]
            rest = rest[fence.endIndex...]
            guard let end = rest.firstRange(of: fence) else { break }
            rest = rest[end.upperBound...]
        }
        return result + rest
    }
}
