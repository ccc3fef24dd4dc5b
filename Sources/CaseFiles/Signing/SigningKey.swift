internal import Crypto
internal import Model

/// The private key under which this installation signs the heads of its case files.
package struct SigningKey: Sendable {
    private let seed: [UInt8]
    package let publicKey: PublicKey

    /// - Parameter seed: 32 random bytes; nil for any other count.
    package init?(seed: [UInt8]) {
        guard seed.count == 32, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            return nil
        }
        self.seed = seed
        publicKey = PublicKey(bytes: Array(key.publicKey.rawRepresentation))
    }

    /// Reads what `text` gives.
    package init?(text: String) {
        guard text.hasPrefix(Self.opening), text.hasSuffix("\n"),
            let seed = Model.Digest(hex: String(text.dropFirst(Self.opening.count).dropLast()))?.bytes
        else { return nil }
        self.init(seed: seed)
    }

    /// The form in which it is kept in a private file.
    package var text: String { "\(Self.opening)\(Model.Digest(bytes: seed)?.hex ?? "")\n" }

    private static let opening = "casebook-ed25519-private "

    /// Vouches for a head.
    package func sign(_ head: CaseHead) throws(CaseError) -> HeadSignature {
        do {
            let key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
            let signature = try key.signature(for: HeadSignature.message(head))
            return HeadSignature(key: publicKey, bytes: Array(signature))
        } catch {
            throw CaseError(.key, "the head cannot be signed: \(error)")
        }
    }
}
