import ArgumentParser
import JSON
import Model

/// `casebook init`: looks for logs, plans and a Prometheus, shows them and writes a commented configuration.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Find sources, and write a commented configuration.")

    @Option(help: ArgumentHelp("The file to write; the default is ./casebook.yaml.", valueName: "path"))
    var output = ConfigurationFinder.fileName

    @Flag(help: "Replace an existing file.")
    var force = false

    @Flag(name: .customLong("dry-run"), help: "Show the configuration instead of writing it.")
    var isDryRun = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let folder = PathText.currentFolder
        let path = PathText.absolute(output, relativeTo: folder)
        let findings = Discovery(folder: folder).look()
        let text = ConfigurationText(findings: findings, foundIn: folder, writtenTo: path).text
        if !isDryRun {
            guard force || !PathText.exists(path) else {
                throw CommandError(
                    .usage, "\(output) exists already", hint: "--force replaces it, --output names another file")
            }
            try FileWriting.write(text, to: path, replacing: force, mode: 0o644)
        }
        show(findings, text, path)
    }

    private func show(_ findings: [Discovery.Finding], _ text: String, _ path: String) {
        let output = options.output
        guard !options.json else {
            output.json([
                "path": isDryRun ? .null : .string(path),
                "found": .array(
                    findings.map {
                        [
                            "name": .string($0.name), "kind": .string($0.kind), "location": .string($0.location),
                            "usable": .bool($0.isUsable), "note": $0.note.map { .string($0) } ?? .null,
                        ]
                    }),
                "configuration": .string(text),
            ])
            return
        }
        if findings.isEmpty { output.text("Found no logs, no plan and no Prometheus.") }
        for finding in findings {
            let mark = finding.isUsable ? output.paint("✓", .green) : output.paint("–", .dim)
            let note = finding.note.map { "  (\($0))" } ?? ""
            output.text("\(mark) \(finding.kind.padded(to: 15)) \(Printable.clean(finding.location))\(note)")
        }
        output.text(isDryRun ? "\n" + text : "\nwrote \(path)\nnext: casebook doctor; casebook run service-outage")
    }
}
