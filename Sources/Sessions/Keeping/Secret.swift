import JSON

/// Something that must not stand anywhere, in the forms in which it may stand in a journal.
package struct Secret: Sendable {
    /// A shorter one would stand everywhere.
    package static let minimumLength = 6
    package static let maximumLength = 64 << 10

    /// As it is, and as programs write it within JSON, and within JSON that is itself a text in JSON.
    package let needles: [[UInt8]]

    /// - Throws: `SessionsError` of code `validation`.
    package init(_ text: String) throws {
        guard Self.minimumLength...Self.maximumLength ~= text.utf8.count else {
            throw SessionsError(
                .validation, "a secret to be removed has \(Self.minimumLength) to \(Self.maximumLength) bytes",
                hint: "name the entries with --entry instead")
        }
        var needles = [Array(text.utf8)]
        for once in Self.forms(of: text) {
            for form in [once, Self.escaped(once)] where !needles.contains(Array(form.utf8)) {
                needles.append(Array(form.utf8))
            }
        }
        self.needles = needles
    }

    /// A text within JSON: in the shortest form, and as writers do it that escape more than they must.
    ///
    /// Writers of PHP and Java escape the slash, those of Go and Java what HTML has a use for, those of PHP and Python what
    /// is not ASCII.
    private static func forms(of text: String) -> [String] {
        let short = escaped(text)
        let html: Set<Unicode.Scalar> = ["<", ">", "&", "=", "'"]
        var forms = [short, short.replacing("/", with: "\\/")]
        for isUpper in [false, true] {
            forms.append(coded(short, isUpper) { html.contains($0) && $0 != "=" && $0 != "'" })
            forms.append(coded(short, isUpper) { html.contains($0) })
            forms.append(coded(short, isUpper) { html.contains($0) }.replacing("/", with: "\\/"))
            forms.append(
                coded(short, isUpper) { html.contains($0) && $0 != "=" && $0 != "'" }.replacing("/", with: "\\/"))
            forms.append(coded(short, isUpper) { $0 == "/" })
            forms.append(coded(short, isUpper) { !$0.isASCII })
            forms.append(coded(short, isUpper) { !$0.isASCII }.replacing("/", with: "\\/"))
        }
        return forms
    }

    /// The text with some of its characters as `\uXXXX`.
    private static func coded(_ text: String, _ isUpper: Bool, _ isCoded: (Unicode.Scalar) -> Bool) -> String {
        var coded = ""
        for scalar in text.unicodeScalars {
            guard isCoded(scalar) else {
                coded.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16, uppercase: isUpper)
                coded += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return coded
    }

    private static func escaped(_ text: String) -> String {
        String(JSONValue.string(text).canonicalText().dropFirst().dropLast())
    }

    /// Whether it stands in these bytes in one of its forms.
    package func stands(in bytes: [UInt8]) -> Bool { needles.contains { bytes.contains($0) } }

    /// The longest form, in bytes.
    var longest: Int { needles.map(\.count).max() ?? 0 }
}
