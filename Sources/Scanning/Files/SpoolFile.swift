internal import CFiles
internal import Glibc

/// A file without a name to which what is unpacked is written, so that it can be read like any other.
///
/// Nobody else can open it, and it is gone with the process or with the last who reads it.
package final class SpoolFile {
    private let descriptor: FileDescriptor
    /// Bytes written.
    package private(set) var length = 0

    /// Makes one in the folder for temporary files.
    package init() throws(FileFault) {
        let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        descriptor = try FileDescriptor(result: unsafe cfiles_open_nameless(folder))
    }

    /// Writes behind what was written.
    package func write(_ bytes: Span<UInt8>) throws(FileFault) {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBufferPointer { buffer in
                unsafe pwrite(
                    descriptor.number, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done,
                    off_t(length + done))
            }
            if count > 0 { done += count } else if errno != EINTR { throw FileFault(errno: errno) }
        }
        length += bytes.count
    }

    /// What was written, under the name of the file that it was made from.
    package func file(for original: ReadableFile) throws(FileFault) -> ReadableFile {
        try ReadableFile(copy: descriptor, of: original)
    }
}
