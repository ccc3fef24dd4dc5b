internal import JSON
internal import Model

/// The telling parts of the outputs of known tools, of whatever of them is there; other outputs show as JSON alone.
struct OutputDigest: Sendable {
    /// The most rows of a table.
    private static let maximumRows = 12

    let blocks: [OutputBlock]

    init(_ evidence: Evidence) {
        let output = evidence.output
        let blocks: [OutputBlock?] =
            switch evidence.tool {
            case "match_changes_to_incident": [Self.matches(output)]
            case "compare_log_patterns":
                [Self.onset(output)] + ["new", "grown", "gone", "shrunk"].map { Self.patterns(output, $0) }
            case "find_change_points": [Self.onset(output), Self.points(output)]
            case "summarize_terraform_plan": (output["plans"]?.arrayValue ?? []).prefix(5).map { Self.plan($0) }
            case "list_changes": [Self.changes(output)]
            case "search_logs": [Self.hits(output)]
            case "query_metrics": [Self.numbers(output)]
            case "find_anomalies": [Self.anomalies(output)]
            case "rank_suspects": [Self.suspects(output), Self.nothing(output)]
            case "compare_windows": [Self.differences(output)]
            case "correlate_metrics": [Self.correlations(output)]
            case "get_system_load": [Self.load(output)]
            case "get_disk_usage": [Self.filesystems(output)]
            case "get_host_activity": [Self.activity(output), Self.disks(output), Self.interfaces(output)]
            default: [Self.facts(output)]
            }
        self.blocks = blocks.compactMap { $0 }
    }

    static func table(
        _ title: String, _ columns: [OutputBlock.Column], _ items: JSONValue?, _ row: (JSONValue) -> [String]
    ) -> OutputBlock? {
        guard let items = items?.arrayValue, !items.isEmpty else { return nil }
        return .table(
            title: title, columns: columns, rows: items.prefix(maximumRows).map(row),
            omitted: max(0, items.count - maximumRows))
    }

    private static func onset(_ output: JSONValue) -> OutputBlock? {
        guard let onset = output["onset"], let time = onset["time"] else { return nil }
        let facts: [(name: String, value: String)] = [
            ("Onset", self.time(time)), ("Why", text(onset["reason"])), ("Line", text(onset["text"])),
            ("Where", place(onset)),
        ]
        return .facts(facts.filter { !$0.value.isEmpty && $0.value != "–" })
    }

    private static func matches(_ output: JSONValue) -> OutputBlock? {
        table(
            "Changes, the likeliest first",
            [.words("Change"), .number("Score"), .time("Time"), .words("What speaks for or against it")],
            output["matches"]
        ) { match in
            let reasons = (match["reasons"]?.arrayValue ?? []).compactMap(\.stringValue).joined(separator: "; ")
            return [
                MatchedChange(match).text + (match["likely"]?.boolValue == true ? " (likely)" : ""),
                text(match["score"]), time(match["time"]), reasons,
            ]
        } ?? output["reason"]?.stringValue.map { .facts([("Nothing matches", $0)]) }
    }

    private static func patterns(_ output: JSONValue, _ kind: String) -> OutputBlock? {
        let titles = [
            "new": "New in the logs", "grown": "More often", "gone": "Came no more", "shrunk": "Less often",
        ]
        return table(
            titles[kind] ?? kind,
            [.code("Message"), .words("Source"), .number("Before"), .number("Since"), .time("First seen")],
            output[kind]
        ) { pattern in
            [
                text(pattern["template"]), text(pattern["source"]), text(pattern["before"]), text(pattern["during"]),
                time(pattern["firstSeen"]),
            ]
        }
    }

    private static func points(_ output: JSONValue) -> OutputBlock? {
        table(
            "What moved",
            [.code("Series"), .number("Before"), .number("After"), .time("Time"), .number("Confidence")],
            output["points"]
        ) { point in
            [
                series(point), text(point["before"]), text(point["after"]) + unit(point), time(point["time"]),
                point["confidence"]?.doubleValue.map { Figures.percent($0) } ?? "",
            ]
        }
    }

    private static func plan(_ plan: JSONValue) -> OutputBlock? {
        let title = [plan["file"], plan["summary"]].compactMap { $0?.stringValue }.joined(separator: ": ")
        return table(title, [.code("Resource"), .words("Action"), .code("What differs")], plan["changes"]) { change in
            let attributes = (change["attributes"]?.arrayValue ?? []).prefix(6).map { attribute in
                "\(text(attribute["path"])) \(text(attribute["before"])) → \(text(attribute["after"]))"
            }
            return [text(change["address"]), text(change["action"]), attributes.joined(separator: "; ")]
        } ?? .facts([("Plan", title)])
    }

    private static func changes(_ output: JSONValue) -> OutputBlock? {
        table(
            "Deploys, newest first",
            [.time("Time"), .words("Service"), .words("Title"), .code("Reference"), .words("Author")],
            output["changes"]
        ) { change in
            [
                time(change["time"]), text(change["service"]), text(change["title"]), text(change["ref"]),
                text(change["author"]),
            ]
        }
    }

    private static func hits(_ output: JSONValue) -> OutputBlock? {
        table(
            "\(text(output["total"])) lines match",
            [.time("Time"), .words("File"), .number("Line"), .code("Text")], output["hits"]
        ) { hit in
            [time(hit["time"]), text(hit["file"]), text(hit["line"]), text(hit["text"])]
        }
    }

    /// The plain members of an output of an unknown form.
    private static func facts(_ output: JSONValue) -> OutputBlock? {
        let facts = (output.objectValue ?? [:]).compactMap { key, value -> (name: String, value: String)? in
            switch value {
            case .string, .number, .bool: (key, text(value))
            case .null, .array, .object: nil
            }
        }
        return facts.isEmpty ? nil : .facts(Array(facts.prefix(maximumRows)))
    }

    private static func place(_ value: JSONValue) -> String {
        guard let file = value["file"]?.stringValue else { return "" }
        return "\(file)\(value["line"]?.intValue.map { ", line \(Figures.count($0))" } ?? "")"
    }

    static func time(_ value: JSONValue?) -> String {
        guard let value else { return "" }
        return Moment.read(value).map { Moment.full($0) } ?? text(value)
    }

    static func text(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null?: "–"
        case .string(let text)?: InertText.line(text, limit: 600)
        case .number(let number)?: number.int.map { Figures.count($0) } ?? Figures.short(number.double)
        case .bool(let flag)?: flag ? "yes" : "no"
        case .some(let value): InertText.line(value.canonicalText(), limit: 200)
        }
    }
}
