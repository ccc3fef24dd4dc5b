internal import Glibc
internal import Model

/// Reads a credential from a file that nobody else can read; anew for each question, so that it can be exchanged.
///
/// A group may read it: a mounted secret is root's, and its group is how the user of a container comes to read it.
enum SecretFile {
    private static let maximumLength = 8 << 10

    /// The file's first line.
    ///
    /// Links are followed, since that is how secrets are mounted; what is looked at is what is read.
    /// - Throws: `ToolError` of kind `communication`, which never tells the content.
    static func line(_ path: String) throws(ToolError) -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw fault("cannot be read") }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw fault("is not a file")
        }
        let isOwn = status.st_uid == geteuid() || status.st_uid == 0
        guard isOwn, status.st_mode & 0o027 == 0 else {
            throw fault("can be read or written by others: chmod 600")
        }
        var bytes = [UInt8](repeating: 0, count: maximumLength + 1)
        var filled = 0
        while filled < bytes.count {
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress.map { unsafe $0 + filled }, buffer.count - filled)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw fault("cannot be read") }
            guard count > 0 else { break }
            filled += count
        }
        let line = bytes[..<filled].prefix { $0 != 0x0A && $0 != 0x0D }
        guard !line.isEmpty, line.count <= maximumLength, line.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw fault("holds no credential of visible ASCII characters")
        }
        return String(decoding: line, as: UTF8.self)
    }

    private static func fault(_ what: String) -> ToolError {
        ToolError(
            .communication, "the file of this source's credential \(what)",
            hint: "it has to belong to the user that runs casebook, or to root, readable for nobody else but a group")
    }
}
