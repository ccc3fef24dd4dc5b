internal import Crypto
internal import Model

/// The key that says whose signature it is.
package struct PublicKey: Hashable, Sendable {
    /// The 32 bytes of an Ed25519 public key (RFC 8032).
    package let bytes: [UInt8]

    /// Reads 64 lower-case hexadecimal digits.
    package init?(hex: String) {
        // A digest has the same form.
        guard let bytes = Model.Digest(hex: hex)?.bytes else { return nil }
        self.bytes = bytes
    }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// 64 lower-case hexadecimal digits.
    package var hex: String { Model.Digest(bytes: bytes)?.hex ?? "" }

    /// Whether the key's owner signed these bytes.
    func isSignature(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}
