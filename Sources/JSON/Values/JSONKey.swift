/// A member's name, compared by code points.
///
/// `String` takes `é` and `e` + combining accent for equal; RFC 8259 names are equal only if their code units are.
struct JSONKey: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: JSONKey, right: JSONKey) -> Bool {
        // Canonical equality is the faster test and rules most out; what passes it may still differ in code points.
        left.text.utf8.count == right.text.utf8.count && left.text == right.text
            && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { bytes in unsafe hasher.combine(bytes: UnsafeRawBufferPointer(bytes)) }
        hasher.combine(0xFF as UInt8)
    }

    /// Whether a name stands before another in the canonical form, which is by UTF-16 code units.
    static func canonicallyPrecedes(_ left: String, _ right: String) -> Bool {
        let (a, b) = (left.utf8Span.span, right.utf8Span.span)
        for index in 0..<min(a.count, b.count) where a[index] != b[index] {
            // UTF-8 has the same order but for what stands beside surrogates: U+E000 to U+FFFF.
            guard max(a[index], b[index]) >= 0xEE else { return a[index] < b[index] }
            return left.utf16.lexicographicallyPrecedes(right.utf16)
        }
        return a.count < b.count
    }
}
