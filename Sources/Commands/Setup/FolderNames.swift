import Scanning

/// The names in a folder that the user or the operator named.
enum FolderNames {
    private static let maximum = 2000

    /// All names that do not begin with a dot, ordered; none when the folder cannot be read.
    static func all(in folder: String) -> [String] {
        let listing = try? FileRoot(path: folder).entries(of: "", limit: maximum)
        return (listing?.entries ?? []).map(\.name).filter { !$0.hasPrefix(".") }
    }

    /// The names with that ending, without it.
    static func all(in folder: String, endingIn suffix: String) -> [String] {
        all(in: folder).filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
    }
}
