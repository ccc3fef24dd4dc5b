internal import Glibc
package import Model

/// Why a file or folder was not opened or read.
package enum FileFault: Error, Hashable, Sendable {
    case notFound
    /// The process lacks the right.
    case denied
    /// A link or `..` leads out of the root.
    case leadsOutside
    /// Not a regular file: a folder, FIFO, device or socket, as named.
    case notRegular(String)
    case notFolder
    /// Too many links, or a link where none is followed.
    case link
    /// It has more bytes than the reader takes.
    case tooLarge(limit: Int)
    /// It became shorter while it was read.
    case shrank
    /// What is packed in it cannot be had, for this reason.
    case packed(String)
    /// Any other errno.
    case system(Int32)

    init(errno code: Int32) {
        switch code {
        case ENOENT: self = .notFound
        case EACCES, EPERM: self = .denied
        case EXDEV: self = .leadsOutside
        case ELOOP: self = .link
        case ENOTDIR: self = .notFolder
        default: self = .system(code)
        }
    }

    /// The reason in words.
    package var reason: String {
        switch self {
        case .notFound: "does not exist"
        case .denied: "may not be read by this process"
        case .leadsOutside: "is a link that leads out of its root"
        case .notRegular(let kind): "is a \(kind), not a regular file"
        case .notFolder: "is not a folder"
        case .link: "is a link that is not followed"
        case .tooLarge(let limit): "is larger than \(limit) bytes"
        case .shrank: "became shorter while it was read"
        case .packed(let reason): reason
        case .system(let code): "cannot be read: \(unsafe String(cString: strerror(code)))"
        }
    }

    /// The error of a call whose only file this was.
    package func error(for name: String) -> ToolError {
        switch self {
        case .notFound: ToolError(.notFound, "\(name) \(reason)", hint: "list_files shows what is there")
        case .leadsOutside, .link: .notPermitted(name)
        case .denied:
            ToolError(.notPermitted, "\(name) \(reason)", hint: "give the server's user the right to read it")
        case .notRegular, .notFolder: ToolError(.validation, "\(name) \(reason)")
        case .tooLarge, .shrank, .packed, .system: ToolError(.communication, "\(name) \(reason)")
        }
    }

    /// The omission of a call that read others besides.
    package func omission(of name: String) -> Omission { Omission(what: name, reason: reason) }
}
