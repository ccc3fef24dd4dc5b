package import JSON

/// Something that must not stand anywhere, whoever has escaped it.
package struct Secret: Sendable {
    /// A shorter one would stand everywhere.
    package static let minimumLength = 6
    package static let maximumLength = 64 << 10

    package let text: EscapedText

    /// - Throws: `SessionsError` of code `validation`.
    package init(_ text: String) throws {
        guard Self.minimumLength...Self.maximumLength ~= text.utf8.count else {
            throw SessionsError(
                .validation, "a secret to be removed has \(Self.minimumLength) to \(Self.maximumLength) bytes",
                hint: "name the entries with --entry instead")
        }
        self.text = EscapedText(text)
    }

    /// Whether it stands in these bytes.
    package func stands(in bytes: [UInt8]) -> Bool { text.stands(in: bytes) }
}
