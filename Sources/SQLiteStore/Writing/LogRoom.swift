internal import Glibc

/// Keeps the write-ahead log's file longer than what stands in it.
///
/// A commit that makes its file longer waits for the file system's own journal besides, one that writes over bytes which
/// are there does not. Zeros behind the last frame mean nothing to SQLite: a frame counts only with the log's salts and
/// its checksum (https://sqlite.org/fileformat2.html#the_write_ahead_log).
struct LogRoom: Sendable {
    /// Bytes of log that whoever commits a few times never goes beyond, and needs no room for.
    static let least = 128 << 10
    /// Bytes that are added at once at the most.
    static let most = 1 << 20
    /// Zeros that are written at a time; the kernel maps and clears a larger array anew each time.
    private static let chunk = 64 << 10
    private static let headerSize = 32
    private static let frameHeaderSize = 24

    private let path: String
    private let pageSize: Int

    /// - Parameter pageSize: that of the database, in bytes.
    init(_ location: DatabaseLocation, pageSize: Int) {
        path = location.walPath
        self.pageSize = pageSize
    }

    /// Lengthens the file where the next commits would; the store's lock must be held.
    ///
    /// It is lengthened by about as much as it holds, so that what is written for nothing is no more than what was
    /// written anyway. Nothing depends on it: a disk that has no room for it tells whoever commits.
    ///
    /// - Parameters:
    ///   - pages: the length of the log.
    ///   - size: the bytes of its file.
    func keep(behind pages: Int, in size: Int) {
        let end = Self.headerSize + pages * (pageSize + Self.frameHeaderSize)
        guard end >= Self.least, size - end < Self.least / 2 else { return }
        let descriptor = unsafe open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let zeros = [UInt8](repeating: 0, count: Self.chunk)
        for place in stride(from: size, to: size + min(end, Self.most), by: Self.chunk) {
            guard unsafe pwrite(descriptor, zeros, Self.chunk, off_t(place)) == Self.chunk else { return }
        }
    }
}
