/// Where a hypothesis stands.
package enum HypothesisStatus: String, Sendable, Codable, CaseIterable {
    /// Nothing decides yet.
    case open
    /// A finding speaks for it.
    case supported
    /// A finding rules it out.
    case refuted
    /// Nobody looks into it any longer.
    case abandoned
}

/// What a finding does to a hypothesis.
package enum Stance: String, Sendable, Codable, CaseIterable {
    case supports = "for"
    case against
}

/// A statement under test, with all that was said of it.
package struct Hypothesis: Sendable {
    /// One step of its history.
    package struct Weighing: Sendable {
        package let weighed: HypothesisWeighed
        package let time: Timestamp
    }

    package let id: HypothesisID
    package let statement: String
    package let author: Principal
    package let opened: Timestamp
    package private(set) var status = HypothesisStatus.open
    /// Oldest first.
    package private(set) var history: [Weighing] = []

    package init(_ opened: HypothesisOpened, at time: Timestamp) {
        id = opened.id
        statement = opened.statement
        author = opened.author
        self.opened = time
    }

    mutating func weigh(_ weighed: HypothesisWeighed, at time: Timestamp) {
        history.append(Weighing(weighed: weighed, time: time))
        status = weighed.status ?? status
    }

    /// The findings that were brought for it, or against it, each once; the last stance of each counts.
    package func findings(_ stance: Stance) -> [FindingID] {
        var last: [FindingID: Stance] = [:]
        var order: [FindingID] = []
        for step in history {
            guard let finding = step.weighed.finding, let stance = step.weighed.stance else { continue }
            if last[finding] == nil { order.append(finding) }
            last[finding] = stance
        }
        return order.filter { last[$0] == stance }
    }
}
