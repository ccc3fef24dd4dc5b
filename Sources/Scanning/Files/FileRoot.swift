internal import CFiles
internal import Glibc

/// A folder that was opened once; everything beneath it is reached through that descriptor alone.
///
/// The kernel resolves paths with `RESOLVE_BENEATH`, so that no link and no `..` leads out, whatever others rename
/// meanwhile. Where it cannot, each component is opened without following links.
package final class FileRoot: Sendable {
    /// Absolute path of the folder.
    package let path: String
    private let descriptor: FileDescriptor

    /// Opens the folder.
    package init(path: String) throws(FileFault) {
        guard !path.utf8.contains(0) else { throw .notFound }
        self.path = path
        descriptor = try FileDescriptor(result: unsafe cfiles_open_root(path))
    }

    /// Opens a regular file beneath the folder.
    /// - Parameters:
    ///   - path: Relative to the folder.
    ///   - name: How it is shown; the path when nil.
    package func open(_ path: String, named name: String? = nil) throws(FileFault) -> ReadableFile {
        try ReadableFile(name: name ?? path, descriptor: descriptor(of: path, flags: O_RDONLY))
    }

    /// The entries of a folder beneath this one, ordered by name, at most `limit`; empty path for the root itself.
    package func entries(of path: String, limit: Int) throws(FileFault) -> FolderListing {
        try FolderListing(descriptor(of: path.isEmpty ? "." : path, flags: O_RDONLY | O_DIRECTORY), limit: limit)
    }

    /// Opens something beneath the folder, whatever it is.
    private func descriptor(of path: String, flags: Int32) throws(FileFault) -> FileDescriptor {
        guard !path.isEmpty, !path.hasPrefix("/"), !path.utf8.contains(0) else { throw .leadsOutside }
        let result = unsafe cfiles_open_beneath(descriptor.number, path, flags)
        // Filters of older container runtimes answer EPERM to system calls that they do not know.
        guard result == -ENOSYS || result == -EPERM else { return try FileDescriptor(result: result) }
        return try descriptorByComponents(of: path, flags: flags)
    }

    /// The way for kernels and sandboxes without openat2: no link is followed at all.
    func descriptorByComponents(of path: String, flags: Int32) throws(FileFault) -> FileDescriptor {
        let components = path.split(separator: "/").filter { $0 != "." }
        guard !components.contains("..") else { throw .leadsOutside }
        guard let last = components.last else {
            return try FileDescriptor(result: unsafe cfiles_open_component(descriptor.number, ".", flags))
        }
        var folder = descriptor
        for component in components.dropLast() {
            let flags = cfiles_place_flags()
            folder = try FileDescriptor(
                result: unsafe cfiles_open_component(folder.number, String(component), flags))
        }
        return try FileDescriptor(result: unsafe cfiles_open_component(folder.number, String(last), flags))
    }
}
