import Model
import Policy

/// What the operator has configured.
struct Configuration: Sendable {
    /// Where it came from.
    enum Origin: Sendable, Equatable {
        /// There was no file: host tools and the system's logs.
        case standard
        /// A file that the user named, or that lies in the user's configuration folder.
        case file(String)
        /// A file found in the current folder, which may name only what lies beneath it.
        case folder(String)
    }

    var origin: Origin
    var sources: [Source] = []
    /// Folders of the team's own workflow files, absolute.
    var workflows: [String] = []
    /// Folders that `read_file` and `list_files` may see, absolute.
    var roots: [String] = []
    /// Defaults for workflow inputs of that name, as text.
    var inputs: [String: String] = [:]
    /// Patterns of the operator's own secrets, by kind.
    var redaction: [String: String] = [:]
    var budgets = Budgets()
    /// What the bearers of tokens may do.
    var roles = RoleBook()

    /// Without a file: the system's logs where there are any.
    static let standard = Configuration(
        origin: .standard,
        sources: [
            Source(name: "system", kind: .logs, files: [FileSelection(root: "/var/log", pattern: "*.log")]),
            Source(name: "syslog", kind: .logs, files: [FileSelection(root: "/var/log", pattern: "syslog")]),
        ],
        roots: ["/var/log"])
}

extension Configuration {
    /// What `read_file` and `list_files` may see: the roots, and the folders that are log sources as a whole.
    var readableRoots: [String] {
        let folders = sources.filter { $0.kind == .logs }.flatMap(\.files).filter(\.pattern.isEmpty).map(\.root)
        return roots + folders.filter { !roots.contains($0) }
    }
}
