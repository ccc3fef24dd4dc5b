internal import Glibc
internal import Store
internal import Synchronization

/// The lock that keeps write transactions and checkpoints of all processes apart.
///
/// SQLite up to 3.51.2 can damage a database when one connection resets the WAL while another runs a checkpoint
/// (https://sqlite.org/wal.html#walresetbug); under this lock that cannot be. It is a `flock` of a file of its own, which
/// the kernel gives back when the process dies in whatever way, and which keeps two stores of one process apart too.
final class FileLock: Sendable {
    /// The time between two looks at whether whoever holds the lock is stopped.
    private static let patience = Duration.seconds(1)

    private let path: String
    private let sibling: String
    private let timeout: Duration
    private let opened = Mutex<Opened?>(nil)

    /// The lock's file as it was opened.
    private struct Opened {
        let descriptor: Int32
        let identity: FileIdentity
    }

    /// - Parameters:
    ///   - sibling: the file whose owner and permissions the lock's file gets.
    ///   - timeout: how long `hold` waits for others.
    init(path: String, beside sibling: String, timeout: Duration) {
        self.path = path
        self.sibling = sibling
        self.timeout = timeout
    }

    deinit {
        if let opened = opened.withLock({ $0 }) { close(opened.descriptor) }
    }

    /// Runs `body` with the lock held; blocks the calling thread, which must not be one of the cooperative pool.
    ///
    /// - Throws: `StoreError` of code `busy` when others kept it for the whole time, or one of them is stopped.
    func hold<Value>(_ body: () throws -> Value) throws -> Value {
        let descriptor = try acquire()
        defer { flock(descriptor, LOCK_UN) }
        return try body()
    }

    /// Runs `body` with the lock held, unless another process holds it; whether it was held.
    func holdIfFree(_ body: () -> Void) -> Bool {
        guard let descriptor = acquireIfFree() else { return false }
        defer { flock(descriptor, LOCK_UN) }
        body()
        return true
    }

    /// Whether a process holds the lock that was stopped, and will not let go before somebody tells it to go on.
    var isStuck: Bool {
        // The kernel's list of locks takes milliseconds to read, and hardly ever does somebody hold this one.
        guard isHeld, let file = FileIdentity(path: path), let holder = LockHolder.holder(of: file) else {
            return false
        }
        return holder.isStopped
    }

    /// Bytes in the lock's file that who holds the lock leaves for those who come after; empty when nobody has.
    ///
    /// They are of use among processes that run at the same time, so nobody waits for the disk.
    var note: [UInt8] {
        get {
            // Whoever does not wait for a lock that is stuck wants to know as well.
            let file = opened.withLock { opened in
                if opened == nil { opened = try? open() }
                return opened
            }
            guard let descriptor = file?.descriptor else { return [] }
            var bytes = [UInt8](repeating: 0, count: Self.noteLength)
            let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
            return Array(bytes.prefix(max(0, count)))
        }
        set {
            guard let descriptor = opened.withLock({ $0?.descriptor }) else { return }
            // Cut first: a part of a note would be taken for another one.
            guard ftruncate(descriptor, 0) == 0, !newValue.isEmpty else { return }
            _ = unsafe pwrite(descriptor, newValue, min(newValue.count, Self.noteLength), 0)
        }
    }

    private static let noteLength = 256

    private var isHeld: Bool {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        // Whatever is locked here is given back with the descriptor.
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    private func acquireIfFree() -> Int32? {
        opened.withLock { opened in
            guard let file = opened, flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else { return nil }
            guard file.identity == FileIdentity(path: path) else {
                flock(file.descriptor, LOCK_UN)
                return nil
            }
            return file.descriptor
        }
    }

    private func acquire() throws -> Int32 {
        try opened.withLock { opened in
            let deadline = ContinuousClock.now + timeout
            while true {
                let file = try opened ?? open()
                opened = file
                try wait(file, until: deadline)
                // Somebody may have removed the file: others would then lock the new one.
                if file.identity == FileIdentity(path: path) { return file.descriptor }
                close(file.descriptor)
                opened = nil
            }
        }
    }

    private func wait(_ file: Opened, until deadline: ContinuousClock.Instant) throws {
        var pause = 50_000
        var look = ContinuousClock.now + min(timeout, Self.patience)
        while flock(file.descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            if code == EINTR { continue }
            guard code == EWOULDBLOCK else { throw StoreError(systemError: code, "lock it", path: path) }
            guard ContinuousClock.now < deadline else {
                throw busy(LockHolder.holder(of: file.identity))
            }
            if ContinuousClock.now >= look {
                // It may go on in an hour or never.
                if let holder = LockHolder.holder(of: file.identity), holder.isStopped { throw busy(holder) }
                look = ContinuousClock.now + Self.patience
            }
            var time = timespec(tv_sec: 0, tv_nsec: pause)
            _ = unsafe nanosleep(&time, nil)
            pause = min(pause * 3 / 2, 2_000_000)
        }
    }

    private func busy(_ holder: HoldingProcess?) -> StoreError {
        guard let holder else {
            return StoreError(
                .busy, "another process held the database for longer than \(timeout)",
                hint: "try again; `lsof \(path)` shows who has it open")
        }
        let number = holder.number
        guard holder.isStopped else {
            return StoreError(
                .busy, "\(holder) held the database for longer than \(timeout)",
                hint: "try again; `ps \(number)` shows what it is")
        }
        return StoreError(
            .busy, "\(holder), holds the database",
            hint: "`kill -CONT \(number)` lets it go on, `kill -KILL \(number)` ends it; neither loses what is durable")
    }

    private func open() throws -> Opened {
        let owner = FileStatus(sibling)
        // Whoever opens the database has seen it a moment ago.
        guard owner != nil else {
            throw StoreError(
                .replaced, "\(sibling), or its folder, was removed or renamed while it was in use; nothing was written",
                hint: "put it back under that name, or end this process and start it again with the new one")
        }
        let mode = owner.map { $0.mode & 0o666 } ?? 0o600
        // Neither a link that leads elsewhere nor a pipe that would block.
        let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        let descriptor = unsafe Glibc.open(path, flags, mode)
        guard descriptor >= 0 else { throw StoreError(systemError: errno, "open the lock", path: path) }
        guard let status = FileStatus(descriptor: descriptor), status.isRegularFile else {
            close(descriptor)
            throw StoreError(.inputOutput, "\(path) is not a regular file", hint: "remove it")
        }
        if let owner, status.owner == geteuid(), status.size == 0 {
            // As SQLite does with its files: what root makes must not shut the database's owner out.
            if owner.owner != status.owner { _ = fchown(descriptor, owner.owner, owner.group) }
            if status.mode & 0o777 != mode { _ = fchmod(descriptor, mode) }
        }
        return Opened(descriptor: descriptor, identity: FileIdentity(status))
    }
}
