package import Model
import Policy

/// Writes hypotheses, and what speaks for and against them, into a session.
package struct HypothesisLedger: Sendable {
    private let manager: SessionManager
    private let executor: ToolExecutor
    private let author: Principal

    /// The longest statement and note, in bytes.
    package static let maximumLength = 4 << 10
    /// The most hypotheses of a session; more are no help to anybody.
    package static let maximum = 200
    /// The most that is said of one of them.
    package static let maximumWeighings = 200

    package init(manager: SessionManager, executor: ToolExecutor, author: Principal) {
        self.manager = manager
        self.executor = executor
        self.author = author
    }

    /// Opens a hypothesis.
    /// - Throws: `SessionsError` of code `validation` for a statement that is empty or too long, `closed`.
    package func open(_ statement: String, in session: Session) async throws -> Hypothesis {
        let statement = try await text(statement, "a statement", in: session)
        let opened = HypothesisOpened(
            id: HypothesisID(from: executor.identifiers), statement: statement, author: author)
        let (now, author) = (manager.clock.now, author)
        try await session.append { state in
            try Self.checkIsOpen(state)
            guard state.hypotheses.count < Self.maximum else {
                throw SessionsError(.validation, "a session has at most \(Self.maximum) hypotheses")
            }
            return Batch([EntryDraft(.hypothesisOpened(opened), principal: author.name, time: now)])
        }
        return Hypothesis(opened, at: now)
    }

    /// Brings a finding for or against a hypothesis, adds a note, or decides on it.
    ///
    /// What is supported or refuted has a finding that says so, and whoever abandons a hypothesis says why.
    /// - Parameter id: Complete, or a beginning of it that fits no other.
    /// - Returns: The hypothesis as it is then.
    /// - Throws: `SessionsError` of code `notFound` or `validation`.
    package func weigh(
        _ id: String, finding: String? = nil, stance: Stance? = nil, note: String? = nil,
        status: HypothesisStatus? = nil, in session: Session
    ) async throws -> Hypothesis {
        var words: String?
        if let note { words = try await text(note, "a note", in: session) }
        guard finding != nil || words != nil || status != nil else {
            throw SessionsError(
                .validation, "nothing is said of the hypothesis", hint: "give a finding, a note or a status")
        }
        guard (finding == nil) == (stance == nil) else {
            throw SessionsError(
                .validation, "a finding and a stance belong together", hint: "say whether it speaks `for` or `against`")
        }
        let (now, author, text) = (manager.clock.now, author, words)
        try await session.append { state in
            try Self.checkIsOpen(state)
            let known = try Self.hypothesis(id, in: state)
            let weighed = HypothesisWeighed(
                id: known.id, finding: try finding.map { try Self.finding($0, in: state) }, stance: stance, note: text,
                status: status, author: author)
            try Self.check(weighed, on: known)
            return Batch([EntryDraft(.hypothesisWeighed(weighed), principal: author.name, time: now)])
        }
        return try await session.reading { try Self.hypothesis(id, in: $0) }
    }

    private static func check(_ weighed: HypothesisWeighed, on known: Hypothesis) throws {
        guard known.history.count < maximumWeighings else {
            throw SessionsError(
                .validation, "a hypothesis is weighed \(maximumWeighings) times at most",
                hint: "open another one that says more closely what is meant")
        }
        switch weighed.status {
        case .supported where weighed.stance != .supports && known.findings(.supports).isEmpty:
            throw SessionsError(
                .validation, "no finding speaks for the hypothesis", hint: "record one and give it with stance `for`")
        case .refuted where weighed.stance != .against && known.findings(.against).isEmpty:
            throw SessionsError(
                .validation, "no finding speaks against the hypothesis",
                hint: "record one and give it with stance `against`: what is ruled out is ruled out by something")
        case .abandoned where weighed.note == nil:
            throw SessionsError(.validation, "nobody says why it is abandoned", hint: "give a note")
        default: break
        }
    }

    private static func checkIsOpen(_ state: SessionState) throws {
        guard !state.isClosed else { throw SessionsError.closed(state.id) }
    }

    /// The hypothesis of that name.
    package static func hypothesis(_ name: String, in state: SessionState) throws -> Hypothesis {
        let found = state.hypotheses.filter {
            $0.id.rawValue == name || name.count > 4 && $0.id.rawValue.hasPrefix(name)
        }
        guard let hypothesis = found.first, found.count == 1 else {
            throw SessionsError(
                found.isEmpty ? .notFound : .ambiguous, "no hypothesis of this session is named `\(name.prefix(64))`",
                hint: "`casebook hypothesis list` shows them")
        }
        return hypothesis
    }

    private static func finding(_ name: String, in state: SessionState) throws -> FindingID {
        let found = Set(state.findings.map(\.finding.id)).filter {
            $0.rawValue == name || name.count > 4 && $0.rawValue.hasPrefix(name)
        }
        guard let id = found.first, found.count == 1 else {
            throw SessionsError(
                found.isEmpty ? .notFound : .ambiguous, "no finding of this session is named `\(name.prefix(64))`",
                hint: "`casebook finding list` shows them")
        }
        return id
    }

    private func text(_ given: String, _ what: String, in session: Session) async throws -> String {
        let text = try await executor.callerRedactor(of: session).redact(given)
        guard !text.allSatisfy(\.isWhitespace), text.utf8.count <= Self.maximumLength else {
            throw SessionsError(.validation, "\(what) has from 1 to \(Self.maximumLength) bytes")
        }
        return text
    }
}
