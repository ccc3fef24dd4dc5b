import Glibc
import Model

/// Reads `NAME=KIND:PATH`, a source that needs no configuration.
enum SourceOption {
    /// The source; relative paths are relative to the current folder.
    static func source(_ text: String, relativeTo folder: String) throws(CommandError) -> Source {
        guard let equals = text.firstIndex(of: "="),
            let colon = text[equals...].firstIndex(of: ":")
        else { throw malformed(text) }
        let name = String(text[..<equals])
        let path = String(text[text.index(after: colon)...])
        guard SourceName.isValid(name), !path.isEmpty else { throw malformed(text) }
        let word = String(text[text.index(after: equals)..<colon])
        guard let kind = SourceKind(rawValue: word) else {
            throw CommandError(
                .usage, "`\(word)` is not a kind of source",
                hint: "the kinds are logs, metrics-file, prometheus, terraform-plan, terraform-state and changes")
        }
        if kind == .prometheus {
            guard let url = ServerURL(path) else {
                throw CommandError(
                    .usage, "`\(name)` is not given the URL of a server",
                    hint: "write \(name)=prometheus:http://HOST:PORT; credentials belong into a configuration")
            }
            return Source(name: name, kind: kind, endpoint: Endpoint(url: url.text("")))
        }
        let selection = FileSelection(path: path, relativeTo: folder)
        return Source(name: name, kind: kind, files: [selection])
    }

    private static func malformed(_ text: String) -> CommandError {
        CommandError(
            .usage, "`\(text)` does not name a source", hint: "write NAME=KIND:PATH, such as app=logs:/var/log/app/")
    }
}

/// What a source may be called.
enum SourceName {
    static func isValid(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 63
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
            }
    }
}

extension FileSelection {
    /// Splits a path that the operator wrote into the folder to open and what is wanted beneath it.
    ///
    /// The folder is the part before the first component with a `*` or `?`; a path without one is a folder when it is
    /// one on disk or ends in a slash, and a file otherwise.
    init(path: String, relativeTo folder: String) {
        let absolute = PathText.absolute(path, relativeTo: folder)
        let components = absolute.split(separator: "/").map(String.init)
        if let wild = components.firstIndex(where: { $0.contains("*") || $0.contains("?") }) {
            self.init(
                root: "/" + components[..<wild].joined(separator: "/"),
                pattern: components[wild...].joined(separator: "/"))
            return
        }
        if path.hasSuffix("/") || PathText.isFolder(absolute) || components.isEmpty {
            self.init(root: absolute, pattern: "")
            return
        }
        self.init(root: "/" + components.dropLast().joined(separator: "/"), pattern: components[components.count - 1])
    }
}

/// Paths as text.
enum PathText {
    /// An absolute path without `.` and `..`, resolved by its text alone.
    static func absolute(_ path: String, relativeTo folder: String) -> String {
        var components: [Substring] = []
        for component in (path.hasPrefix("/") ? path : folder + "/" + path).split(separator: "/") {
            switch component {
            case ".": continue
            case "..": _ = components.popLast()
            default: components.append(component)
            }
        }
        return "/" + components.joined(separator: "/")
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    static func isLink(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    static func isBeneath(_ path: String, _ folder: String) -> Bool {
        path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
    }

    static var currentFolder: String {
        guard let path = unsafe getcwd(nil, 0) else { return "/" }
        defer { unsafe free(path) }
        return unsafe String(cString: path)
    }
}

extension PathText {
    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
}
