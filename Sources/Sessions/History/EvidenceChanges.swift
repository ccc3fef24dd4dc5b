package import JSON
package import Model

/// What two sessions were told when they asked the same.
///
/// A question is a tool with its arguments, and the newest answer counts.
package struct EvidenceChanges: Sendable {
    /// An answer.
    package struct Answer: Sendable {
        package let evidence: EvidenceID
        package let tool: String
        package let version: Int
        /// As resolved and redacted.
        package let arguments: JSONValue
        package let summary: String
        fileprivate let output: Digest

        init(_ evidence: Evidence) {
            self.evidence = evidence.id
            tool = evidence.tool
            version = evidence.version
            arguments = evidence.arguments
            summary = evidence.summary
            output = Digest(of: RedactionTokens.blinded(evidence.output).canonicalBytes())
        }
    }

    /// Two answers to one question.
    package struct Pair: Sendable {
        package let before: Answer
        package let after: Answer
    }

    /// As they are after.
    package private(set) var same: [Answer] = []
    package private(set) var changed: [Pair] = []
    package private(set) var gone: [Answer] = []
    package private(set) var new: [Answer] = []

    init(from before: AnswerBook, to after: AnswerBook) {
        for (question, answer) in before.answers {
            guard let other = after[question] else {
                gone.append(answer)
                continue
            }
            if other.evidence == answer.evidence || other.output == answer.output {
                same.append(other)
            } else {
                changed.append(Pair(before: answer, after: other))
            }
        }
        new = after.answers.filter { before[$0.question] == nil }.map(\.answer)
    }
}

/// The newest answer to each question that a session has asked, in the order of the first.
struct AnswerBook: Sendable {
    struct Question: Hashable, Sendable {
        let tool: String
        let arguments: String
    }

    private(set) var answers: [(question: Question, answer: EvidenceChanges.Answer)] = []
    /// Evidence that was removed: what was asked is not known any more.
    private(set) var removed: [EvidenceID] = []
    private var places: [Question: Int] = [:]

    /// Reads the evidence of a session, a piece at a time.
    init(of session: Session, _ state: SessionState) async throws {
        var seen: Set<EvidenceID> = []
        for call in state.calls where seen.insert(call.evidence).inserted {
            guard let evidence = try await session.evidence(call.evidence) else {
                removed.append(call.evidence)
                continue
            }
            note(evidence)
        }
    }

    subscript(question: Question) -> EvidenceChanges.Answer? { places[question].map { answers[$0].answer } }

    private mutating func note(_ evidence: Evidence) {
        let arguments = RedactionTokens.blinded(evidence.arguments.canonicalText())
        let question = Question(tool: evidence.tool, arguments: arguments)
        if let place = places[question] {
            answers[place].answer = EvidenceChanges.Answer(evidence)
        } else {
            places[question] = answers.count
            answers.append((question, EvidenceChanges.Answer(evidence)))
        }
    }
}
