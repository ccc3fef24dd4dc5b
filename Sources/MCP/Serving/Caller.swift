/// Who a request is made by, as the transport has established it.
public struct Caller: Hashable, Sendable {
    /// The name of the principal.
    public let subject: String
    /// What it may do; this library only hands it on.
    public let rights: Set<String>

    /// A caller.
    public init(_ subject: String, rights: Set<String> = []) {
        self.subject = subject
        self.rights = rights
    }
}
