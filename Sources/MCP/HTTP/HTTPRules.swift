/// What Streamable HTTP demands of a request's head, as pure functions (2026-07-28, basic/transports/streamable-http).
public enum HTTPRules {
    /// The status of an answer: clients read a JSON-RPC error from a 4xx, and take a 5xx for an outage.
    public static func status(errorCode: Int?) -> Int {
        switch errorCode {
        case nil, -32603: 200
        case -32601: 404
        case -32700, -32600, -32602, -32002, -32020, -32021, -32022: 400
        default: 200
        }
    }

    /// Whether a client takes both forms of an answer: one JSON document, and a stream of events.
    public static func acceptsAnswers(_ fields: HTTPFields) -> Bool {
        let ranges = mediaRanges(fields)
        return [["*/*", "application/*", "application/json"], ["*/*", "text/*", "text/event-stream"]]
            .allSatisfy { !ranges.isDisjoint(with: $0) }
    }

    /// Whether a client takes a stream of events.
    public static func acceptsEvents(_ fields: HTTPFields) -> Bool {
        !mediaRanges(fields).isDisjoint(with: ["*/*", "text/*", "text/event-stream"])
    }

    /// Whether the body is said to be JSON.
    public static func sendsJSON(_ fields: HTTPFields) -> Bool {
        guard let type = fields["content-type"] else { return false }
        return mediaType(type[...]) == "application/json"
    }

    /// Whether a page of this origin may ask: none, one of the host itself on loopback, or one that is allowed by name.
    ///
    /// Without this check any web page could reach a server on the user's machine (DNS rebinding).
    /// - Parameter address: The address that is listened on, which on loopback is local whatever it is.
    public static func allowsOrigin(
        _ fields: HTTPFields, allowed: Set<String>, isLoopback: Bool, address: String? = nil
    ) -> Bool {
        let origins = fields.all("origin")
        guard let origin = origins.first else { return true }
        guard origins.count == 1 else { return false }
        if allowed.contains(origin) { return true }
        guard isLoopback, let scheme = origin.firstRange(of: "://") else { return false }
        guard ["http", "https"].contains(origin[..<scheme.lowerBound]) else { return false }
        return isLocalName(origin[scheme.upperBound...], address)
    }

    /// Whether a request names one host, and one that is allowed: on loopback also a local one, and beyond it any where
    /// none is allowed by name.
    /// - Parameter address: The address that is listened on, which on loopback is local whatever it is.
    public static func allowsHost(
        _ fields: HTTPFields, allowed: Set<String>, isLoopback: Bool, address: String? = nil
    ) -> Bool {
        guard let host = fields["host"] else { return false }
        if allowed.contains(host) { return true }
        return isLoopback ? isLocalName(host[...], address) : allowed.isEmpty
    }

    private static func isLocalName(_ authority: Substring, _ address: String?) -> Bool {
        var host = authority
        var port = Substring()
        if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
            host = authority[..<colon]
            port = authority[authority.index(after: colon)...]
            guard !port.isEmpty else { return false }
        }
        let isPort = port.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return isPort && (["localhost", "127.0.0.1", "[::1]"].contains(host.lowercased()) || host == address?[...])
    }

    private static func mediaRanges(_ fields: HTTPFields) -> Set<String> {
        Set(fields.all("accept").flatMap { $0.split(separator: ",") }.map { mediaType($0) })
    }

    private static func mediaType(_ text: Substring) -> String {
        let type = text.prefix { $0 != ";" }
        return String(type.filter { $0 != " " && $0 != "\t" }).lowercased()
    }
}
