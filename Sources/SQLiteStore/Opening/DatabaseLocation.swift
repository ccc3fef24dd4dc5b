internal import Glibc
internal import Store

/// Where a database and the files beside it are.
///
/// The path is free of symbolic links: SQLite puts its own files beside the real one, and two processes that reach a
/// database by different names must meet at the same lock.
struct DatabaseLocation: Sendable {
    let path: String

    var walPath: String { path + "-wal" }
    var sharedMemoryPath: String { path + "-shm" }
    var lockPath: String { path + "-lock" }
    var runsPath: String { path + "-runs" }

    /// Finds the place, and makes folder and empty file when `create` says so: both for their owner alone.
    init(_ path: String, create: Bool) throws {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw StoreError(.inputOutput, "the database's path is empty or holds a null character")
        }
        let (folder, name) = Self.split(path)
        guard !name.isEmpty, name != ".", name != ".." else {
            throw StoreError(.notADatabase, "\(path) is a folder", hint: "name a file in it")
        }
        if create { try Self.makeFolder(folder) }
        if FileStatus(path, followsLink: false) == nil, create {
            try Self.requirePrivacy(ofFolder: folder, for: name)
            try Self.makeFile(path)
        }
        guard let status = FileStatus(path) else {
            let code = errno
            guard code == ENOENT || code == ENOTDIR else {
                throw StoreError(systemError: code, "open it", path: path)
            }
            throw StoreError(
                .notADatabase, "there is no database at \(path)", hint: "check --database and CASEBOOK_DATABASE")
        }
        guard status.isRegularFile else {
            throw StoreError(.notADatabase, "\(path) is not a regular file", hint: "name another file with --database")
        }
        guard let resolved = unsafe realpath(path, nil) else {
            throw StoreError(systemError: errno, "resolve it", path: path)
        }
        defer { unsafe free(resolved) }
        self.path = unsafe String(cString: resolved)
    }

    static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }

    /// Makes a folder and those above it that are missing.
    static func makeFolder(_ path: String) throws {
        var code = makeOneFolder(path)
        let parent = split(path).folder
        if code == ENOENT, parent != path {
            try makeFolder(parent)
            code = makeOneFolder(path)
        }
        // Some systems answer EROFS or EACCES for a folder that is there.
        guard code == 0 || code == EEXIST || FileStatus(path) != nil else {
            throw StoreError(systemError: code, "make the folder", path: path)
        }
    }

    private static func makeOneFolder(_ path: String) -> Int32 {
        guard unsafe mkdir(path, 0o700) == 0 else { return errno }
        // The mode above went through the umask.
        _ = unsafe chmod(path, 0o700)
        makeDurable(split(path).folder)
        return 0
    }

    private static func makeFile(_ path: String) throws {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            // Another process made it in this moment.
            if errno == EEXIST { return }
            throw StoreError(systemError: errno, "create it", path: path)
        }
        _ = fchmod(descriptor, 0o600)
        close(descriptor)
        makeDurable(split(path).folder)
    }

    /// Puts what a folder holds on the disk: a new file or folder is no safer than its name.
    private static func makeDurable(_ folder: String) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        // Some file systems cannot, and have nothing that could be lost.
        _ = fsync(descriptor)
        close(descriptor)
    }
}

extension DatabaseLocation {
    /// Whether this process may write the database and the files beside it, or make these.
    var isWritable: Bool {
        guard Self.mayWrite(path) else { return false }
        return Self.mayWrite(Self.split(path).folder)
            || [walPath, sharedMemoryPath, lockPath].allSatisfy { Self.mayWrite($0) }
    }

    private static func mayWrite(_ path: String) -> Bool {
        unsafe faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0
    }

    /// The database as SQLite opens it without taking a lock, undoing anything or making a file beside it.
    var immutableURI: String {
        let digits = Array("0123456789ABCDEF")
        var text = "file:"
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                text.append("%")
                text.append(digits[Int(byte >> 4)])
                text.append(digits[Int(byte & 15)])
            }
        }
        return text + "?immutable=1"
    }
}
