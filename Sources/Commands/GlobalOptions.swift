import ArgumentParser

/// The options that every command has.
struct GlobalOptions: ParsableArguments {
    @Flag(help: "Print JSON, as docs/cli-json.md describes it.")
    var json = false

    @Option(help: ArgumentHelp("The database file.", valueName: "path"))
    var database: String?

    @Option(help: ArgumentHelp("The configuration file.", valueName: "path"))
    var config: String?

    var output: Output { Output(isJSON: json) }
}

/// Where to read, named on the command line.
struct SourceOptions: ParsableArguments {
    @Option(
        name: .customLong("source"),
        help: ArgumentHelp(
            "A source that needs no configuration: logs, metrics-file, prometheus, terraform-plan, terraform-state or "
                + "changes.",
            valueName: "name=kind:path"))
    var sources: [String] = []
}
