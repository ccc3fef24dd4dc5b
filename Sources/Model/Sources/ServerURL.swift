/// The parts of an endpoint's URL.
package struct ServerURL: Hashable, Sendable {
    /// True for `https`.
    package let isSecure: Bool
    /// Without the brackets of an IPv6 address.
    package let host: String
    package let port: Int
    /// Begins with `/`, unless it is empty, and does not end with one.
    package let path: String

    /// Reads `http://HOST`, `https://HOST:PORT/PATH` and the like.
    ///
    /// Nil for anything else, which a name, a password, a query and a fragment are: a secret does not belong into a URL,
    /// and the rest is the tool's to say.
    package init?(_ text: String) {
        let lower = text.lowercased()
        guard let scheme = ["http://", "https://"].first(where: { lower.hasPrefix($0) }) else { return nil }
        isSecure = scheme == "https://"
        let rest = text.utf8.dropFirst(scheme.utf8.count)
        guard text.utf8.count <= 2048, rest.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        guard !rest.contains(where: { "@?#\\\"<>".utf8.contains($0) }) else { return nil }
        let authority = rest.prefix { $0 != UInt8(ascii: "/") }
        var path = String(Substring(rest.dropFirst(authority.count)))
        while path.hasSuffix("/") { path.removeLast() }
        self.path = path
        guard let (host, port) = Self.parts(String(Substring(authority))) else { return nil }
        self.host = host
        let number = port ?? (isSecure ? 443 : 80)
        guard 1...65_535 ~= number else { return nil }
        self.port = number
    }

    /// The host as it stands in a URL.
    package var writtenHost: String { host.contains(":") ? "[\(host)]" : host }

    /// The URL of a place below this one.
    package func text(_ below: String) -> String {
        "\(isSecure ? "https" : "http")://\(writtenHost):\(port)\(path)\(below)"
    }

    private static func parts(_ authority: String) -> (host: String, port: Int?)? {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            let host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { return nil }
            guard !rest.isEmpty else { return (String(host), nil) }
            guard rest.hasPrefix(":"), let port = Int(rest.dropFirst()) else { return nil }
            return (String(host), port)
        }
        let pieces = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = pieces.first, !host.isEmpty, pieces.count <= 2 else { return nil }
        guard host.utf8.allSatisfy(isHostByte) else { return nil }
        guard pieces.count == 2 else { return (String(host), nil) }
        guard let port = Int(pieces[1]) else { return nil }
        return (String(host), port)
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "_")
    }
}
