/// The commented configuration that `init` writes.
struct ConfigurationText {
    let text: String

    /// - Parameters:
    ///   - folder: where the relative locations begin.
    ///   - path: the file that the text is for; one that will be found in the current folder, and not named, may read
    ///     only what lies beneath it.
    init(findings: [Discovery.Finding], foundIn folder: String, writtenTo path: String) {
        let isConfined = path == PathText.absolute(ConfigurationFinder.fileName, relativeTo: folder)
        let isBeside = path.split(separator: "/").dropLast() == folder.split(separator: "/")[...]
        var lines = [
            "# Casebook's configuration. Paths are relative to this file. `casebook doctor` checks it.",
            "# What is not named here cannot be read by anybody.",
            "sources:",
        ]
        var names: Set<String> = []
        var isEmpty = true
        for finding in findings {
            var name = finding.name
            var number = 2
            while !names.insert(name).inserted {
                name = "\(finding.name)-\(number)"
                number += 1
            }
            // The name of a file may hold a line break, and must not write lines of its own.
            let shown = Printable.clean(finding.location)
            let isServer = finding.kind == "prometheus"
            let location = isBeside || isServer ? shown : PathText.absolute(shown, relativeTo: folder)
            let place = Self.quote(location)
            let member = isServer ? "url: \(place)" : finding.kind == "logs" ? "paths: [\(place)]" : "path: \(place)"
            let line = "\(name): {kind: \(finding.kind), \(member)}"
            if !finding.isUsable {
                lines.append("  # \(finding.kind) at \(shown): \(Printable.clean(finding.note ?? "not usable yet"))")
            } else if isConfined, isServer || location.hasPrefix("/") {
                // Else whoever puts a file into a folder would decide what is read of the machine.
                lines.append("  # \(line)   # outside this folder: write it to a file that you name with --config")
            } else {
                lines.append("  \(line)")
                isEmpty = false
            }
        }
        if isEmpty { lines[2] = "sources: {}" }
        lines += [
            "  # app: {kind: logs, paths: [logs/app/]}",
            "  # metrics: {kind: metrics-file, path: metrics.om}        # OpenMetrics with timestamps, or CSV",
            "  # prod: {kind: prometheus, url: 'https://prometheus.internal', token-file: /run/secrets/prometheus}",
            "  # plan: {kind: terraform-plan, path: plan.json}          # terraform show -json tfplan > plan.json",
            "  # state: {kind: terraform-state, path: state.json}        # terraform show -json > state.json",
            "  # deploys: {kind: changes, path: deploys.ndjson}         # time, service, title, ref, author",
            "",
            "# Folders that read_file and list_files may see, besides the sources.",
            "roots: []",
            "",
            "# Folders of your own workflow files.",
            "workflows: []",
            "",
            "# Defaults for workflow inputs of that name.",
            "inputs: {}",
            "",
            "# Your own secrets' forms, hidden wherever text is kept or shown.",
            "redact: {patterns: {}}",
            "",
        ]
        text = lines.joined(separator: "\n")
    }

    private static func quote(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}
