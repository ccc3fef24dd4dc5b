internal import CScan

/// How many line feeds stand in front of a place of some bytes, counted on by whoever goes over them.
package struct LineFeeds: Sendable {
    fileprivate var counted = cscan_count()

    package init() {}

    /// The place up to which they are counted.
    package var place: Int { counted.place }
    package var count: Int { counted.newlines }

    /// Counts on to a place; one that lies behind is left as it is.
    package mutating func count(to place: Int, in bytes: Span<UInt8>) {
        precondition(place <= bytes.count)
        unsafe bytes.withUnsafeBufferPointer { raw in
            guard let base = raw.baseAddress, place > 0 else { return }
            unsafe cscan_count_to(&counted, base, place)
        }
    }
}

extension TextFinder {
    /// Where one of the texts begins at or after `start`, in the first line that has one; nil when there is none.
    ///
    /// Line feeds are counted on the way, which costs next to nothing there: at least up to `start`, and nowhere beyond the
    /// line in which the text stands, which has no line feed itself.
    package func first(in bytes: Span<UInt8>, from start: Int, counting feeds: inout LineFeeds) -> Int? {
        guard start >= 0, start < bytes.count else { return nil }
        let found = unsafe bytes.withUnsafeBufferPointer { raw in
            unsafe cscan_first(handle, raw.baseAddress, raw.count, start, &feeds.counted)
        }
        return found < bytes.count ? found : nil
    }
}
