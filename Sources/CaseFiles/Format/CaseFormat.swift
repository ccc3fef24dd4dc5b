internal import JSON
internal import Model

/// What the format of case files fixes; docs/case-file.md tells it to whoever writes a verifier.
package enum CaseFormat {
    package static let version = 1
    /// The longest line, in bytes without its line feed.
    package static let maximumLine = 32 << 20
    /// The bytes that each piece of a body holds but the last.
    package static let piece = 1 << 20
    /// The journals of a lineage: a session and all that it can go on from.
    package static let maximumJournals = SessionForked.maximumDepth + 1
    /// The entries of one journal.
    package static let maximumEntries = 1 << 24 - 1

    /// Written before the head when that is signed, so that the signature means nothing anywhere else.
    static let signaturePrefix = Array("casebook case 1\n".utf8)

    /// No line nests deeper; payloads and evidence stand in strings.
    static let jsonLimits = JSONLimits(
        depth: 8, bytes: maximumLine, stringBytes: maximumLine, numberBytes: 20)
}
