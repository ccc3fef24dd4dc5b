import JSON
import TestSupport

extension RecordedOutage {
    /// With every name of plan, logs, metrics and deploys replaced by another one, the same everywhere.
    ///
    /// What programs write of themselves stays: their messages, the keys of Terraform's format, the forms of nginx and
    /// PostgreSQL, numbers and units. Names are addresses, attributes, variables, roles, services, hosts, paths, loggers,
    /// routes, tables, metrics, labels and their values, authors, files and sources.
    func renaming(seed: UInt64) throws -> RecordedOutage {
        var rename = Renaming(seed: seed)
        var copy = self
        copy.plan = try Self.renamed(plan, &rename)
        copy.deploys = deploys.map { Self.renamed(deploy: $0, &rename) }
        copy.metrics = metrics.renamed(&rename)
        copy.logs = logs.map { $0.renamed(&rename) }
        let places: Set = ["app", "nginx", "postgres", "checkout"]
        let text = rename.words(of: Array(configuration.utf8)) { text, range in
            places.contains(String(decoding: text[range], as: UTF8.self))
        }
        copy.configuration = String(decoding: text, as: UTF8.self)
        copy.truth.cause = truth.cause.map { cause in
            String(decoding: rename.words(of: Array(cause.utf8)) { text, range in range.upperBound == text.count }, as: UTF8.self)
        }
        return copy
    }

    private static func renamed(deploy: JSONValue, _ rename: inout Renaming) -> JSONValue {
        guard var object = deploy.objectValue else { return deploy }
        for name in ["service", "author"] { object[name] = object[name]?.stringValue.map { .string(rename($0)) } }
        if let parts = object["ref"]?.stringValue?.split(separator: "@"), parts.count == 2 {
            object["ref"] = .string("\(rename(parts[0]))@\(parts[1])")
        }
        return .object(object)
    }

    private static func renamed(_ plan: JSONValue, _ rename: inout Renaming) throws -> JSONValue {
        var names = PlanNames()
        names.collect(from: plan)
        let known = names.own
        guard known.contains("connection_limit"), known.contains("checkout") else {
            throw TestFailure("the plan's names were not found: \(known.sorted())")
        }
        let bytes = rename.words(of: plan.bytes()) { text, range in
            known.contains(String(decoding: text[range], as: UTF8.self))
        }
        return try JSONValue(parsing: bytes)
    }
}

/// Tells the names that people gave in a plan from the words of Terraform's format.
struct PlanNames {
    private var given: Set<String> = []
    private var format: Set<String> = ["terraform_data", "terraform", "triggers_replace", "var", "self", "each", "key"]

    /// What people named.
    var own: Set<String> { given.subtracting(format) }

    /// Looks through a plan.
    mutating func collect(from plan: JSONValue) { collect(plan, isOwn: false) }

    private mutating func collect(_ value: JSONValue, isOwn: Bool) {
        switch value {
        case .object(let members):
            for (key, member) in members {
                // Below these stand what the configuration's authors named.
                let isNames = ["input", "output", "variables", "outputs", "output_changes"].contains(key)
                if isOwn { take(key) } else { format.insert(key) }
                if ["name", "index"].contains(key), !isOwn, let text = member.stringValue { take(text) }
                if isNames, let names = member.objectValue, key != "input", key != "output" {
                    for (name, content) in names {
                        take(name)
                        if key == "variables" { collectValues(content) }
                    }
                    continue
                }
                collect(member, isOwn: isOwn || isNames)
            }
        case .array(let elements): for element in elements { collect(element, isOwn: isOwn) }
        case .string(let text): if isOwn { take(text) }
        default: break
        }
    }

    private mutating func collectValues(_ variable: JSONValue) {
        if let value = variable["value"] { collect(value, isOwn: true) }
    }

    /// Takes a text that is one name, or a file's; sentences, numbers and units are none.
    private mutating func take(_ text: String) {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first else { return }
        guard bytes.allSatisfy({ Renaming.isWordByte($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }) else { return }
        for word in text.split(whereSeparator: { $0 == "." || $0 == "-" }) { given.insert(String(word)) }
    }
}

extension LogFile {
    /// With its names replaced, and its own path too.
    func renamed(_ rename: inout Renaming) -> LogFile {
        var result = self
        for index in lines.indices {
            let start = form.time(in: lines[index])?.range.upperBound ?? 0
            let rest = rename.words(of: Array(lines[index][start...])) { Self.isName($0, $1) }
            result.lines[index] = Array(lines[index][..<start]) + rest
        }
        let places: Set = ["app", "nginx", "postgres", "checkout", "postgresql"]
        let path = rename.words(of: Array(path.utf8)) { places.contains(String(decoding: $0[$1], as: UTF8.self)) }
        result.path = String(decoding: path, as: UTF8.self)
        return result
    }

    /// Whether a word stands where only a name can: beside `@`, within quotes, a path, a host or a logger, after `route=`,
    /// after SQL's words for a table, or is put together with underscores.
    private static func isName(_ line: [UInt8], _ word: Range<Int>) -> Bool {
        var hasUnderscore = false
        guard word.count >= 3 else { return false }
        for byte in line[word] {
            if byte == UInt8(ascii: "_") { hasUnderscore = true } else if byte < UInt8(ascii: "a") { return false }
        }
        if hasUnderscore { return true }
        let text = String(decoding: line[word], as: UTF8.self)
        guard text != "http", text != "https" else { return false }
        func byte(_ index: Int) -> UInt8 { line.indices.contains(index) ? line[index] : UInt8(ascii: " ") }
        let (before, after) = (byte(word.lowerBound - 1), byte(word.upperBound))
        let joins = [UInt8(ascii: "@"), UInt8(ascii: "/"), UInt8(ascii: ".")]
        if joins.contains(before), Renaming.isWordByte(byte(word.lowerBound - 2)) || before == UInt8(ascii: "/") { return true }
        if joins.contains(after), Renaming.isWordByte(byte(word.upperBound + 1)) { return true }
        if before == UInt8(ascii: "\"") || before == UInt8(ascii: "'") { return true }
        let lead = String(decoding: line[..<word.lowerBound].suffix(8), as: UTF8.self)
        return ["route=", "FROM ", "INTO ", "UPDATE ", "TABLE ", "JOIN "].contains { lead.hasSuffix($0) }
    }
}

extension Exposition {
    /// With metrics, labels and their values replaced; the endings that the format gives a meaning stay.
    func renamed(_ rename: inout Renaming) -> Exposition {
        var result = self
        var families: Set<String> = []
        for line in lines {
            let words = String(decoding: line, as: UTF8.self).split(separator: " ")
            if words.count > 2, words[0] == "#", words[1] == "TYPE" { families.insert(String(words[2])) }
        }
        for index in lines.indices where !lines[index].isEmpty {
            result.lines[index] = Array(Self.renamed(String(decoding: lines[index], as: UTF8.self), families, &rename).utf8)
        }
        return result
    }

    private static func renamed(_ line: String, _ families: Set<String>, _ rename: inout Renaming) -> String {
        if line.hasPrefix("#") {
            var words = line.split(separator: " ", omittingEmptySubsequences: false).map { String($0) }
            if words.count > 2 { words[2] = renamed(metric: words[2], families, &rename) }
            return words.joined(separator: " ")
        }
        guard let open = line.firstIndex(of: "{"), let close = line.lastIndex(of: "}") else { return line }
        let name = renamed(metric: String(line[..<open]), families, &rename)
        var labels: [String] = []
        for label in line[line.index(after: open)..<close].split(separator: "\",") {
            guard let equals = label.firstIndex(of: "=") else { continue }
            let key = label[..<equals]
            let text = label[label.index(after: equals)...].split(separator: "\"").joined()
            let value = rename.words(of: Array(text.utf8)) { bytes, range in
                bytes[range].allSatisfy { $0 == UInt8(ascii: "_") || $0 >= UInt8(ascii: "a") }
            }
            labels.append("\(rename(key))=\"\(String(decoding: value, as: UTF8.self))\"")
        }
        return name + "{" + labels.joined(separator: ",") + line[close...]
    }

    private static func renamed(metric: String, _ families: Set<String>, _ rename: inout Renaming) -> String {
        if families.contains(metric) { return rename(metric) }
        for ending in ["_total", "_count", "_sum", "_bucket", "_info", "_created"] where metric.hasSuffix(ending) {
            let base = String(metric.dropLast(ending.count))
            if families.contains(base) { return rename(base) + ending }
        }
        return rename(metric)
    }
}
