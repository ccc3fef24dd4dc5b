package import JSON

/// Something that must not stand anywhere, in the forms in which it may stand in a journal.
package struct Secret: Sendable {
    /// A shorter one would stand everywhere.
    package static let minimumLength = 6
    package static let maximumLength = 64 << 10

    /// As it is, and as it is written within JSON, and within JSON that is itself a text in JSON.
    package let needles: [[UInt8]]

    /// - Throws: `SessionsError` of code `validation`.
    package init(_ text: String) throws {
        guard Self.minimumLength...Self.maximumLength ~= text.utf8.count else {
            throw SessionsError(
                .validation, "a secret to be removed has \(Self.minimumLength) to \(Self.maximumLength) bytes",
                hint: "name the entries with --entry instead")
        }
        let once = Self.escaped(text)
        var needles = [Array(text.utf8)]
        for form in [once, Self.escaped(once)] where !needles.contains(Array(form.utf8)) {
            needles.append(Array(form.utf8))
        }
        self.needles = needles
    }

    private static func escaped(_ text: String) -> String {
        String(JSONValue.string(text).canonicalText().dropFirst().dropLast())
    }

    /// Whether it stands in these bytes in one of its forms.
    package func stands(in bytes: [UInt8]) -> Bool { needles.contains { bytes.contains($0) } }

    /// The longest form, in bytes.
    var longest: Int { needles.map(\.count).max() ?? 0 }
}
