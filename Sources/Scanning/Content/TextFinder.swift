internal import CScan

/// One or several plain texts that are looked for together, at the speed of memory.
@safe package final class TextFinder: Sendable {
    /// The most texts that are looked for together.
    package static let maximumTexts = Int(CSCAN_MAXIMUM_TEXTS)

    package let texts: [String]
    /// False when the case of ASCII letters does not count.
    package let isCaseSensitive: Bool

    // What was prepared is never changed by searching.
    nonisolated(unsafe) let handle: OpaquePointer

    /// Nil when there is no text, an empty one or too many.
    package init?(_ texts: [String], isCaseSensitive: Bool = true) {
        self.texts = texts
        self.isCaseSensitive = isCaseSensitive
        let bytes = texts.flatMap { Array($0.utf8) }
        let made = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe texts.map(\.utf8.count).withUnsafeBufferPointer { lengths in
                unsafe cscan_new(bytes.baseAddress, lengths.baseAddress, texts.count, !isCaseSensitive)
            }
        }
        guard let made = unsafe made else { return nil }
        unsafe handle = made
    }

    deinit { unsafe cscan_delete(handle) }

    /// Where one of the texts begins at or after `start`, in the first line that has one; nil when there is none.
    package func first(in bytes: RawSpan, from start: Int) -> Int? {
        guard start >= 0, start < bytes.byteCount else { return nil }
        var count = cscan_count(place: start, newlines: 0)
        let found = unsafe bytes.withUnsafeBytes { raw in
            unsafe cscan_first(handle, raw.baseAddress?.assumingMemoryBound(to: UInt8.self), raw.count, start, &count)
        }
        return found < bytes.byteCount ? found : nil
    }
}
