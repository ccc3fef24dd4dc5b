import ArgumentParser

/// A command line that cannot be understood, as its user is told of it.
struct CommandMisuse {
    let message: String
    let hint: String

    /// - Parameters:
    ///   - message: What is wrong with the arguments.
    ///   - words: The command line behind the program's name.
    init(_ message: String, words: ArraySlice<String>) {
        var (command, path, rest) = (CasebookCommand.configuration, "", words)
        while let word = rest.first,
            let next = command.subcommands.first(where: { $0.configuration.commandName == word })
        {
            (command, path) = (next.configuration, path + word + " ")
            rest.removeFirst()
        }
        let isGroup = !command.subcommands.isEmpty
        if isGroup, let word = rest.first, !word.hasPrefix("-"), word != "help" {
            self.message = "there is no command `\(path)\(Printable.cut(word, to: 60))`"
        } else {
            self.message = message
        }
        hint = "`casebook \(path)--help` \(isGroup ? "lists the commands" : "explains it")"
    }
}
