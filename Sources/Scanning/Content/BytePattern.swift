internal import CFiles

/// A plain text that is looked for in bytes, at the speed of memmem(3).
package struct BytePattern: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(_ text: String) { bytes = Array(text.utf8) }

    /// The offset of the first match at or after `start`; nil when there is none.
    package func firstMatch(in text: RawSpan, from start: Int = 0) -> Int? {
        guard start >= 0, start <= text.byteCount else { return nil }
        return unsafe text.withUnsafeBytes { raw in
            guard let base = raw.baseAddress else { return bytes.isEmpty ? 0 : nil }
            let found = unsafe bytes.withUnsafeBytes { needle in
                unsafe cfiles_find(base + start, raw.count - start, needle.baseAddress, needle.count)
            }
            return unsafe found.map { unsafe $0 - base }
        }
    }

    /// The offset of the first match; nil when there is none.
    package func firstMatch(in text: [UInt8]) -> Int? { unsafe firstMatch(in: text.span.bytes) }
}
