import JSON
import Model
import Testing

@testable import TerraformTools

/// A made-up incident: what the logs say anew, and the changes that could be to blame.
struct IncidentCase: Sendable, CustomTestStringConvertible {
    struct Change: Sendable {
        var address: String
        var actions = ["update"]
        /// JSON objects.
        var before: String?
        var after: String?
        /// Minutes before the onset.
        var minutes = 3.0
    }

    struct Rollout: Sendable {
        var service: String
        var title: String
        var ref: String? = nil
        var minutes: Double
    }

    let name: String
    /// The service that users complain about.
    var service: String? = "checkout"
    /// New messages, each with its log source and how often it came.
    var messages: [(source: String, text: String, count: Int)]
    /// Messages that were there before.
    var ordinary: [String] = ["INFO checkout.http order placed order=12", "INFO checkout.pool connection replaced"]
    /// The change to blame, its address or service; nil where none is.
    var guilty: String?
    var changes: [Change] = []
    var rollouts: [Rollout] = []

    var testDescription: String { name }

    static let onset = Timestamp(milliseconds: 1_770_000_000_000)

    /// Runs the case, with every word of `renaming` replaced and the guilty change left out on request.
    func result(
        without: Bool = false, renaming: [String: String] = [:], hasOnset: Bool = true, shift: Double = 0
    ) throws -> ChangeMatcher.Result {
        let rename = Renaming(renaming)
        let evidence = evidence { rename($0) }
        var candidates: [Candidate] = []
        for change in changes where !(without && change.address == guilty) {
            let minutes = change.minutes + shift
            let planned = Self.onset.advanced(byNanoseconds: Int64(-minutes * 6e10))
            let json = rename(try change.json())
            let plan: JSONObject = [
                "format_version": "1.2", "resource_changes": .array([json]), "timestamp": .string(planned.description),
            ]
            let (header, content) = try PlanData.read(JSONValue.object(plan).serialized(), chunk: 100)
            candidates += content.changesInOrder.map { Candidate(change: $0, header: header, source: "plan") }
        }
        for rollout in rollouts where !(without && rollout.service == guilty && rollout.isGuilty) {
            candidates.append(
                Candidate(
                    deploy: Deploy(
                        time: Self.onset.advanced(byNanoseconds: Int64(-(rollout.minutes + shift) * 6e10)),
                        service: rename(rollout.service), title: rollout.title, ref: rollout.ref.map { rename($0) })))
        }
        let matcher = ChangeMatcher(
            onset: hasOnset ? Self.onset : nil, service: service.map { rename($0) }, evidence: evidence)
        return matcher.rank(candidates)
    }

    func evidence(_ rename: (JSONValue) -> JSONValue = { $0 }) -> IncidentEvidence {
        var evidence = IncidentEvidence()
        evidence.add(rename(output), evidence: "ev_1")
        return evidence
    }

    private var output: JSONValue {
        let new = messages.map { Self.pattern($0.text, source: $0.source, before: 0, during: $0.count) }
        let gone = ordinary.map { Self.pattern($0, source: "app", before: 50, during: 1) }
        let lists: JSONObject = ["new": .array(new), "grown": .array([]), "gone": .array(gone)]
        return .object(lists)
    }

    private static func pattern(_ text: String, source: String, before: Int, during: Int) -> JSONValue {
        let example: JSONObject = ["text": .string(text), "file": .string("x.log")]
        let pattern: JSONObject = [
            "template": .string(text), "source": .string(source), "before": .number(JSONNumber(before)),
            "during": .number(JSONNumber(during)), "firstSeen": .string(onset.description), "example": .object(example),
        ]
        return .object(pattern)
    }
}

extension IncidentCase.Rollout {
    /// The deploy to blame is the last one of its service.
    var isGuilty: Bool { minutes <= 3 }
}

extension IncidentCase.Change {
    fileprivate func json() throws -> JSONValue {
        let parts = address.split(separator: ".")
        let change: JSONObject = [
            "actions": .array(actions.map { .string($0) }),
            "before": try before.map { try JSONValue(parsing: $0) } ?? .null,
            "after": try after.map { try JSONValue(parsing: $0) } ?? .null,
        ]
        let json: JSONObject = [
            "address": .string(address), "mode": "managed", "type": .string(String(parts[parts.count - 2])),
            "name": .string(String(parts[parts.count - 1].prefix { $0 != "[" })), "change": .object(change),
        ]
        return .object(json)
    }
}

/// Replaces whole words consistently wherever they stand.
struct Renaming {
    private let words: [String: String]

    init(_ words: [String: String]) { self.words = words }

    func callAsFunction(_ text: String) -> String {
        guard !words.isEmpty else { return text }
        var result = ""
        var word = ""
        for character in text + " " {
            if character.isLetter || character.isNumber || character == "_" {
                word.append(character)
                continue
            }
            result += words[word] ?? word
            word = ""
            result.append(character)
        }
        return String(result.dropLast())
    }

    func callAsFunction(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(self(text))
        case .array(let elements): .array(elements.map { self($0) })
        case .object(let members):
            .object(JSONObject(members.map { (self($0.key), self($0.value)) }, uniquingKeysWith: { $1 }))
        default: value
        }
    }
}
