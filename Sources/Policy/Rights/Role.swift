/// What the bearer of a token may do.
package enum Role: String, Sendable, CaseIterable {
    /// Read sessions that are its own or shared with it.
    case viewer
    /// Also ask sources, run workflows, record findings, and open and share sessions.
    case investigator
    /// Read such sessions, and decide on approvals that others ask for.
    case approver
    /// All of that, in every session.
    case operator_ = "operator"
}

/// What several roles allow together.
package struct Privileges: Hashable, Sendable {
    /// Whether it may ask sources and write to sessions.
    package let investigates: Bool
    /// Whether it may decide on approvals.
    package let decides: Bool
    /// Whether every session is open to it.
    package let seesAll: Bool
    /// Whether it may do anything at all.
    package let reads: Bool

    package init(investigates: Bool, decides: Bool, seesAll: Bool, reads: Bool = true) {
        self.reads = reads
        self.investigates = investigates
        self.decides = decides
        self.seesAll = seesAll
    }

    /// Of roles by name; unknown ones allow nothing.
    package init(roles: [String]) {
        let roles = Set(roles.compactMap { Role(rawValue: $0) })
        self.init(
            investigates: !roles.isDisjoint(with: [.investigator, .operator_]),
            decides: !roles.isDisjoint(with: [.approver, .operator_]), seesAll: roles.contains(.operator_),
            reads: !roles.isEmpty)
    }

    /// Those of a client that the local user starts: it works in every session and decides nothing.
    package static let local = Privileges(investigates: true, decides: false, seesAll: true)
}
