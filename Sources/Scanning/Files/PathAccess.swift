package import Model

/// The one way to a path that a caller names: it is judged as text before any system call sees it.
package struct PathAccess: Sendable {
    /// A path that lies beneath a root.
    package struct Place: Hashable, Sendable {
        /// Absolute path of the root.
        package let root: String
        /// Below the root; empty for the root itself.
        package let path: String
        /// The root's last component and the path.
        package let name: String
    }

    /// Absolute paths of the folders that may be read.
    package let roots: [String]

    package init(roots: [String]) { self.roots = roots }

    /// Finds the root that a path lies beneath, by its text alone.
    ///
    /// `.`, `..` and doubled slashes are resolved in the text. A relative path begins with the last component of a root.
    /// - Throws: `ToolError` of kind `notPermitted` for whatever lies outside.
    package func place(of text: String) throws(ToolError) -> Place {
        guard !text.isEmpty, text.utf8.count <= 4096, !text.utf8.contains(0) else {
            throw ToolError(.validation, "a path has 1 to 4096 bytes and no NUL", hint: "list_files shows the roots")
        }
        guard let components = PathComponents.of(text) else { throw .notPermitted(text) }
        var best: (root: String, depth: Int, skipped: Int)?
        for root in roots {
            guard let own = PathComponents.of(root) else { continue }
            if text.hasPrefix("/") {
                guard components.starts(with: own), own.count > best?.depth ?? -1 else { continue }
                best = (root, own.count, own.count)
            } else if best == nil, let last = own.last, components.first == last {
                best = (root, own.count, 1)
            }
        }
        guard let best else { throw .notPermitted(text) }
        let rest = components.dropFirst(best.skipped).joined(separator: "/")
        let folder = FileAccess.lastComponent(of: best.root)
        return Place(root: best.root, path: rest, name: rest.isEmpty ? folder : folder + "/" + rest)
    }

    /// Opens a regular file.
    package func open(_ path: String) throws(ToolError) -> ReadableFile {
        let place = try place(of: path)
        do throws(FileFault) {
            guard !place.path.isEmpty else { throw .notRegular("folder") }
            return try FileRoot(path: place.root).open(place.path, named: place.name)
        } catch {
            throw error.error(for: place.name)
        }
    }

    /// Lists a folder, at most `limit` names.
    package func list(_ path: String, limit: Int) throws(ToolError) -> (place: Place, listing: FolderListing) {
        let place = try place(of: path)
        do throws(FileFault) {
            return (place, try FileRoot(path: place.root).entries(of: place.path, limit: limit))
        } catch {
            throw error.error(for: place.name)
        }
    }
}
