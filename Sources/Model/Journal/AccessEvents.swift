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
