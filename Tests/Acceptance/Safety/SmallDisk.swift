import Glibc
import TestSupport

/// A file system in memory with little room; only root can make one.
final class SmallDisk: Sendable {
    let path: String
    private let folder: TemporaryFolder

    /// Whether this process may make one.
    static var isPossible: Bool { geteuid() == 0 && canMount }

    init(kibibytes: Int) throws {
        folder = try TemporaryFolder()
        path = folder.path
        guard unsafe mount("tmpfs", path, "tmpfs", 0, "size=\(kibibytes)k,mode=700") == 0 else {
            throw TestFailure("no small disk could be made")
        }
    }

    deinit { _ = unsafe umount2(path, Int32(MNT_DETACH)) }

    /// Takes all the room that is left; gives back the file that took it.
    func fill() throws -> String {
        let file = path + "/filler"
        let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw TestFailure("the small disk cannot be filled") }
        defer { close(descriptor) }
        let block = [UInt8](repeating: 1, count: 4096)
        while unsafe write(descriptor, block, block.count) > 0 {}
        return file
    }

    /// Lets nobody write, or everybody again.
    func setReadOnly(_ isReadOnly: Bool) throws {
        let flags = UInt(MS_REMOUNT) | (isReadOnly ? UInt(MS_RDONLY) : 0)
        guard unsafe mount("tmpfs", path, "tmpfs", flags, nil) == 0 else {
            throw TestFailure("the small disk cannot be mounted anew")
        }
    }

    /// Ends it before its folder goes.
    func remove() throws {
        guard unsafe umount2(path, 0) == 0 else { throw TestFailure("the small disk is still used") }
    }

    /// Root within a container is often not allowed to.
    private static var canMount: Bool {
        guard let folder = try? TemporaryFolder() else { return false }
        guard unsafe mount("tmpfs", folder.path, "tmpfs", 0, "size=64k") == 0 else { return false }
        return unsafe umount2(folder.path, 0) == 0
    }
}
