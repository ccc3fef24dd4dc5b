package import Model

/// What a client on the network proves with who it is: 256 random bits, which are kept nowhere but with the client.
///
/// The server keeps its SHA-256 alone. A fast hash is enough, since nobody can guess 256 bits.
package struct AccessToken: Sendable {
    /// As a client sends it: `cbt_` and 64 hexadecimal digits.
    package let text: String

    /// What is kept of it.
    package var digest: Digest { Self.digest(of: text) }

    /// What stands before the random part, by which people and scanners know it.
    package static let prefix = "cbt_"

    /// Makes a new token.
    package init(from source: any IdentifierSource) {
        let words = [source.next(), source.next()].flatMap { [$0.high, $0.low] }
        text = Self.prefix + words.map { Self.digits($0) }.joined()
    }

    /// Reads a token as it was made; nil for any other text.
    package init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), Digest(hex: String(text.dropFirst(Self.prefix.count))) != nil else {
            return nil
        }
        self.text = text
    }

    /// What is kept of whatever somebody sent as a token.
    package static func digest(of text: String) -> Digest { Digest(of: Array(text.utf8)) }

    private static func digits(_ word: UInt64) -> String {
        let text = String(word, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
