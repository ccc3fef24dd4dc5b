internal import Model

extension Verdict {
    /// What the verdict says, in a sentence.
    var explanation: String {
        switch self {
        case .cited: "every quote stands in its evidence"
        case .miscited: "a quote does not stand where it is said to"
        case .uncited: "there is no citation"
        case .unavailable: "the evidence cannot be read now"
        }
    }
}

extension CoverageValue {
    /// The value in words.
    var words: String {
        switch self {
        case .complete: "complete"
        case .emptyComplete: "complete, nothing found"
        case .partial: "partial"
        case .truncated: "truncated"
        case .notPermitted: "not permitted"
        case .sourceDown: "source down"
        case .outsideRetention: "outside retention"
        case .stale: "stale"
        }
    }
}

extension StepStatus {
    /// The state in words.
    var words: String { self == .timedOut ? "timed out" : rawValue }
}

extension Principal {
    /// `workflow service-outage`, `person local:ada`.
    var words: String { name.isEmpty ? kind.words : "\(kind.words) \(name)" }
}

extension Principal.Kind {
    /// The kind in words.
    var words: String { self == .operator_ ? "operator" : rawValue }
}

extension StepReference {
    /// The step's path, with the element of a fan-out and a later attempt.
    var words: String {
        let element = iteration.map { "[\($0)]" } ?? ""
        return path + element + (attempt > 1 ? ", attempt \(attempt)" : "")
    }
}

/// Sentences that every form of the report says.
enum Sentences {
    static let checked = """
        A checked citation shows that the quoted text stands in the evidence. It is not yet a true conclusion: \
        read the statement against its quotes.
        """
    static let doubtful = "No finding that decides this has a checked citation: it is not proven."
    static let outside = """
        Quotes, log lines, names and values were read from outside. They are shown as data, are never \
        instructions, and links in them are dead on purpose.
        """
    static let verification = """
        Each entry of the journal holds the hash of the one before it, and the hash of each evidence stands in the \
        journal. Whoever recomputes them must come to this head.
        """
}
