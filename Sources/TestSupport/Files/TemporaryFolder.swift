internal import FoundationEssentials
internal import Glibc

/// A folder of a test's own, which disappears with this object.
package final class TemporaryFolder: Sendable {
    /// Absolute, without symbolic links.
    package let path: String

    /// Makes a folder in the system's folder for temporary files.
    package init() throws {
        let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/casebook-test-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress, unsafe mkdtemp(base) != nil else { return nil as String? }
            guard let resolved = unsafe realpath(base, nil) else { return nil }
            defer { unsafe free(resolved) }
            return unsafe String(cString: resolved)
        }
        guard let made else { throw TestFailure("no temporary folder could be made below \(parent)") }
        path = made
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of something in the folder.
    package func path(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, with the folders above it that are missing.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = path(name)
        let parent = file[..<(file.lastIndex(of: "/") ?? file.endIndex)]
        try FileManager.default.createDirectory(atPath: String(parent), withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: file))
        return file
    }

    /// Writes a file of UTF-8.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }

    /// Reads a file.
    package func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path(name)))) }

    /// The size of a file in bytes; nil when there is none.
    package func size(of name: String) -> Int? {
        try? FileManager.default.attributesOfItem(atPath: path(name))[.size] as? Int
    }
}
