internal import JSON
internal import Model

/// A signature over the head of a case file, and the key that it is to be checked with.
package struct HeadSignature: Hashable, Sendable {
    package let key: PublicKey
    private let bytes: [UInt8]

    init(key: PublicKey, bytes: [UInt8]) {
        self.key = key
        self.bytes = bytes
    }

    /// Reads 128 lower-case hexadecimal digits.
    init?(key: PublicKey, hex: String) {
        guard hex.utf8.count == 128, let first = Digest(hex: String(hex.prefix(64))),
            let second = Digest(hex: String(hex.suffix(64)))
        else { return nil }
        self.init(key: key, bytes: first.bytes + second.bytes)
    }

    /// 128 lower-case hexadecimal digits.
    package var hex: String {
        let halves = [Array(bytes.prefix(32)), Array(bytes.dropFirst(32))]
        return halves.compactMap { Digest(bytes: $0)?.hex }.joined()
    }

    /// Whether the key's owner signed this head.
    package func isOver(_ head: CaseHead) -> Bool { key.isSignature(bytes, over: Self.message(head)) }

    static func message(_ head: CaseHead) -> [UInt8] { CaseFormat.signaturePrefix + head.json.canonicalBytes() }
}
