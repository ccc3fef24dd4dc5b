internal import CFiles
internal import Glibc

/// A part of a file that is looked at where the kernel holds it, without a copy.
///
/// Its bytes may change while they are looked at, and are zeros where the file has ended meanwhile: what is to be kept is
/// copied first and judged as the copy, and when `isCut` holds afterwards the part is read anew.
@safe final class FileMapping: Sendable {
    /// The bytes of the file that are seen.
    let range: Range<Int>

    // Unmapped when nobody holds it any more, and never written.
    private nonisolated(unsafe) let mapping: cfiles_mapping
    /// Where `range` begins in what is mapped.
    private let start: Int

    /// Nil where the file cannot be mapped, or too much is mapped: then it has to be read.
    init?(_ descriptor: FileDescriptor, _ range: Range<Int>) {
        guard !range.isEmpty else { return nil }
        start = range.lowerBound % Self.pageSize
        self.range = range
        var made = unsafe cfiles_mapping()
        let offset = off_t(range.lowerBound - start)
        guard unsafe cfiles_map(descriptor.number, offset, range.count + start, &made) == 0 else { return nil }
        unsafe mapping = made
    }

    deinit {
        unsafe withUnsafePointer(to: mapping) { unsafe cfiles_unmap($0) }
    }

    /// Whether something that was looked at was not there.
    var isCut: Bool { unsafe withUnsafePointer(to: mapping) { unsafe cfiles_mapping_is_cut($0) != 0 } }

    /// Looks at a part of the bytes of `range`.
    func withBytes<Value>(of part: Range<Int>, _ body: (Span<UInt8>) throws -> Value) rethrows -> Value {
        let place = places(of: part)
        let bytes = unsafe UnsafeBufferPointer(start: mapping.bytes + place.lowerBound, count: place.count)
        return try unsafe body(bytes.span)
    }

    /// Has the kernel show a part that will be looked at.
    func touch(_ part: Range<Int>) {
        let place = places(of: part)
        unsafe withUnsafePointer(to: mapping) { unsafe cfiles_touch($0, place.lowerBound, place.upperBound) }
    }

    /// Has the kernel take back a part that will not be looked at any more; what lies behind stays.
    func giveBack(_ part: Range<Int>) {
        let place = places(of: part)
        unsafe withUnsafePointer(to: mapping) { unsafe cfiles_give_back($0, place.lowerBound, place.upperBound) }
    }

    /// Where a part of the file stands in what is mapped.
    private func places(of part: Range<Int>) -> Range<Int> {
        precondition(range.lowerBound <= part.lowerBound && part.upperBound <= range.upperBound)
        return part.lowerBound - range.lowerBound + start..<part.upperBound - range.lowerBound + start
    }

    private static let pageSize = sysconf(Int32(_SC_PAGESIZE))
}
