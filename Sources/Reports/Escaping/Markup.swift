/// HTML that is safe by construction: literals stand as they are, every text that is put into one is escaped.
///
/// ```swift
/// let row: Markup = "<td title=\"\(hint)\">\(text)</td>"
/// ```
struct Markup: Sendable {
    private(set) var html: String

    /// Nothing.
    static let empty = Markup(trusted: "")

    private init(trusted html: String) { self.html = html }

    /// A text from anywhere, on one line.
    init(text: String) { html = Self.escaped(InertText.line(text)) }

    /// A text from anywhere that keeps its lines, for `pre`.
    init(block text: String, limit: Int = 64 << 10) { html = Self.escaped(InertText.block(text, limit: limit)) }

    /// A text on one line whose RFC 3339 times are not broken at their hyphens.
    init(prose text: String) {
        var html = ""
        for word in InertText.line(text).split(separator: " ", omittingEmptySubsequences: false) {
            let escaped = Self.escaped(String(word))
            if !html.isEmpty { html += " " }
            html += Self.isTime(word) ? "<span class=\"whole\">\(escaped)</span>" : escaped
        }
        self.html = html
    }

    private static func isTime(_ word: Substring) -> Bool {
        let pattern: [Character] = Array("0000-00-00T00:00")
        guard word.count < 40, word.count >= pattern.count else { return false }
        return zip(word, pattern).allSatisfy { $1 == "0" ? $0.isASCII && $0.isNumber : $0 == $1 }
    }

    static func += (left: inout Markup, right: Markup) { left.html += right.html }

    /// The one place where text becomes HTML; fit for elements and for quoted attributes.
    private static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
            case UInt8(ascii: "`"): bytes.append(contentsOf: "&#96;".utf8)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Markup: ExpressibleByStringInterpolation {
    init(stringLiteral value: String) { html = value }

    init(stringInterpolation: Interpolation) { html = stringInterpolation.html }

    /// Gathers the parts of an interpolated literal.
    struct Interpolation: StringInterpolationProtocol {
        fileprivate var html: String

        init(literalCapacity: Int, interpolationCount: Int) {
            html = ""
            html.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        mutating func appendLiteral(_ literal: String) { html += literal }

        mutating func appendInterpolation(_ markup: Markup) { html += markup.html }

        mutating func appendInterpolation(_ parts: [Markup]) {
            for part in parts { html += part.html }
        }

        mutating func appendInterpolation(_ text: String) { html += Markup(text: text).html }

        mutating func appendInterpolation(_ number: Int) { html += String(number) }
    }
}

extension Sequence<Markup> {
    func joined(separator: Markup = "") -> Markup {
        var result = Markup.empty
        for (index, part) in enumerated() {
            if index > 0 { result += separator }
            result += part
        }
        return result
    }
}
