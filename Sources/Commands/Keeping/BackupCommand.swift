import ArgumentParser
import JSON
import SQLiteStore

/// `casebook backup`: a copy of the database, while others use it.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the database, also while a server runs, and check the copy.")

    @Argument(help: "The file to write, readable for you alone.")
    var path: String

    @Flag(help: "Replace a file that is there.")
    var force = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let target = PathText.absolute(path, relativeTo: PathText.currentFolder)
        let store = try await Wiring(options).openStore(for: .reading, create: false)
        try await store.backup(to: target, replacing: force)
        try await store.close()
        guard options.json else { return options.output.text("wrote \(path)") }
        options.output.json(["path": .string(target)])
    }
}
