internal import CFiles
internal import Glibc
package import Model

/// A regular file that was opened once and is read through that descriptor alone, never by its name again.
///
/// It is read with pread(2). Pieces of lines may be mapped instead, by whoever can bear a file that is cut meanwhile.
package final class ReadableFile: Sendable {
    /// How it is shown: the path below its root.
    package let name: String
    /// In bytes, when it was opened.
    package let size: Int
    /// When it was last written, as of opening.
    package let modified: Timestamp
    /// Tells whether two names are one file.
    package let identity: FileIdentity
    /// True for what was unpacked from a file, or written anew from it.
    package let isCopy: Bool
    private let descriptor: FileDescriptor

    init(name: String, descriptor: FileDescriptor) throws(FileFault) {
        let status = try descriptor.status()
        if let irregularity = status.irregularity { throw .notRegular(irregularity) }
        self.name = name
        self.descriptor = descriptor
        size = max(0, Int(status.st_size))
        modified = status.modified
        identity = FileIdentity(status)
        isCopy = false
    }

    /// A copy of another file's content under the name of it.
    init(copy descriptor: FileDescriptor, of original: ReadableFile) throws(FileFault) {
        name = original.name
        self.descriptor = descriptor
        size = max(0, Int(try descriptor.status().st_size))
        modified = original.modified
        identity = original.identity
        isCopy = true
    }

    /// Size and last modification of this moment, for files that others write to.
    package func current() throws(FileFault) -> (size: Int, modified: Timestamp) {
        let status = try descriptor.status()
        return (max(0, Int(status.st_size)), status.modified)
    }

    /// The size of this moment, without asking for times: Linux from 6.13 on makes the next write of whoever writes it slower
    /// where they were asked for, see `cfiles_status`.
    func currentSize() -> Int? {
        var status = cfiles_status()
        guard unsafe cfiles_status(descriptor.number, "", 0, &status) == 0 else { return nil }
        return Int(clamping: status.size)
    }

    /// Sees a part as memory; nil where that cannot be.
    func map(_ range: Range<Int>) -> FileMapping? { FileMapping(descriptor, range) }

    /// Fills the buffer from an offset; fewer bytes than asked for only at the end of the file.
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileFault) -> Int {
        guard let base = buffer.baseAddress, offset >= 0 else { return 0 }
        var filled = 0
        while filled < buffer.count {
            let count = unsafe pread(descriptor.number, base + filled, buffer.count - filled, off_t(offset + filled))
            if count > 0 {
                filled += count
            } else if count == 0 {
                break
            } else if errno != EINTR {
                throw FileFault(errno: errno)
            }
        }
        return filled
    }

    /// At most `count` bytes from an offset; fewer only at the end of the file.
    package func read(at offset: Int, count: Int) throws(FileFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(0, count))
        let filled = try read(into: &bytes, at: offset)
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    /// Fills an array from an offset; returns how many bytes were read.
    package func read(into bytes: inout [UInt8], at offset: Int) throws(FileFault) -> Int {
        let result: Result<Int, FileFault> = unsafe bytes.withUnsafeMutableBytes { buffer in
            do throws(FileFault) { return .success(try unsafe read(into: buffer, at: offset)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Fills a part of an array from an offset; returns how many bytes were read.
    func read(into bytes: inout [UInt8], range: Range<Int>, at offset: Int) throws(FileFault) -> Int {
        let result: Result<Int, FileFault> = unsafe bytes.withUnsafeMutableBytes { buffer in
            let part = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[range])
            do throws(FileFault) { return .success(try unsafe read(into: part, at: offset)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The whole file.
    /// - Throws: `FileFault.tooLarge` beyond `limit` bytes, before anything large is allocated.
    package func contents(limit: Int) throws(FileFault) -> [UInt8] {
        guard size <= limit else { throw .tooLarge(limit: limit) }
        var bytes = try read(at: 0, count: size)
        // What was written meanwhile belongs to it as long as it fits.
        while bytes.count <= limit {
            let more = try read(at: bytes.count, count: min(1 << 20, limit + 1 - bytes.count))
            guard !more.isEmpty else { return bytes }
            bytes += more
        }
        throw .tooLarge(limit: limit)
    }

    /// Gives the bytes in order, in pieces of at most `size` that share one buffer; `body` returns false to stop.
    /// - Returns: How many bytes were given.
    @discardableResult
    package func forEachChunk(
        size chunk: Int = 1 << 18, from start: Int = 0, _ body: (_ bytes: RawSpan, _ offset: Int) throws -> Bool
    ) throws -> Int {
        var buffer = [UInt8](repeating: 0, count: max(1, chunk))
        var offset = start
        while true {
            let count = try read(into: &buffer, at: offset)
            guard count > 0 else { break }
            let goesOn = try unsafe body(buffer.span.bytes.extracting(0..<count), offset)
            offset += count
            guard goesOn, count == buffer.count else { break }
        }
        return offset - start
    }
}
