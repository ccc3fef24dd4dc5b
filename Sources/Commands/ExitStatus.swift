import Model

/// How a command ends; part of the interface.
enum ExitStatus: Int32, Error {
    case done = 0
    case failed = 1
    /// The usage or the input was wrong.
    case usage = 2
    /// A run waits for a person.
    case waiting = 3
    /// A finding is at least as severe as `--fail-on` says.
    case findings = 4
    case interrupted = 130

    /// How a command ends whose parts ended in these: what failed outweighs what waits, and that what was found.
    static func worst(of all: [ExitStatus]) -> ExitStatus {
        [.failed, .waiting, .findings].first { all.contains($0) } ?? .done
    }

    /// What the caller got wrong ends in 2, everything else in 1.
    init(for error: any CodedError) {
        switch error.code {
        case "validation", "usage", "notFound", "ambiguous", "notPermitted", "configuration", "workflow",
            "badCursor", "badPattern", "badSearch", "exists":
            self = .usage
        default: self = .failed
        }
    }
}
