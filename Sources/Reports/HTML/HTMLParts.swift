internal import Model

/// Small pieces of which the sections of the page are made.
enum HTMLParts {
    static func chip(_ text: String, _ look: String = "info") -> Markup {
        "<span class=\"chip \(look)\">\(text)</span>"
    }

    static func severity(_ severity: Severity) -> Markup { chip(severity.rawValue, severity.rawValue) }

    /// An instant; the machine-readable form stands beside the one for people.
    static func time(_ time: Timestamp, _ text: String) -> Markup {
        "<time datetime=\"\(time.description)\">\(text)</time>"
    }

    static func section(_ id: String, _ title: String, _ body: Markup) -> Markup {
        """
        <section id="\(id)" aria-labelledby="\(id)-heading">
        <h2 id="\(id)-heading">\(title)</h2>
        \(body)
        </section>

        """
    }

    /// A link to the evidence's section; the bare identifier where the evidence is not at hand.
    static func evidence(_ id: EvidenceID, in content: ReportContent) -> Markup {
        guard let label = content.label(id) else { return "<span class=\"id\">\(id.rawValue)</span>" }
        return "<a href=\"#\(id.rawValue)\">\(label)</a>"
    }
}

extension Verdict {
    /// The class of the chip that shows it.
    var look: String {
        switch self {
        case .cited: "good"
        case .miscited: "critical"
        case .uncited, .unavailable: "medium"
        }
    }
}

extension CoverageValue {
    /// The class of the chip that shows it.
    var look: String {
        switch self {
        case .complete, .emptyComplete: "good"
        case .truncated, .partial, .stale: "medium"
        case .notPermitted, .sourceDown, .outsideRetention: "critical"
        }
    }
}

extension StepStatus {
    /// The class of the chip that shows it.
    var look: String {
        switch self {
        case .succeeded: "good"
        case .failed, .timedOut: "critical"
        case .waiting, .cancelled: "medium"
        case .running: "low"
        case .pending, .skipped: "info"
        }
    }
}

extension RunStatus {
    /// The class of the chip that shows it.
    var look: String {
        switch self {
        case .succeeded: "good"
        case .failed: "critical"
        case .waiting, .cancelled: "medium"
        case .running: "low"
        }
    }
}
