internal import JSON

/// What the metric tools tell, a row a series.
extension OutputDigest {
    static func numbers(_ output: JSONValue) -> OutputBlock? {
        table(
            "\(text(output["total"])) series, an instant each \(text(output["step"]))",
            [
                .code("Series"), .number("Least"), .number("Median"), .number("95 % below"), .number("Most"),
                .number("First"), .number("Last"), .words("Median before → in the window"), .number("Gaps"),
                .code("Course"),
            ], output["series"]
        ) { one in
            let change = one["change"]
            let isBaseline = change?["against"]?.stringValue == "baseline"
            let against = change == nil || change == .null || isBaseline ? "" : " (against its first quarter)"
            return [
                series(one) + unit(one), text(one["min"]), text(one["median"]), text(one["p95"]), text(one["max"]),
                text(one["first"]), text(one["last"]), "\(text(change?["from"])) → \(text(change?["to"]))\(against)",
                text(one["gaps"]), course(one["sparkline"]?.stringValue ?? ""),
            ]
        }
    }

    /// A third as long, the highest of each three: a table is narrow.
    private static func course(_ sparkline: String) -> String {
        let blocks = Array(sparkline.unicodeScalars)
        return stride(from: 0, to: blocks.count, by: 3).reduce(into: "") { text, start in
            let highest = blocks[start..<min(blocks.count, start + 3)].max() ?? " "
            text.unicodeScalars.append(highest)
        }
    }

    static func anomalies(_ output: JSONValue) -> OutputBlock? {
        table(
            "Unusual, the most so first",
            [
                .code("Series"), .words("What"), .time("From"), .time("Until"), .number("Value"), .number("Usual"),
                .number("Score"),
            ], output["anomalies"]
        ) { anomaly in
            [
                series(anomaly), text(anomaly["kind"]), time(anomaly["start"]), time(anomaly["end"]),
                text(anomaly["value"]) + unit(anomaly), text(anomaly["expected"]), text(anomaly["score"]),
            ]
        }
            ?? .facts([
                isNone(output["examined"])
                    ? ("Nothing was looked at", "there is no series of this time")
                    : ("Nothing is unusual", "\(text(output["examined"])) series were looked at")
            ])
    }

    static func suspects(_ output: JSONValue) -> OutputBlock? {
        table(
            "Who failed first, the likeliest first",
            [.words("Group"), .number("Score"), .time("Seen at"), .words("Why")], output["suspects"]
        ) { suspect in
            let reasons = (suspect["reasons"]?.arrayValue ?? []).compactMap(\.stringValue).joined(separator: "; ")
            return [text(suspect["group"]), text(suspect["score"]), time(suspect["time"]), reasons]
        }
    }

    static func nothing(_ output: JSONValue) -> OutputBlock? {
        output["reason"]?.stringValue.map { .facts([("Nothing stands out", $0)]) }
    }

    static func differences(_ output: JSONValue) -> OutputBlock? {
        func span(_ name: String) -> String { "\(time(output[name]?["start"])) to \(time(output[name]?["end"]))" }
        let spans = "\(span("window")), against \(span("against"))"
        return table(
            "\(text(output["differing"])) of \(text(output["examined"])) series differ: \(spans)",
            [
                .code("Series"), .words("How"), .number("Before"), .number("After"), .number("Times"), .number("Shift"),
            ], output["series"]
        ) { one in
            [
                series(one), text(one["kind"]), text(one["before"]), text(one["after"]) + unit(one), text(one["ratio"]),
                text(one["shift"]),
            ]
        }
            ?? .facts([nothingDiffers(output, spans)])
    }

    /// That nothing was found says something only where something was compared.
    private static func nothingDiffers(_ output: JSONValue, _ spans: String) -> (name: String, value: String) {
        if let reason = output["reason"]?.stringValue { return ("Nothing could be compared", "\(reason); \(spans)") }
        if isNone(output["examined"]) { return ("Nothing could be compared", "there is no series; \(spans)") }
        return ("Nothing differs", "\(text(output["examined"])) series; \(spans)")
    }

    private static func isNone(_ count: JSONValue?) -> Bool { count?.doubleValue == 0 }

    static func correlations(_ output: JSONValue) -> OutputBlock? {
        let target = SeriesName(output["target"] ?? .null).text
        let name = target.isEmpty ? "the result of the query" : target
        return table(
            "What moves with \(name)",
            [.code("Series"), .number("Coefficient"), .words("When"), .number("Pairs"), .number("Chance")],
            output["correlations"]
        ) { one in
            [
                series(one), text(one["coefficient"]), lag(one), text(one["pairs"]), text(one["chance"]),
            ]
        }
            ?? .facts([
                isNone(output["tried"])
                    ? ("Nothing could be compared", "there is no series beside \(name)")
                    : ("Nothing moves with \(name)", "\(text(output["tried"])) series were compared")
            ])
    }

    private static func lag(_ correlation: JSONValue) -> String {
        guard let seconds = correlation["lagSeconds"]?.doubleValue, seconds != 0 else { return "together" }
        return "\(Figures.short(abs(seconds))) s \(seconds < 0 ? "before it" : "after it")"
    }

    static func series(_ value: JSONValue) -> String {
        let text = SeriesName(value["series"] ?? .null).text
        return text.isEmpty ? "(the result)" : text
    }

    /// With a blank in front; empty where there is none.
    static func unit(_ value: JSONValue) -> String { value["unit"]?.stringValue.map { " \($0)" } ?? "" }
}
