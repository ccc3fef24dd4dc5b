import JSON
import Model
import TestSupport

/// What `run` and `resume` concluded, read from their JSON.
struct Conclusion: Sendable {
    struct Finding: Hashable, Sendable {
        let statement: String
        let severity: String
        let confidence: Double?
        let verdict: String
    }

    let session: String
    let run: String
    let status: String
    let findings: [Finding]
    let outputs: JSONObject
    /// Evidence, pointer and quote of every citation.
    let citations: [(evidence: String, pointer: String, quote: String)]

    init(_ json: JSONValue) throws {
        guard let session = json["session"]?.stringValue, let run = json["run"]?.stringValue,
            let status = json["status"]?.stringValue, let findings = json["findings"]?.arrayValue,
            let outputs = json["outputs"]?.objectValue
        else { throw TestFailure("no result of a run: \(json.serialized())") }
        self.session = session
        self.run = run
        self.status = status
        self.outputs = outputs
        self.findings = try findings.map { finding in
            guard let statement = finding["statement"]?.stringValue, let severity = finding["severity"]?.stringValue,
                let verdict = finding["verdict"]?.stringValue
            else { throw TestFailure("no finding: \(finding.serialized())") }
            return Finding(
                statement: statement, severity: severity, confidence: finding["confidence"]?.doubleValue,
                verdict: verdict)
        }
        citations = findings.flatMap { $0["citations"]?.arrayValue ?? [] }.map { citation in
            (
                citation["evidence"]?.stringValue ?? "", citation["pointer"]?.stringValue ?? "",
                citation["quote"]?.stringValue ?? ""
            )
        }
    }

    /// The onset that the run put out; nil where it found none.
    var onset: Timestamp? { outputs["onset"]?.stringValue.flatMap { Timestamp(rfc3339: $0) } }

    /// The first finding, which is the gravest.
    var top: Finding? { findings.first }

    /// All statements in one text.
    var statements: String { findings.map { "\($0.severity) \($0.statement)" }.joined(separator: "\n") }
}
