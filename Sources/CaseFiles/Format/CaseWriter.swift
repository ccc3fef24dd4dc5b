internal import Crypto
internal import Model

/// Writes the lines of a case file one after the other, and its end.
///
/// It holds nothing of what it has written. What is written is what it is given: whether that holds is for
/// `CaseVerifier` to say, which can be shown the same items.
package struct CaseWriter: Sendable {
    private var sum = SHA256()
    private var entries = 0

    package init() {}

    /// The bytes of the next line, with its line feed.
    package mutating func line(_ item: CaseItem) throws(CaseError) -> [UInt8] {
        if case .entry = item { entries += 1 }
        let bytes = try item.line() + [UInt8(ascii: "\n")]
        sum.update(data: bytes)
        return bytes
    }

    /// The bytes of the last line.
    package mutating func end() throws(CaseError) -> [UInt8] {
        guard let sha256 = Model.Digest(bytes: Array(sum.finalize())) else {
            throw CaseError(.malformed, "a hash does not have 32 bytes")
        }
        return try line(.end(CaseEnd(entries: entries, sha256: sha256)))
    }
}
