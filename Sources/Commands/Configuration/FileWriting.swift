import Glibc

/// Writes a file as a whole or not at all: whoever reads it meanwhile, or after a crash, finds the old one or the new.
struct FileWriting {
    /// As the user named it, for messages.
    private let shown: String
    /// Where it really lies.
    let path: String
    let isReplacing: Bool
    let mode: mode_t

    /// Writes a text.
    ///
    /// What is no regular file, such as a terminal or a pipe, is written to as it is.
    /// - Parameters:
    ///   - isReplacing: Whether a file that is there gives way.
    ///   - mode: Who may read the file.
    /// - Throws: `CommandError`; a file that was there is still as it was.
    static func write(
        _ text: String, to path: String, replacing isReplacing: Bool, mode: mode_t = 0o600
    ) throws(CommandError) {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw CommandError(.usage, "the file's name is empty or holds a null character")
        }
        let writing = FileWriting(path, replacing: isReplacing, mode: mode)
        try writing.write(Array(text.utf8))
    }

    init(_ path: String, replacing isReplacing: Bool, mode: mode_t) {
        shown = path
        self.isReplacing = isReplacing
        self.mode = mode
        // A link stays, and what it leads to is replaced.
        let resolved = unsafe realpath(path, nil)
        defer { unsafe free(resolved) }
        self.path = unsafe resolved.map { unsafe String(cString: $0) } ?? path
    }

    private func write(_ bytes: [UInt8]) throws(CommandError) {
        guard try isRegular else { return try writeThrough(bytes) }
        let draft = try makeDraft()
        defer { draft.end() }
        try put(bytes, to: draft.descriptor)
        try publish(draft)
    }

    /// Writes what comes piece by piece; it takes the place of what was there when `produce` returns, and not before.
    ///
    /// - Throws: `CommandError`, and what `produce` throws; a file that was there is still as it was.
    static func stream(
        to path: String, replacing isReplacing: Bool, mode: mode_t = 0o600,
        _ produce: (_ put: ([UInt8]) throws -> Void) async throws -> Void
    ) async throws {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw CommandError(.usage, "the file's name is empty or holds a null character")
        }
        let writing = FileWriting(path, replacing: isReplacing, mode: mode)
        guard try writing.isRegular else {
            let descriptor = try writing.openAsItIs()
            defer { close(descriptor) }
            return try await produce { try writing.put($0, to: descriptor) }
        }
        let draft = try writing.makeDraft()
        defer { draft.end() }
        try await produce { try writing.put($0, to: draft.descriptor) }
        try writing.publish(draft)
    }

    /// Whether a regular file is there, or nothing.
    private var isRegular: Bool {
        get throws(CommandError) {
            var status = stat()
            guard unsafe stat(path, &status) == 0 else { return true }
            switch status.st_mode & S_IFMT {
            case S_IFREG: return true
            case S_IFDIR: throw CommandError(.usage, "\(shown) is a folder", hint: "name a file in it")
            default: return false
            }
        }
    }

    private func writeThrough(_ bytes: [UInt8]) throws(CommandError) {
        let descriptor = try openAsItIs()
        defer { close(descriptor) }
        try put(bytes, to: descriptor)
    }

    private func openAsItIs() throws(CommandError) -> Int32 {
        let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        return descriptor
    }

    private func put(_ bytes: [UInt8], to descriptor: Int32) throws(CommandError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure() }
            rest = rest.dropFirst(count)
        }
    }

    var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The error that a number of the system's means.
    func failure(_ code: Int32 = errno) -> CommandError {
        let hint =
            switch code {
            case ENOENT, ENOTDIR: "is the folder there?"
            case EACCES, EPERM, EROFS: "name a place that you may write to"
            case ENOSPC, EDQUOT: "the disk is full; name another place"
            case EEXIST: "name another file"
            default: "name another place"
            }
        let reason = unsafe String(cString: strerror(code))
        return CommandError(.inputOutput, "\(shown) cannot be written: \(reason)", hint: hint)
    }
}
