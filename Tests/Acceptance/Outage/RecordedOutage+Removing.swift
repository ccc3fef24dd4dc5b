import JSON
import Model
import TestSupport

extension RecordedOutage {
    /// Without the plan as a source; the file stays where it is.
    func removingPlanSource() -> RecordedOutage {
        var copy = self
        copy.configuration = lines(of: configuration).filter { !$0.contains("terraform-plan") }.joined(separator: "\n")
        return copy
    }

    /// With a plan in which the true cause does not occur.
    func removingCause() throws -> RecordedOutage {
        let cause = try truth.requireCause()
        return replacingChanges(by: changes.filter { $0["address"]?.stringValue != cause })
    }

    /// With a plan of these changes alone, and nothing that tells of others.
    func replacingChanges(by changes: [JSONValue]) -> RecordedOutage {
        var copy = self
        var slim: JSONObject = [:]
        for name in ["format_version", "terraform_version", "timestamp", "applyable", "complete", "errored"] {
            slim[name] = plan[name]
        }
        slim["resource_changes"] = .array(changes)
        copy.plan = .object(slim)
        return copy
    }

    /// With logs, metrics and deploys that end before the onset.
    func endingBeforeOnset() throws -> RecordedOutage {
        let onset = try truth.requireOnset()
        var copy = self
        copy.logs = logs.map { $0.cut(before: onset) }
        copy.metrics = metrics.cut(before: onset)
        copy.deploys = deploys.filter { deploy in
            deploy["time"]?.stringValue.flatMap { Timestamp(rfc3339: $0) }.map { $0 < onset } ?? false
        }
        return copy
    }

    private func lines(of text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}
