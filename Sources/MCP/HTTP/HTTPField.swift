/// Names of HTTP fields that the protocol uses, in small letters.
public enum HTTPField {
    /// `MCP-Protocol-Version`.
    public static let protocolVersion = "mcp-protocol-version"
    /// `Mcp-Method`.
    public static let method = "mcp-method"
    /// `Mcp-Name`.
    public static let name = "mcp-name"
    /// `Mcp-Session-Id`.
    public static let session = "mcp-session-id"
    /// What mirrored arguments begin with.
    public static let parameterPrefix = "mcp-param-"

    /// Whether a text is a token (RFC 9110, section 5.6.2).
    static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
