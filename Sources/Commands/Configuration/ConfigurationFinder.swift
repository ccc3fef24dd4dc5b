import Glibc
import Model

/// Finds and reads the configuration: named by an option or the environment, in the current folder, or the user's own.
struct ConfigurationFinder {
    let environment: [String: String]
    let currentFolder: String
    /// The folder of the user's account, for a process that was given no `HOME`, as by a service manager.
    var accountFolder: () -> String? = { UserAccount.folder }

    /// The file in the current folder, or in the user's configuration folder.
    static let fileName = "casebook.yaml"

    /// - Parameters:
    ///   - named: the path given on the command line.
    ///   - looksInFolder: whether one in the current folder counts.
    func find(named: String?, looksInFolder: Bool = true) throws(CommandError) -> Configuration {
        if let path = try given(named, "--config", "CASEBOOK_CONFIG") {
            let absolute = PathText.absolute(path, relativeTo: currentFolder)
            guard let text = try read(absolute) else {
                throw CommandError(
                    .configuration, "there is no configuration \(path)", hint: "`casebook init` writes one")
            }
            return try parse(text, at: absolute, isConfined: false)
        }
        let here = PathText.absolute(Self.fileName, relativeTo: currentFolder)
        if looksInFolder, let text = try read(here) { return try parse(text, at: here, isConfined: true) }
        let own = userFolder + "/" + Self.fileName
        if let text = try read(own) { return try parse(text, at: own, isConfined: false) }
        return .standard
    }

    /// The user's configuration folder.
    var userFolder: String {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return folder + "/casebook" }
        return home + "/.config/casebook"
    }

    private var home: String {
        if let folder = environment["HOME"], folder.hasPrefix("/") { return folder }
        return accountFolder().map { $0 == "/" ? "" : $0 } ?? ""
    }

    /// A path that an option or the environment gives; an empty variable is one that is not set.
    private func given(_ named: String?, _ option: String, _ variable: String) throws(CommandError) -> String? {
        if let named, named.isEmpty || named.utf8.contains(0) {
            throw CommandError(.usage, "\(option) names no file", hint: "leave it out for the usual place")
        }
        return named ?? environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The database when none is named.
    /// - Throws: `CommandError` of code `usage` for an empty path.
    func database(named: String?) throws(CommandError) -> String {
        if let path = try given(named, "--database", "CASEBOOK_DATABASE") {
            return PathText.absolute(path, relativeTo: currentFolder)
        }
        if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") { return folder + "/casebook/casebook.db" }
        return home + "/.local/state/casebook/casebook.db"
    }

    private func parse(_ text: String, at path: String, isConfined: Bool) throws(CommandError) -> Configuration {
        let folder = "/" + path.split(separator: "/").dropLast().joined(separator: "/")
        return try ConfigurationFile(path: path, folder: folder, isConfined: isConfined).parse(text)
    }

    private func read(_ path: String) throws(CommandError) -> String? {
        try TextFile.read(path, limit: ConfigurationFile.maximumLength, code: .configuration)
    }
}
