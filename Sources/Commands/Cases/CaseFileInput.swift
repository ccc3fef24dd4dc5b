import CaseFiles
import Glibc
import Model

/// A case file that the user named, opened once and read by offsets.
final class CaseFileInput: CaseInput {
    private let path: String
    private let descriptor: Int32

    /// - Throws: `CommandError` when there is no such file, or it is no regular one.
    init(_ path: String) throws {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw CommandError(.usage, "the file's name is empty or holds a null character")
        }
        // Without O_NONBLOCK a FIFO would hold the program for ever.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            let reason = unsafe String(cString: strerror(code))
            guard code != ENOENT, code != ENOTDIR else {
                throw CommandError(.notFound, "there is no file \(path)", hint: "check the path")
            }
            throw CommandError(.inputOutput, "\(path) cannot be read: \(reason)", hint: "check its permissions")
        }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            // It is read more than once.
            throw CommandError(.usage, "\(path) is not a regular file", hint: "write the case file to disk first")
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    func read(at offset: Int, count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var length = 0
        while length < count {
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(descriptor, buffer.baseAddress?.advanced(by: length), count - length, offset + length)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else {
                throw CommandError(.inputOutput, "\(path) cannot be read: \(unsafe String(cString: strerror(errno)))")
            }
            guard got > 0 else { break }
            length += got
        }
        bytes.removeLast(count - length)
        return bytes
    }
}
