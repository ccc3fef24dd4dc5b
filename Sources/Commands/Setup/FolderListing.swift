import Glibc

/// The names in a folder that the user or the operator named.
enum FolderListing {
    /// All names that do not begin with a dot; none when the folder cannot be read.
    static func names(in folder: String, limit: Int = 2000) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while names.count < limit, let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// The names with that ending, without it.
    static func names(in folder: String, endingIn suffix: String) -> [String] {
        names(in: folder).filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
    }
}
