/// A server that an operator lets be asked, and how.
package struct Endpoint: Hashable, Sendable {
    /// What a server is shown, so that it answers; the secret itself stands in a private file.
    package enum Credential: Hashable, Sendable {
        /// A bearer token, the first line of the file.
        case token(file: String)
        /// A name and a password, the first line of the file.
        case password(user: String, file: String)
    }

    /// One request takes no longer, in milliseconds, unless the operator says so.
    package static let standardTimeout = 20_000
    /// One answer has no more bytes, unless the operator says so.
    package static let standardResponse = 64 << 20

    /// `http` or `https`, a host, perhaps a port and a path; nothing else.
    package let url: String
    package let credential: Credential?
    /// Whose data is asked for, of a server that keeps those of several apart (`X-Scope-OrgID`); nil where none is told.
    package let tenant: String?
    /// A file of PEM with the authorities that are trusted instead of the system's.
    package let authorities: String?
    /// Milliseconds that one request may take.
    package let timeout: Int
    /// The most bytes of one answer.
    package let maximumResponse: Int

    package init(
        url: String, credential: Credential? = nil, tenant: String? = nil, authorities: String? = nil,
        timeout: Int = standardTimeout, maximumResponse: Int = standardResponse
    ) {
        self.url = url
        self.credential = credential
        self.tenant = tenant
        self.authorities = authorities
        self.timeout = timeout
        self.maximumResponse = maximumResponse
    }
}
