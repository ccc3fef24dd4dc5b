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
    /// - Parameter wanted: So much of it will be looked at for certain.
    init?(_ descriptor: FileDescriptor, _ range: Range<Int>, wanted: Int) {
        guard !range.isEmpty else { return nil }
        start = range.lowerBound % Self.pageSize
        self.range = range
        var made = unsafe cfiles_mapping()
        let offset = off_t(range.lowerBound - start)
        guard unsafe cfiles_map(descriptor.number, offset, range.count + start, &made) == 0 else { return nil }
        unsafe mapping = made
        unsafe cfiles_touch(&made, min(wanted, range.count) + start)
    }

    deinit {
        unsafe withUnsafePointer(to: mapping) { unsafe cfiles_unmap($0) }
    }

    /// Whether something that was looked at was not there.
    var isCut: Bool { unsafe withUnsafePointer(to: mapping) { unsafe cfiles_mapping_is_cut($0) != 0 } }

    /// Looks at the bytes of `range`.
    func withBytes<Value>(_ body: (Span<UInt8>) throws -> Value) rethrows -> Value {
        let bytes = unsafe UnsafeBufferPointer(start: mapping.bytes + start, count: range.count)
        return try unsafe body(bytes.span)
    }

    private static let pageSize = sysconf(Int32(_SC_PAGESIZE))
}
