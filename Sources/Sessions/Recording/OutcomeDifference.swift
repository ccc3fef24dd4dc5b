package import JSON
import Model

/// One thing in which a run did not end as expected.
package struct OutcomeDifference: Hashable, Sendable {
    package enum Kind: String, Sendable { case status, step, finding, output }

    package let kind: Kind
    /// The step, or the name of the output; nil for the run itself.
    package let place: String?
    /// The member of a finding that differs; nil when it is the whole.
    package let member: String?
    /// Nil for what should not be there.
    package let expected: JSONValue?
    /// Nil for what is not there.
    package let found: JSONValue?
    /// Why, in words.
    package let reason: String?

    init(
        _ kind: Kind, at place: String? = nil, member: String? = nil, expected: JSONValue?, found: JSONValue?,
        reason: String? = nil
    ) {
        self.kind = kind
        self.place = place
        self.member = member
        self.expected = expected
        self.found = found
        self.reason = reason
    }
}

extension RunOutcome {
    /// In what this outcome is not the one that was expected: status, steps, findings, outputs, in this order.
    package func differences(from expected: RunOutcome) -> [OutcomeDifference] {
        var all: [OutcomeDifference] = []
        if status != expected.status {
            all.append(
                OutcomeDifference(
                    .status, expected: .string(expected.status.rawValue), found: .string(status.rawValue)))
        }
        return all + stepDifferences(from: expected) + findingDifferences(from: expected)
            + outputDifferences(from: expected)
    }

    /// The steps that ended otherwise, or are there in one of the two alone.
    package func stepDifferences(from expected: RunOutcome) -> [OutcomeDifference] {
        Set(steps.keys).union(expected.steps.keys).sorted().filter { steps[$0] != expected.steps[$0] }.map { place in
            OutcomeDifference(
                .step, at: place.description, expected: expected.steps[place].map { .string($0.rawValue) },
                found: steps[place].map { .string($0.rawValue) }, reason: reasons[place])
        }
    }

    /// The outputs that have another value, or are there in one of the two alone.
    package func outputDifferences(from expected: RunOutcome) -> [OutcomeDifference] {
        let (before, after) = (expected.outputs, outputs)
        let blinded = (
            before.mapValues { RedactionTokens.blinded($0) }, after.mapValues { RedactionTokens.blinded($0) }
        )
        let names = before.keys + after.keys.filter { !before.contains($0) }
        return names.filter { blinded.0[$0] != blinded.1[$0] }
            .map { OutcomeDifference(.output, at: $0, expected: before[$0], found: after[$0]) }
    }

    private func findingDifferences(from expected: RunOutcome) -> [OutcomeDifference] {
        let changes = FindingChanges(from: expected.findings, to: findings)
        var all: [OutcomeDifference] = []
        for pair in changes.changed {
            let (before, after) = (Self.json(of: pair.before), Self.json(of: pair.after))
            for member in pair.after.differences(from: pair.before).map(\.rawValue) {
                all.append(
                    OutcomeDifference(
                        .finding, at: pair.before.step?.description, member: member, expected: before[member],
                        found: after[member]))
            }
        }
        for finding in changes.gone {
            all.append(
                OutcomeDifference(
                    .finding, at: finding.step?.description, expected: Self.json(of: finding), found: nil,
                    reason: finding.step.flatMap { reasons[$0] }))
        }
        for finding in changes.new {
            all.append(
                OutcomeDifference(
                    .finding, at: finding.step?.description, expected: nil, found: Self.json(of: finding)))
        }
        return all
    }

    private static func json(of finding: FoundStatement) -> JSONValue { (try? JSONValue(encoding: finding)) ?? .null }
}
