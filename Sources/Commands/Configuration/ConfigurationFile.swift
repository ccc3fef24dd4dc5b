import Model
import Policy
import YAML

/// Reads `casebook.yaml`: every key known, every fault told with its line and column.
struct ConfigurationFile {
    /// The file's path, for messages.
    let path: String
    /// The folder that relative paths are relative to.
    let folder: String
    /// True for a file found in the current folder: it may name only what lies beneath it.
    let isConfined: Bool

    /// The largest configuration, in bytes.
    static let maximumLength = 1 << 20

    /// - Throws: `CommandError` of code `configuration` for the first fault.
    func parse(_ text: String) throws(CommandError) -> Configuration {
        let root = try compose(text)
        var configuration = Configuration(origin: isConfined ? .folder(path) : .file(path))
        guard let root else { return configuration }
        var access: [String: YAMLElement] = [:]
        for (key, value) in try members(of: root, "the configuration") {
            switch key.text {
            case "sources":
                for (name, node) in try members(of: value, "sources") {
                    configuration.sources.append(try source(name, node))
                }
            case "workflows": configuration.workflows = try folders(value, "workflows")
            case "roots": configuration.roots = try folders(value, "roots")
            case "inputs":
                for (name, scalar) in try members(of: value, "inputs") {
                    configuration.inputs[name.text] = try self.text(scalar, "inputs.\(name.text)")
                }
            case "redact":
                for (name, patterns) in try members(of: value, "redact") {
                    guard name.text == "patterns" else { throw unknown(name, ["patterns"]) }
                    configuration.redaction = try redaction(patterns)
                }
            case "budget": configuration.budgets = try budgets(value)
            case "roles", "principals":
                guard !isConfined else {
                    throw fault(
                        key.node, "`\(key.text)` stands in a configuration that was found, not named",
                        "name the file yourself: --config \(path)")
                }
                access[key.text] = value
            default:
                throw unknown(
                    key, ["sources", "workflows", "roots", "inputs", "redact", "budget", "roles", "principals"])
            }
        }
        // They name sources and roots, which may stand below them.
        configuration.roles = try roleBook(access["roles"], access["principals"], of: configuration)
        return configuration
    }

    private func compose(_ text: String) throws(CommandError) -> YAMLElement? {
        guard text.utf8.count <= Self.maximumLength else {
            throw CommandError(.configuration, "\(path) is larger than \(Self.maximumLength >> 20) MiB")
        }
        do {
            return try YAMLDocument.root(of: Array(text.utf8))
        } catch {
            throw malformed(error)
        }
    }

    func selection(_ path: String, _ node: YAMLElement) throws(CommandError) -> FileSelection {
        guard isConfined else { return FileSelection(path: path, relativeTo: folder) }
        // Before the selection, which looks at what is there.
        let absolute = try confined(path, node)
        let whole = FileSelection(path: path, relativeTo: folder)
        // Opened beneath the folder itself, so that a link inside it cannot lead out.
        let relative = absolute == folder ? "" : String(absolute.dropFirst(folder == "/" ? 1 : folder.count + 1))
        return FileSelection(
            root: folder, pattern: whole.pattern.isEmpty && !relative.isEmpty ? relative + "/" : relative)
    }

    private func folders(_ node: YAMLElement, _ what: String) throws(CommandError) -> [String] {
        var folders: [String] = []
        for (path, node) in try paths(node, what) {
            let folder = try confined(path, node)
            if isConfined, let link = firstLink(to: folder) {
                throw fault(
                    node, "`\(link)` is a link, which may lead outside the folder of this configuration",
                    "name the file yourself: --config \(self.path)")
            }
            folders.append(folder)
        }
        return folders
    }

    /// The first part of a path beneath the folder that is a symbolic link; nil when none is.
    private func firstLink(to path: String) -> String? {
        var place = folder == "/" ? "" : folder
        for component in path.utf8.dropFirst(place.utf8.count).split(separator: UInt8(ascii: "/")) {
            place += "/" + String(Substring(component))
            if PathText.isLink(place) { return place }
        }
        return nil
    }

    func confined(_ path: String, _ node: YAMLElement) throws(CommandError) -> String {
        let absolute = PathText.absolute(path, relativeTo: folder)
        guard !isConfined || PathText.isBeneath(absolute, folder) else {
            throw fault(
                node, "`\(path)` lies outside the folder of a configuration that was found, not named",
                "name the file yourself: --config \(self.path)")
        }
        return absolute
    }

    private func redaction(_ node: YAMLElement) throws(CommandError) -> [String: String] {
        var patterns: [(kind: String, pattern: String, node: YAMLElement)] = []
        for (kind, node) in try members(of: node, "redact.patterns") {
            let pattern = try text(node, "redact.patterns.\(kind.text)")
            guard !pattern.isEmpty else { throw fault(node, "this pattern is empty, and would fit everywhere", nil) }
            patterns.append((kind.text, pattern, node))
        }
        let redaction = Dictionary(patterns.map { ($0.kind, $0.pattern) }, uniquingKeysWith: { first, _ in first })
        if (try? RedactionRules(custom: redaction)) == nil {
            // Together they are compiled once; one by one they tell where the fault stands.
            for (kind, pattern, node) in patterns {
                do { _ = try RedactionRules(custom: [kind: pattern]) } catch {
                    throw fault(node, error.message, error.hint)
                }
            }
        }
        return redaction
    }

    private func budgets(_ node: YAMLElement) throws(CommandError) -> Budgets {
        var budgets = Budgets()
        for (name, values) in try members(of: node, "budget") {
            switch name.text {
            case "session": budgets.session = try budget(values, "budget.session")
            case "run": budgets.run = try budget(values, "budget.run")
            case "principal": budgets.principal = try budget(values, "budget.principal")
            default: throw unknown(name, ["session", "run", "principal"])
            }
        }
        return budgets
    }

    private func budget(_ node: YAMLElement, _ name: String) throws(CommandError) -> Budget {
        var budget = Budget()
        for (key, value) in try members(of: node, name) {
            switch key.text {
            case "calls": budget.calls = try count(value)
            case "seconds": budget.seconds = try count(value)
            case "bytes": budget.bytes = try size(value)
            case "rows": budget.rows = try count(value)
            case "answer": budget.answer = try size(value)
            default: throw unknown(key, ["calls", "seconds", "bytes", "rows", "answer"])
            }
        }
        return budget
    }
}
