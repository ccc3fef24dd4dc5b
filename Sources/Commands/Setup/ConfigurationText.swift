/// The commented configuration that `init` writes.
struct ConfigurationText {
    let text: String

    init(findings: [Discovery.Finding]) {
        var lines = [
            "# Casebook's configuration. Paths are relative to this file. `casebook doctor` checks it.",
            "# What is not named here cannot be read by anybody.",
            "sources:",
        ]
        var names: Set<String> = []
        for finding in findings {
            var name = finding.name
            var number = 2
            while !names.insert(name).inserted {
                name = "\(finding.name)-\(number)"
                number += 1
            }
            let key = finding.kind == "logs" ? "paths: [\(Self.quote(finding.location))]" : "path: \(Self.quote(finding.location))"
            if finding.isUsable {
                lines.append("  \(name): {kind: \(finding.kind), \(key)}")
            } else {
                lines.append("  # \(finding.kind) at \(finding.location): \(finding.note ?? "not usable yet")")
            }
        }
        if !findings.contains(where: \.isUsable) { lines[2] = "sources: {}" }
        lines += [
            "  # app: {kind: logs, paths: [logs/app/]}",
            "  # metrics: {kind: metrics-file, path: metrics.om}        # OpenMetrics text with timestamps",
            "  # plan: {kind: terraform-plan, path: plan.json}          # terraform show -json tfplan > plan.json",
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

    private static func quote(_ text: String) -> String { "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'" }
}
