/// A principal may read and change a session that is another's.
package struct SessionShared: EventPayload {
    package static var kind: String { "session.shared" }
    /// The name of the principal.
    package let member: String
    package let author: Principal

    package init(member: String, author: Principal) {
        self.member = member
        self.author = author
    }
}

/// A principal may read and change a session no longer.
package struct SessionUnshared: EventPayload {
    package static var kind: String { "session.unshared" }
    /// The name of the principal.
    package let member: String
    package let author: Principal

    package init(member: String, author: Principal) {
        self.member = member
        self.author = author
    }
}

/// The entry's principal asked for what it may not use or know of, or what is not there; stands in the server's own
/// journal, which does not tell the two apart either.
package struct AccessRefused: EventPayload {
    package static var kind: String { "access.refused" }
    /// What was asked for, such as `tool read_file` or `session ses_…`; redacted already.
    package let subject: String

    package init(subject: String) { self.subject = subject }
}

/// A token was made; stands in the server's own journal.
package struct TokenAdded: EventPayload {
    package static var kind: String { "token.added" }
    /// Names the token, and the principal that its bearer is.
    package let name: String
    package let kind: Principal.Kind
    /// Names of roles; one that this version does not know gives no right.
    package let roles: [String]
    /// Groups that the principal decides for.
    package let groups: [String]
    /// SHA-256 of the token, which itself is kept nowhere.
    package let hash: Digest
    /// When it ends; nil for never.
    package let expires: Timestamp?
    package let author: Principal

    package init(
        name: String, kind: Principal.Kind, roles: [String], groups: [String] = [], hash: Digest, expires: Timestamp?,
        author: Principal
    ) {
        self.name = name
        self.kind = kind
        self.roles = roles
        self.groups = groups
        self.hash = hash
        self.expires = expires
        self.author = author
    }

    /// Whoever bears it.
    package var principal: Principal { Principal(name: name, kind: kind) }

    package func isValid(at now: Timestamp) -> Bool { expires.map { now < $0 } ?? true }
}

/// A token ended; stands in the server's own journal.
package struct TokenRevoked: EventPayload {
    package static var kind: String { "token.revoked" }
    package let name: String
    package let author: Principal

    package init(name: String, author: Principal) {
        self.name = name
        self.author = author
    }
}
