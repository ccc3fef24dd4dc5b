internal import CFiles
internal import Glibc
internal import Model

/// An open descriptor, closed when nobody holds it any more.
final class FileDescriptor: Sendable {
    let number: Int32

    /// Takes over a descriptor.
    init(owning number: Int32) { self.number = number }

    deinit { close(number) }

    /// Takes the result of an opening call: a descriptor, or an errno value negated.
    convenience init(result: Int32) throws(FileFault) {
        guard result >= 0 else { throw FileFault(errno: -result) }
        self.init(owning: result)
    }

    /// The state of the open file.
    func status() throws(FileFault) -> stat {
        var status = stat()
        guard unsafe fstat(number, &status) == 0 else { throw FileFault(errno: errno) }
        return status
    }
}

/// Which file it is, whatever its name.
package struct FileIdentity: Hashable, Sendable, CustomStringConvertible {
    let device: UInt64
    let inode: UInt64

    package var description: String { "\(device):\(inode)" }

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }
}

extension stat {
    /// `folder`, `FIFO` and so on; nil for a regular file.
    var irregularity: String? {
        switch st_mode & S_IFMT {
        case S_IFREG: nil
        case S_IFDIR: "folder"
        case S_IFIFO: "FIFO"
        case S_IFSOCK: "socket"
        case S_IFCHR, S_IFBLK: "device"
        default: "special file"
        }
    }

    var modified: Timestamp {
        let (seconds, overflow) = Int64(st_mtim.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return Timestamp(nanoseconds: st_mtim.tv_sec < 0 ? .min : .max) }
        return Timestamp(nanoseconds: seconds).advanced(byNanoseconds: Int64(st_mtim.tv_nsec))
    }
}
