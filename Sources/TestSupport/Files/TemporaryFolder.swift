internal import FoundationEssentials
internal import Glibc

/// A folder of a test's own, which disappears with this object.
package final class TemporaryFolder: Sendable {
    /// Absolute, without symbolic links.
    package let path: String

    /// Makes a folder in the system's folder for temporary files.
    package init() throws {
        let parent = FileManager.default.temporaryDirectory.path
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

    deinit { Self.remove(Array(path.utf8CString)) }

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

    /// Writes a file whose name need not be UTF-8; the folders above it have to be there.
    package func write(_ text: String, toBytes name: [UInt8]) throws {
        try perform("write") {
            unsafe creat(Self.cString(path, name), 0o644)
        } then: { descriptor in
            let bytes = Array(text.utf8)
            let count = unsafe Glibc.write(descriptor, bytes, bytes.count)
            close(descriptor)
            guard count == bytes.count else { throw TestFailure("\(path) cannot be written") }
        }
    }

    /// Makes a folder whose name need not be UTF-8.
    package func makeFolder(_ name: [UInt8]) throws {
        try perform("make a folder") { unsafe mkdir(Self.cString(path, name), 0o755) }
    }

    /// Makes a symbolic link.
    package func link(_ name: String, to target: String) throws {
        try perform("link") { unsafe symlink(target, path(name)) }
    }

    /// Makes a FIFO, which blocks whoever opens it without care.
    package func fifo(_ name: String) throws { try perform("make a FIFO") { unsafe mkfifo(path(name), 0o644) } }

    /// Cuts a file off, or makes it longer by zeros.
    package func truncate(_ name: String, to length: Int) throws {
        try perform("truncate") { unsafe Glibc.truncate(path(name), off_t(length)) }
    }

    /// Reads a file.
    package func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path(name)))) }

    /// What is in the folder.
    package func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path) }

    /// The size of a file in bytes; nil when there is none.
    package func size(of name: String) -> Int? {
        try? FileManager.default.attributesOfItem(atPath: path(name))[.size] as? Int
    }

    /// The rights of a file, such as 0o600; nil when there is none.
    package func mode(of name: String) -> Int? {
        try? FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int
    }

    private func perform(_ what: String, _ call: () -> Int32, then: (Int32) throws -> Void = { _ in }) throws {
        let result = call()
        guard result >= 0 else { throw TestFailure("cannot \(what) in \(path): error \(errno)") }
        try then(result)
    }

    private static func cString(_ folder: String, _ name: [UInt8]) -> [CChar] {
        Array(folder.utf8CString.dropLast()) + ([UInt8(ascii: "/")] + name + [0]).map { CChar(bitPattern: $0) }
    }

    /// Removes whatever is there, by bytes: names need not be UTF-8, and what a link leads to stays.
    private static func remove(_ path: [CChar]) {
        guard unsafe unlink(path) != 0, let folder = unsafe opendir(path) else { return }
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) }
            }
            guard name != [46], name != [46, 46] else { continue }
            remove(path.dropLast() + [47] + name + [0])
        }
        unsafe closedir(folder)
        unsafe rmdir(path)
    }
}
