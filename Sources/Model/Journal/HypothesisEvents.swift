/// Somebody named what might be the cause.
package struct HypothesisOpened: EventPayload {
    package static var kind: String { "hypothesis.opened" }
    package let id: HypothesisID
    package let statement: String
    package let author: Principal
    /// The entry of a fork that it was taken over from; nil for one that was opened here.
    package let from: EntryPlace?

    package init(id: HypothesisID, statement: String, author: Principal, from: EntryPlace? = nil) {
        self.id = id
        self.statement = statement
        self.author = author
        self.from = from
    }
}

/// Somebody brought a finding for or against a hypothesis, said something of it, or decided on it.
package struct HypothesisWeighed: EventPayload {
    package static var kind: String { "hypothesis.weighed" }
    package let id: HypothesisID
    package let finding: FindingID?
    /// There with a finding alone.
    package let stance: Stance?
    package let note: String?
    /// What it is from now on; nil where that does not change.
    package let status: HypothesisStatus?
    package let author: Principal
    /// The entry of a fork that it was taken over from; nil for what was said here.
    package let from: EntryPlace?

    package init(
        id: HypothesisID, finding: FindingID? = nil, stance: Stance? = nil, note: String? = nil,
        status: HypothesisStatus? = nil, author: Principal, from: EntryPlace? = nil
    ) {
        self.id = id
        self.finding = finding
        self.stance = stance
        self.note = note
        self.status = status
        self.author = author
        self.from = from
    }

    /// The same without what is said of the finding.
    var withoutNote: HypothesisWeighed {
        HypothesisWeighed(id: id, finding: finding, stance: stance, status: status, author: author)
    }

    /// The same by another author.
    func by(_ author: Principal) -> HypothesisWeighed {
        HypothesisWeighed(
            id: id, finding: finding, stance: stance, note: note, status: status, author: author, from: from)
    }

    /// The same as another session takes it over, where its finding may have another name.
    package func taken(from place: EntryPlace, finding: FindingID?) -> HypothesisWeighed {
        HypothesisWeighed(
            id: id, finding: finding, stance: stance, note: note, status: status, author: author, from: place)
    }
}
