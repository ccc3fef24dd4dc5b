internal import JSON
internal import Model

/// Something that the evidence tells of the systems themselves, at its own time.
struct Happening: Sendable {
    enum Kind: String, Sendable {
        case plan, deploy, change, onset, log, measurement

        /// The kind in words.
        var words: String {
            switch self {
            case .plan: "plan"
            case .deploy: "deploy"
            case .change: "likely cause"
            case .onset: "onset"
            case .log: "new in logs"
            case .measurement: "measurement"
            }
        }
    }

    let time: Timestamp
    let kind: Kind
    /// All of it came from outside.
    let text: String
    let evidence: EvidenceID

    /// Of every evidence, by time; what several tell alike stands once.
    static func all(in evidence: [Evidence]) -> [Happening] {
        var seen = Set<String>()
        return evidence.flatMap { told(by: $0) }
            .filter { seen.insert("\($0.time.nanoseconds) \($0.kind) \($0.text)").inserted }
            .enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
    }

    private static func told(by evidence: Evidence) -> [Happening] {
        let output = evidence.output
        switch evidence.tool {
        case "list_changes": return deploys(output, evidence.id)
        case "summarize_terraform_plan": return plans(output, evidence.id)
        case "match_changes_to_incident": return likely(output, evidence.id)
        case "compare_log_patterns": return onset(evidence) + patterns(output, evidence.id)
        case "find_change_points": return onset(evidence) + measurements(output, evidence.id)
        default: return []
        }
    }

    private static func deploys(_ output: JSONValue, _ id: EvidenceID) -> [Happening] {
        (output["changes"]?.arrayValue ?? []).prefix(100).compactMap { change in
            guard let time = change["time"].flatMap({ Moment.read($0) }) else { return nil }
            let words = [change["service"], change["title"]].compactMap { $0?.stringValue }.filter { !$0.isEmpty }
            let ref = change["ref"]?.stringValue.map { " (\($0))" } ?? ""
            return Happening(time: time, kind: .deploy, text: words.joined(separator: ": ") + ref, evidence: id)
        }
    }

    private static func plans(_ output: JSONValue, _ id: EvidenceID) -> [Happening] {
        (output["plans"]?.arrayValue ?? []).prefix(20).compactMap { plan in
            guard let time = plan["planned"].flatMap({ Moment.read($0) }) else { return nil }
            let words = [plan["file"] ?? plan["source"], plan["summary"]].compactMap { $0?.stringValue }
            return Happening(time: time, kind: .plan, text: words.joined(separator: ": "), evidence: id)
        }
    }

    private static func likely(_ output: JSONValue, _ id: EvidenceID) -> [Happening] {
        guard let match = output["matches"]?[0], match["likely"]?.boolValue == true,
            let time = match["time"].flatMap({ Moment.read($0) })
        else { return [] }
        return [Happening(time: time, kind: .change, text: MatchedChange(match).text, evidence: id)]
    }

    private static func onset(_ evidence: Evidence) -> [Happening] {
        guard let onset = Onset.told(by: evidence) else { return [] }
        let text = evidence.output["onset"]?["text"]?.stringValue
        let words = [onset.reason, text ?? ""].filter { !$0.isEmpty }.joined(separator: " — ")
        return [Happening(time: onset.time, kind: .onset, text: words, evidence: evidence.id)]
    }

    private static func patterns(_ output: JSONValue, _ id: EvidenceID) -> [Happening] {
        (output["new"]?.arrayValue ?? []).prefix(5).compactMap { pattern in
            guard let time = pattern["firstSeen"].flatMap({ Moment.read($0) }),
                let template = pattern["template"]?.stringValue
            else { return nil }
            let source = pattern["source"]?.stringValue.map { "\($0): " } ?? ""
            return Happening(time: time, kind: .log, text: source + template, evidence: id)
        }
    }

    /// Series that changed at one instant are told together.
    private static func measurements(_ output: JSONValue, _ id: EvidenceID) -> [Happening] {
        var names: [Timestamp: [String]] = [:]
        for point in (output["points"]?.arrayValue ?? []).prefix(20) {
            guard let time = point["time"].flatMap({ Moment.read($0) }), let series = point["series"] else { continue }
            let before = point["before"]?.doubleValue.map { Figures.short($0) } ?? "?"
            let after = point["after"]?.doubleValue.map { Figures.short($0) } ?? "?"
            names[time, default: []].append("\(SeriesName(series).text) \(before) → \(after)")
        }
        return names.map { time, all in
            let rest = all.count > 3 ? ", and \(Figures.count(all.count - 3, "other"))" : ""
            let text = all.prefix(3).joined(separator: ", ") + rest
            return Happening(time: time, kind: .measurement, text: text, evidence: id)
        }
        .sorted { $0.time < $1.time }
    }
}
