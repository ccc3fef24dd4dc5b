import JSON

/// The words that an attack is made of: guesses of a secret, right and wrong, and patterns about them.
struct AttackWords {
    private(set) var random: AttackRandom
    private let isRight: Bool
    private let guess: String
    private let sign: String
    private let name: String
    private let length: Int

    /// Letters that stand in no token.
    private static let apart = Array("ghijklmnopquvwxyz")

    init(_ source: inout AttackRandom, guessing secrets: [String]) {
        var random = source
        func one<Element>(_ choices: [Element]) -> Element {
            choices[Int.random(in: 0..<choices.count, using: &random)]
        }
        let secret = one(secrets)
        length = Int.random(in: 1...secret.count, using: &random)
        let start = Int.random(in: 0...(secret.count - length), using: &random)
        // Half of the guesses are right, or nothing could be learnt.
        isRight = Bool.random(using: &random)
        let part = String(secret.dropFirst(one([0, start])).prefix(length))
        // What could be found among the signs of a token tells of the token, which everybody sees and which differs.
        let isApart = part.lowercased().contains { Self.apart.contains($0) }
        guess = (isRight ? part : part + one(["Z", "x", "q"])) + (isApart ? "" : "q")
        sign = one(Self.apart.flatMap { [String($0), $0.uppercased()] })
        name = one(["password=", "key=", "Bearer ", "Basic ", "services/", "sid=", "api_key\\\":\\\"", "KEY-----"])
        self.random = random
    }

    private mutating func one<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    private mutating func number(_ range: ClosedRange<Int>) -> JSONValue {
        JSONValue(Int.random(in: range, using: &random))
    }

    /// Something of the place, by a number.
    private mutating func own(_ kind: String, _ count: Int = 40) -> JSONValue {
        .string("@\(kind) \(Int.random(in: 0..<count, using: &random))")
    }

    /// A run of the place in its session, or another name in the run's place.
    private mutating func own(run isRight: Bool) -> JSONObject {
        let number = Int.random(in: 0..<40, using: &random)
        return [
            "session": .string("@driven \(number)"), "run": .string(isRight ? "@run \(number)" : guess),
        ]
    }

    private mutating func regex() -> JSONValue {
        .string(
            one([
                guess, "\(name)\(sign)", "\(name)(\(sign)|«)", "\(name).{\(length)}", "\(name)[a-m]", "(?i)\(guess)",
                "^\(guess)", "\(guess)$", "[\(sign)]{2}", "\(name)\\S*\(sign)", "\(name)[^«]",
                "«secret:[0-9a-f]*\(sign)", "\(name)\\w+\\b", "^[A-Za-z0-9+/]{64}$", "^aZ3\(sign)", "(^\(sign)|«)",
                "\(name)(?:\(guess)|.*)$", "\\B\(sign)",
            ]))
    }

    private mutating func selector() -> String {
        let matcher = one([
            "=~\"\(guess).*\"", "=\"\(guess)\"", "!~\".*\(sign).*\"", "=~\"[a-m].*\"", "!=\"\(guess)\"",
            "=~\"\(sign).*\"",
        ])
        return "requests_total{api_token\(matcher)}"
    }

    /// What a tool is called with.
    mutating func arguments(of tool: String) -> JSONObject {
        switch tool {
        case "get_disk_usage", "get_system_load", "get_host_activity", "list_approvals": [:]
        case "decide_approval":
            ["approval": .string(one([guess, "ask_1"])), "decision": "approved", "reason": .string(guess)]
        case "list_sessions": ["limit": number(1...5)]
        case let tool where tool.hasPrefix("workflow_"): workflow(tool)
        case "open_session", "fork_session", "share_session", "close_session", "add_note", "record_finding",
            "open_hypothesis", "weigh_hypothesis", "get_session", "export_report", "run_workflow", "get_run",
            "resume_run", "cancel_run":
            record(tool)
        default: ask(tool).merging(["session": "@session 0"])
        }
    }

    private mutating func workflow(_ tool: String) -> JSONObject {
        var arguments: JSONObject = ["wait": 20]
        if tool == "workflow_service_outage", isRight { arguments["service"] = "a" }
        return arguments
    }

    /// Calls that read what is recorded, or add to it.
    private mutating func record(_ tool: String) -> JSONObject {
        switch tool {
        case "open_session": return ["title": .string(name + guess), "labels": ["of": .string(guess)]]
        case "close_session": return ["session": own("closable"), "outcome": .string(guess)]
        case "fork_session": return ["session": own("session"), "title": .string(guess)]
        case "share_session": return ["session": own("session"), "member": .string(one(["bob", guess]))]
        case "add_note": return ["session": own("session"), "text": .string(name + guess)]
        case "record_finding":
            var citation: JSONObject = ["evidence": own("evidence"), "quote": .string(guess)]
            if Bool.random(using: &random) {
                citation["pointer"] = .string(one(["/hits/0/text", "/lines/1/text", "/rows/0/value", "/nothing"]))
            } else {
                let line = number(1...60)
                citation["lines"] = [line, line]
            }
            return [
                "session": "@session 0", "statement": .string(guess), "severity": "low", "confidence": 1,
                "citations": [.object(citation)],
            ]
        case "open_hypothesis": return ["session": "@session 0", "statement": .string(name + guess)]
        case "weigh_hypothesis":
            return [
                "session": "@session 0", "hypothesis": own("hypothesis"), "finding": own("finding"),
                "stance": .string(one(["for", "against"])), "note": .string(guess),
                "status": .string(one(["open", "supported", "abandoned"])),
            ]
        case "export_report":
            return [
                "session": own(one(["session", "driven"])), "format": .string(one(["md", "html", "json"])), "offset": 0,
            ]
        case "run_workflow":
            var call: JSONObject = ["wait": 20, "title": .string(guess)]
            let workflow = one(["service-outage", "gated", guess])
            call["workflow"] = .string(workflow)
            let inputs: JSONObject = isRight ? ["service": "a"] : ["service": .string(guess)]
            if workflow != "gated" { call["inputs"] = .object(inputs) }
            return call
        case "get_run": return own(run: isRight)
        case "cancel_run": return own(run: true).merging(["reason": .string(guess)])
        case "resume_run": return ["session": own("driven")]
        default: return ["session": own(one(["session", "driven"]))]
        }
    }

    /// Calls that ask sources and evidence.
    private mutating func ask(_ tool: String) -> JSONObject {
        switch tool {
        case "search_logs":
            switch Int.random(in: 0..<6, using: &random) {
            case 0...2: return ["regex": regex(), "limit": 5]
            case 3: return ["literal": .string(guess), "caseSensitive": .bool(isRight), "context": 2]
            case 4: return ["anyOf": [.string(guess), .string(sign)], "level": "error"]
            default: return ["template": .string("\(name)<*>\(sign)")]
            }
        case "compare_log_patterns": return ["limit": number(1...20)]
        case "summarize_logs": return ["limit": 40]
        case "correlate_logs": return ["times": ["2026-03-01T12:19:30Z", "2026-03-01T12:30:00Z"], "within": 120]
        case "query_metrics":
            return ["query": .string(one([selector(), "sum by (api_token) (requests_total)"]))]
        case "find_change_points", "find_anomalies", "compare_windows": return ["query": .string(selector())]
        case "rank_suspects":
            let by = one(["api_token", "host", guess])
            return ["by": .string(by), "dependencies": ["a": [.string(guess)]]]
        case "correlate_metrics": return ["query": "requests_total{host=\"b\"}", "with": .string(selector())]
        case "read_file":
            let file = one(["files/app.env", "files/tls.key", "files/secret.yaml", "files/block.yaml", "logs/app.log"])
            return [
                "path": .string(file), "lines": number(1...9),
                isRight ? "startLine" : "offset": isRight ? number(1...90) : number(0...3000),
            ]
        case "list_files": return ["path": .string(one(["files", "logs", guess]))]
        case "explain_terraform_change":
            return ["address": .string(one(["aws_db_instance.shop", guess, "aws_db_instance.\(guess)"]))]
        case "compare_terraform_plans", "compare_terraform_states":
            let kind = tool == "compare_terraform_plans" ? "plan" : "state"
            return [
                "before": .string(one([kind, kind, guess])),
                "after": .string(one(["later-\(kind)", "later-\(kind)", guess])),
            ]
        case "match_changes_to_incident": return ["onset": "2026-03-01T12:20:00Z", "service": .string(guess)]
        case "query_evidence":
            var call: JSONObject = ["evidence": [own("evidence")], "limit": 20]
            switch Int.random(in: 0..<3, using: &random) {
            case 0: call["regex"] = regex()
            case 1: call["text"] = .string(guess)
            default: call["where"] = .string("text.contains('\(sign)\(isRight ? "" : "7")')")
            }
            return call
        case "diff_evidence": return ["before": own("evidence"), "after": own("evidence")]
        default: return [:]
        }
    }
}

extension JSONObject {
    /// The same with further members.
    fileprivate func merging(_ others: JSONObject) -> JSONObject {
        others.reduce(into: self) { $0[$1.key] = $1.value }
    }
}
