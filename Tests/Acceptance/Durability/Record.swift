import JSON
import TestSupport

/// What a session's record says of its only run.
struct Record: Sendable {
    struct Step: Hashable, Sendable {
        let path: String
        let attempt: Int
        let status: String
        let evidence: String?
        let finished: String?
    }

    let runs: Int
    let status: String?
    let steps: [Step]
    let evidence: [String]
    /// The evidence of calls that were really made, not answered from earlier evidence.
    let calls: Int

    /// Asks the program about a session.
    init(of session: String, by casebook: Casebook) async throws {
        let json = try await casebook.json("sessions", "show", session)
        guard let runs = json["runs"]?.arrayValue, let evidence = json["evidence"]?.arrayValue else {
            throw TestFailure("no session: \(json.serialized())")
        }
        self.runs = runs.count
        status = runs.last?["status"]?.stringValue
        steps = (runs.last?["steps"]?.arrayValue ?? []).map { step in
            Step(
                path: step["step"]?.stringValue ?? "?", attempt: step["attempt"]?.intValue ?? 0,
                status: step["status"]?.stringValue ?? "?", evidence: step["evidence"]?.stringValue,
                finished: step["finished"]?.stringValue)
        }
        self.evidence = evidence.compactMap { $0["id"]?.stringValue }
        calls = evidence.count { $0["cached"]?.boolValue == false }
    }

    /// Steps to which nothing more can happen.
    var finished: Set<Step> { Set(steps.filter { $0.finished != nil }) }

    /// Each step with what became of it, without what is random.
    var outline: Set<String> { Set(steps.map { "\($0.path) \($0.attempt) \($0.status) \($0.evidence != nil)" }) }
}
