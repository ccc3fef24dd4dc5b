/// The syntax of URIs (RFC 3986, appendix A).
enum SchemaURIFormat {
    static func accepts(_ text: String, allowsRelative: Bool) -> Bool {
        guard hasLegalCharacters(Array(text.utf8)) else { return false }
        let uri = SchemaURI(text)
        guard allowsRelative || uri.scheme != nil else { return false }
        // A first part with a colon would be read as a scheme.
        if uri.scheme == nil, uri.authority == nil, (uri.path.prefix { $0 != "/" }).contains(":") { return false }
        guard !(uri.fragment ?? "").contains("#"), !uri.path.utf8.contains(where: isBracket),
            !(uri.query ?? "").utf8.contains(where: isBracket), !(uri.fragment ?? "").utf8.contains(where: isBracket)
        else { return false }
        return uri.authority.map(isAuthority) ?? true
    }

    private static func isBracket(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]") }

    private static func hasLegalCharacters(_ bytes: [UInt8]) -> Bool {
        let marks = Array("-._~:/?#[]@!$&'()*+,;=".utf8)
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "%") {
                guard index + 2 < bytes.count, JSONText.hexDigit(bytes[index + 1]) != nil,
                    JSONText.hexDigit(bytes[index + 2]) != nil
                else { return false }
            } else if !SchemaFormat.isAlphanumeric(byte), !marks.contains(byte) {
                return false
            }
        }
        return true
    }

    private static func isAuthority(_ text: String) -> Bool {
        var host = Substring(text)
        if let at = host.lastIndex(of: "@") {
            guard !host[..<at].utf8.contains(where: { isBracket($0) || $0 == UInt8(ascii: "@") }) else { return false }
            host = host[host.index(after: at)...]
        }
        if host.hasPrefix("[") {
            guard let end = host.firstIndex(of: "]") else { return false }
            let address = String(host[host.index(after: host.startIndex)..<end])
            guard SchemaFormat.ipv6(address) || isFutureAddress(address) else { return false }
            return isPort(host[host.index(after: end)...])
        }
        guard !host.utf8.contains(where: isBracket) else { return false }
        guard let colon = host.firstIndex(of: ":") else { return true }
        return isPort(host[colon...])
    }

    private static func isFutureAddress(_ text: String) -> Bool {
        guard text.hasPrefix("v") || text.hasPrefix("V"), let dot = text.firstIndex(of: ".") else { return false }
        let version = text[text.index(after: text.startIndex)..<dot]
        return !version.isEmpty && version.utf8.allSatisfy { JSONText.hexDigit($0) != nil }
            && text.index(after: dot) < text.endIndex
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || (text.hasPrefix(":") && text.dropFirst().utf8.allSatisfy(JSONNumber.isDigit))
    }
}
