internal import Glibc
internal import Model

/// Reads the small files in which the kernel tells of itself.
struct SystemFile: Sendable {
    /// The most bytes that are read of one.
    static let maximumLength = 1 << 20

    /// `/proc`, or a folder like it.
    let root: String

    /// The text; nil when there is none or it may not be read.
    func text(_ name: String) -> String? {
        let descriptor = unsafe open("\(root)/\(name)", O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while bytes.count < Self.maximumLength {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            guard count != 0 else { break }
            guard count > 0 else {
                guard errno == EINTR else { return nil }
                continue
            }
            bytes += buffer[0..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
