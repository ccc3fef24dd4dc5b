import Glibc
import Model

/// Finds and reads the configuration: named by an option or the environment, in the current folder, or the user's own.
struct ConfigurationFinder {
    let environment: [String: String]
    let currentFolder: String

    /// The file in the current folder, or in the user's configuration folder.
    static let fileName = "casebook.yaml"

    /// - Parameter named: the path given on the command line.
    func find(named: String?) throws(CommandError) -> Configuration {
        if let path = named ?? environment["CASEBOOK_CONFIG"] {
            let absolute = PathText.absolute(path, relativeTo: currentFolder)
            guard let text = try read(absolute) else {
                throw CommandError(
                    .configuration, "there is no configuration \(path)", hint: "`casebook init` writes one")
            }
            return try parse(text, at: absolute, isConfined: false)
        }
        let here = PathText.absolute(Self.fileName, relativeTo: currentFolder)
        if let text = try read(here) { return try parse(text, at: here, isConfined: true) }
        let own = userFolder + "/" + Self.fileName
        if let text = try read(own) { return try parse(text, at: own, isConfined: false) }
        return .standard
    }

    /// The user's configuration folder.
    var userFolder: String {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return folder + "/casebook" }
        return (environment["HOME"] ?? "/root") + "/.config/casebook"
    }

    /// The database when none is named.
    func database(named: String?) -> String {
        if let path = named ?? environment["CASEBOOK_DATABASE"] {
            return PathText.absolute(path, relativeTo: currentFolder)
        }
        if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") { return folder + "/casebook/casebook.db" }
        return (environment["HOME"] ?? "/root") + "/.local/state/casebook/casebook.db"
    }

    private func parse(_ text: String, at path: String, isConfined: Bool) throws(CommandError) -> Configuration {
        let folder = "/" + path.split(separator: "/").dropLast().joined(separator: "/")
        return try ConfigurationFile(path: path, folder: folder, isConfined: isConfined).parse(text)
    }

    private func read(_ path: String) throws(CommandError) -> String? {
        try TextFile.read(path, limit: ConfigurationFile.maximumLength, code: .configuration)
    }
}
