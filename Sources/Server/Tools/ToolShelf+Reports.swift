import JSON
import MCP
import Model
import Reports
import Sessions
import Tooling

extension ToolShelf {
    /// Bytes of a report in one answer.
    private static let page = 16 << 10

    var reportTools: [ServerTool] {
        [
            tool(
                "export_report", "Export a report",
                "The session's report with timeline, findings and evidence, in pages.",
                input: .object([
                    Self.session,
                    .optional("format", .oneOf(ReportFormat.allCases.map(\.rawValue)), "The form", default: "md"),
                    .optional("offset", .integer(0...Int.max), "nextOffset of the page before", default: 0),
                ]), output: AnswerForm.report, annotations: Self.reads
            ) { arguments, _ in
                let session = try await session(arguments)
                let format = ReportFormat(rawValue: arguments["format"]?.stringValue ?? "md") ?? .md
                let text = format.report(of: try await desk.manager.snapshot(of: session, desk.evidenceAccess))
                return Self.part(of: text, from: arguments["offset"]?.intValue ?? 0, session.id, format)
            }
        ]
    }

    private static func part(of text: String, from offset: Int, _ session: SessionID, _ format: ReportFormat)
        -> JSONObject
    {
        let bytes = Array(text.utf8)
        let start = min(max(offset, 0), bytes.count)
        var end = min(start + page, bytes.count)
        // Pages end between characters.
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        var object: JSONObject = [
            "session": .string(session.rawValue), "format": .string(format.rawValue), "bytes": JSONValue(bytes.count),
            "text": .string(String(decoding: bytes[start..<max(start, end)], as: UTF8.self)),
        ]
        if end < bytes.count { object["nextOffset"] = JSONValue(end) }
        return object
    }
}

/// The forms of a report.
enum ReportFormat: String, CaseIterable {
    case md, html, json

    /// The whole report.
    func report(of snapshot: SessionSnapshot) -> String {
        switch self {
        case .md: MarkdownReport(snapshot).text
        case .html: HTMLReport(snapshot).text
        case .json: JSONReport(snapshot).value.serialized(pretty: true) + "\n"
        }
    }
}
