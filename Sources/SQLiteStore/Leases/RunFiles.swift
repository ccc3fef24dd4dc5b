internal import Glibc
internal import Model
internal import Store
internal import Synchronization

/// The locks that say which runs a living process drives: a file for each token, locked for as long as its holder drives.
///
/// The kernel gives a lock back when its process dies, in whatever way, so that nobody has to wait or to guess. A run is
/// driven while its current token is locked: a driver from which the run was taken keeps the lock of a token that no
/// longer counts.
struct RunFiles: Sendable {
    private let folder: String
    private let sibling: String

    init(_ location: DatabaseLocation) {
        folder = location.runsPath
        sibling = location.path
    }

    /// Locks a token of a run; nil while another holds it, in this process or in another.
    ///
    /// To be called in the transaction that makes the token the run's own, so that the file of a token is made once.
    func lock(_ fence: Fence) throws -> RunFile? {
        let path = path(of: fence)
        let descriptor = try open(path)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            if code == EINTR { continue }
            close(descriptor)
            guard code == EWOULDBLOCK else { throw StoreError(systemError: code, "lock it", path: path) }
            return nil
        }
        return RunFile(descriptor: descriptor, path: path)
    }

    /// Whether a token of a run is locked, by this process or another.
    func isLocked(_ fence: Fence) throws -> Bool {
        let path = path(of: fence)
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

    /// The process that has locked a token of a run.
    func holder(of fence: Fence) -> HoldingProcess? {
        FileIdentity(path: path(of: fence)).flatMap { LockHolder.holder(of: $0) }
    }

    /// Removes what a driver left that died.
    func remove(_ fence: Fence) { _ = unsafe unlink(path(of: fence)) }

    private func path(of fence: Fence) -> String { "\(folder)/\(fence.run.rawValue).\(fence.token)" }

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
        guard let owner = FileStatus(sibling), owner.owner != geteuid() else { return }
        _ = unsafe lchown(folder, owner.owner, owner.group)
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
            _ = unsafe unlink(path)
            close(descriptor)
            descriptor = -1
        }
    }
}
