#if HTTP
/// Why the HTTP server could not be started.
public struct HTTPServerError: Error, Hashable {
    /// The stable names.
    public enum Code: String, Sendable {
        /// Nothing can be listened on at this address.
        case address
        /// The certificate or its key cannot be used.
        case certificate
    }

    /// The kind of failure.
    public let code: Code
    /// What was wrong.
    public let message: String
    /// What to do about it.
    public let hint: String
}
#endif
