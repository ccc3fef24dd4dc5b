internal import Glibc
internal import Model
internal import Store
internal import Synchronization

/// The locks that say which runs a living process drives: a file each, locked for as long as the run is driven.
///
/// The kernel gives a lock back when its process dies, in whatever way, so that nobody has to wait or to guess.
struct RunFiles: Sendable {
    private static let attempts = 100

    private let folder: String
    private let sibling: String

    init(_ location: DatabaseLocation) {
        folder = location.runsPath
        sibling = location.path
    }

    /// Locks a run; nil while another holds it, in this process or in another.
    func lock(_ run: RunID) throws -> RunFile? {
        let path = folder + "/" + run.rawValue
        for _ in 0..<Self.attempts {
            let descriptor = try open(path)
            if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
                let code = errno
                close(descriptor)
                if code == EINTR { continue }
                guard code == EWOULDBLOCK else { throw StoreError(systemError: code, "lock it", path: path) }
                return nil
            }
            // Whoever held the lock before has removed the file; only the one that others find counts.
            if let own = FileIdentity(descriptor: descriptor), own == FileIdentity(path: path) {
                return RunFile(descriptor: descriptor, path: path)
            }
            close(descriptor)
        }
        return nil
    }

    /// Whether a run is locked, by this process or another.
    func isLocked(_ run: RunID) throws -> Bool {
        let path = folder + "/" + run.rawValue
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw StoreError(systemError: errno, "open it", path: path) }
            return false
        }
        // Shared, so that two who ask do not take each other for a driver; given back with the descriptor.
        defer { close(descriptor) }
        while flock(descriptor, LOCK_SH | LOCK_NB) != 0 {
            let code = errno
            if code == EINTR { continue }
            guard code == EWOULDBLOCK else { throw StoreError(systemError: code, "lock it", path: path) }
            return true
        }
        return false
    }

    private func open(_ path: String) throws -> Int32 {
        let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        var descriptor = unsafe Glibc.open(path, flags, 0o600)
        if descriptor < 0, errno == ENOENT {
            try makeFolder()
            descriptor = unsafe Glibc.open(path, flags, 0o600)
        }
        guard descriptor >= 0 else { throw StoreError(systemError: errno, "open it", path: path) }
        return descriptor
    }

    private func makeFolder() throws {
        try DatabaseLocation.makeFolder(folder)
        guard let owner = FileStatus.of(sibling), owner.st_uid != geteuid() else { return }
        _ = unsafe lchown(folder, owner.st_uid, owner.st_gid)
    }
}

/// A locked run; giving it up removes the file.
final class RunFile: Sendable {
    private let path: String
    private let descriptor: Mutex<Int32>

    init(descriptor: Int32, path: String) {
        self.descriptor = Mutex(descriptor)
        self.path = path
    }

    deinit { release() }

    /// Gives the run up; a second call does nothing.
    func release() {
        descriptor.withLock { descriptor in
            guard descriptor >= 0 else { return }
            // While it is still locked: who opened it before finds on locking that it is gone, and tries anew.
            _ = unsafe unlink(path)
            close(descriptor)
            descriptor = -1
        }
    }
}
