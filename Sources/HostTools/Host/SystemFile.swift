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
        while bytes.count < Self.maximumLength {
            guard let part = Self.read(descriptor) else { return nil }
            guard !part.isEmpty else { break }
            bytes += part
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The next bytes, none at the end; nil when they cannot be read.
    private static func read(_ descriptor: Int32) -> [UInt8]? {
        var failure: Int32 = 0
        let part = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            var result = 0
            repeat {
                result = unsafe Glibc.read(descriptor, buffer.baseAddress, 4096)
            } while result < 0 && errno == EINTR
            if result < 0 { failure = errno }
            count = max(0, result)
        }
        return failure == 0 ? part : nil
    }
}
