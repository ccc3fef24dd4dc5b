import JSON

/// One try to learn something of a secret.
struct Attack: Sendable {
    enum Kind: Sendable {
        case call
        case finding(pointer: String, quote: String, evidence: Int)
    }

    let tool: String
    let arguments: JSONObject
    let kind: Kind

    /// Letters that stand in no token.
    private static let apart = Array("ghijklmnopquvwxyz")

    var takesEvidence: Bool { tool.hasSuffix("_evidence") }

    /// A try by chance, by somebody who knows the forms of secrets and guesses their signs.
    init(_ random: inout some RandomNumberGenerator, guessing secrets: [String]) {
        func one<Element>(_ choices: [Element]) -> Element {
            choices[Int.random(in: 0..<choices.count, using: &random)]
        }
        let secret = one(secrets)
        let length = Int.random(in: 1...secret.count, using: &random)
        let start = Int.random(in: 0...(secret.count - length), using: &random)
        // Half of the guesses are right, or nothing could be learnt.
        let isRight = Bool.random(using: &random)
        let part = String(secret.dropFirst(one([0, start])).prefix(length))
        // What could be found among the signs of a token tells of the token, which everybody sees and which differs.
        let isApart = part.lowercased().contains { Self.apart.contains($0) }
        let guess = (isRight ? part : part + one(["Z", "x", "q"])) + (isApart ? "" : "q")
        let sign = one(Self.apart.flatMap { [String($0), $0.uppercased()] })
        let name = one(["password=", "key=", "Bearer ", "Basic ", "services/", "sid=", "api_key\\\":\\\"", "KEY-----"])
        let regex = one([
            guess, "\(name)\(sign)", "\(name)(\(sign)|«)", "\(name).{\(length)}", "\(name)[a-m]", "(?i)\(guess)",
            "^\(guess)",
            "\(guess)$", "[\(sign)]{2}", "\(name)\\S*\(sign)", "\(name)[^«]", "«secret:[0-9a-f]*\(sign)",
            "\(name)\\w+\\b",
            "^[A-Za-z0-9+/]{64}$", "^aZ3\(sign)", "(^\(sign)|«)", "\(name)(?:\(guess)|.*)$", "\\B\(sign)",
        ])
        var kind = Kind.call
        switch Int.random(in: 0..<21, using: &random) {
        case 0...2: (tool, arguments) = ("search_logs", ["regex": .string(regex), "limit": 5])
        case 3:
            (tool, arguments) = (
                "search_logs", ["literal": .string(guess), "caseSensitive": .bool(isRight), "context": 2]
            )
        case 4: (tool, arguments) = ("search_logs", ["anyOf": [.string(guess), .string(sign)], "level": "error"])
        case 5: (tool, arguments) = ("search_logs", ["template": .string("\(name)<*>\(sign)")])
        case 6: (tool, arguments) = ("compare_log_patterns", ["limit": .init(Int.random(in: 1...20, using: &random))])
        case 7:
            let matcher = one([
                "=~\"\(guess).*\"", "=\"\(guess)\"", "!~\".*\(sign).*\"", "=~\"[a-m].*\"", "!=\"\(guess)\"",
            ])
            (tool, arguments) = ("query_metrics", ["query": .string("requests_total{api_token\(matcher)}")])
        case 8: (tool, arguments) = ("query_metrics", ["query": "sum by (api_token) (requests_total)"])
        case 9:
            (tool, arguments) = ("find_change_points", ["query": .string("requests_total{api_token=~\"\(sign).*\"}")])
        case 10:
            let file = one(["files/app.env", "files/tls.key", "files/secret.yaml", "logs/app.log"])
            let place: JSONObject =
                isRight
                ? ["startLine": .init(Int.random(in: 1...90, using: &random))]
                : ["offset": .init(Int.random(in: 0...3000, using: &random))]
            var call = place
            call["path"] = .string(file)
            call["lines"] = .init(Int.random(in: 1...9, using: &random))
            (tool, arguments) = ("read_file", call)
        case 11: (tool, arguments) = one([("summarize_terraform_plan", [:]), ("list_changes", [:])])
        case 12:
            (tool, arguments) = (
                "match_changes_to_incident", ["onset": "2026-03-01T12:20:00Z", "service": .string(guess)]
            )
        case 13:
            var call: JSONObject = ["index": .init(Int.random(in: 0..<40, using: &random)), "limit": 20]
            switch Int.random(in: 0..<3, using: &random) {
            case 0: call["regex"] = .string(regex)
            case 1: call["text"] = .string(guess)
            default: call["where"] = .string("text.contains('\(sign)\(isRight ? "" : "7")')")
            }
            (tool, arguments) = ("query_evidence", call)
        case 15:
            let by = one(["api_token", "host", guess])
            (tool, arguments) = ("rank_suspects", ["by": .string(by), "dependencies": ["a": [.string(guess)]]])
        case 16:
            let query = "requests_total{api_token\(one(["=~", "!~"]))\"\(sign).*\"}"
            (tool, arguments) = (one(["find_anomalies", "compare_windows"]), ["query": .string(query)])
        case 17:
            (tool, arguments) = (
                "correlate_metrics",
                ["query": "requests_total{host=\"b\"}", "with": .string("requests_total{api_token=~\"\(sign).*\"}")]
            )
        case 18:
            (tool, arguments) = one([
                ("summarize_logs", ["limit": 40]),
                ("correlate_logs", ["times": ["2026-03-01T12:19:30Z", "2026-03-01T12:30:00Z"], "within": 120]),
            ])
        case 19:
            let address = one(["aws_db_instance.shop", guess, "aws_db_instance.\(guess)"])
            (tool, arguments) = one([
                ("explain_terraform_change", ["address": .string(address)]), ("assess_terraform_risk", [:]),
                ("list_files", ["path": .string(one(["files", "logs", guess]))]),
            ])
        case 14:
            (tool, arguments) = ("diff_evidence", ["index": .init(Int.random(in: 0..<40, using: &random))])
        default:
            (tool, arguments) = ("record_finding", [:])
            kind = .finding(
                pointer: one(["/hits/0/text", "/lines/1/text", "/rows/0/value", "/nothing"]), quote: guess,
                evidence: Int.random(in: 0..<40, using: &random))
        }
        self.kind = kind
    }
}
