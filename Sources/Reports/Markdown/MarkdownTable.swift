/// A table of GitHub's dialect; its cells are escaped here.
struct MarkdownTable: Sendable {
    let text: String

    init(_ columns: [String], _ rows: [[String]]) {
        let head = "| " + columns.joined(separator: " | ") + " |"
        let rule = "|" + columns.map { _ in " --- |" }.joined()
        let body = rows.map { row in
            "| " + row.map { MarkdownText.inline($0, limit: 600) }.joined(separator: " | ") + " |"
        }
        text = ([head, rule] + body).joined(separator: "\n")
    }
}
