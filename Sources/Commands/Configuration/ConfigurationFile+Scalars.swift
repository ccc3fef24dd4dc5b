import Model
import YAML

extension ConfigurationFile {
    /// A key of a mapping, with its place.
    struct Key {
        let text: String
        let node: YAMLElement
    }

    func members(of node: YAMLElement, _ what: String) throws(CommandError) -> [(Key, YAMLElement)] {
        if node.scalar?.value == .null { return [] }
        guard let mapping = node.mapping else { throw fault(node, "\(what) has to be a mapping", nil) }
        var seen: Set<String> = []
        var members: [(Key, YAMLElement)] = []
        for member in mapping {
            guard let name = member.key.scalar?.text else {
                throw fault(member.key, "a key of \(what) is not a text", nil)
            }
            guard seen.insert(name).inserted else { throw fault(member.key, "`\(name)` stands twice in \(what)", nil) }
            members.append((Key(text: name, node: member.key), member.value))
        }
        return members
    }

    func text(_ node: YAMLElement, _ what: String) throws(CommandError) -> String {
        guard let scalar = node.scalar else { throw fault(node, "`\(what)` has to be a text", nil) }
        return scalar.text
    }

    /// One path, or a list of paths.
    func paths(_ node: YAMLElement, _ what: String) throws(CommandError) -> [(path: String, node: YAMLElement)] {
        if node.scalar?.value == .null { return [] }
        var result: [(path: String, node: YAMLElement)] = []
        for element in node.sequence ?? [node] {
            let path = try text(element, what)
            guard !path.isEmpty else { throw fault(element, "a path in `\(what)` is empty", nil) }
            result.append((path, element))
        }
        return result
    }

    func count(_ node: YAMLElement) throws(CommandError) -> Int {
        guard case .integer(let number)? = node.scalar?.value, number >= 0 else {
            throw fault(node, "this has to be a whole number", nil)
        }
        return number
    }

    func size(_ node: YAMLElement) throws(CommandError) -> Int {
        let text = try text(node, "bytes")
        for (unit, shift) in [("KiB", 10), ("MiB", 20), ("GiB", 30)] where text.hasSuffix(unit) {
            guard let number = Int(text.dropLast(3)), 0...(1 << 30) ~= number else { break }
            return number << shift
        }
        guard let number = Int(text), number >= 0 else {
            throw fault(node, "`\(text)` is not a size", "write 64MiB or 20GiB")
        }
        return number
    }

    /// `+02:00` or `Z` in seconds.
    func utcOffset(_ node: YAMLElement) throws(CommandError) -> Int {
        let text = try text(node, "utc-offset")
        // A time of day with that offset tells whether it is one.
        guard let zero = Timestamp(rfc3339: "1970-01-02T00:00:00" + text) else {
            throw fault(node, "`\(text)` is not an offset from UTC", "write +02:00 or Z")
        }
        return Int(86_400 - zero.milliseconds / 1000)
    }

    func unknown(_ key: Key, _ known: [String]) -> CommandError {
        fault(key.node, "`\(key.text)` is not known here", "the keys are \(known.joined(separator: ", "))")
    }

    func fault(_ node: YAMLElement, _ message: String, _ hint: String?) -> CommandError {
        fault(node.mark, message, hint)
    }

    /// What the YAML parser could not read.
    func malformed(_ error: YAMLFault) -> CommandError {
        let hint: String? = error.kind == .syntax ? "is the indentation right, or a quote missing?" : nil
        return fault(error.mark, "this is not valid YAML: \(error.problem)", hint)
    }

    private func fault(_ mark: YAMLMark, _ message: String, _ hint: String?) -> CommandError {
        CommandError(.configuration, "\(path):\(mark.line):\(mark.column): \(message)", hint: hint)
    }
}
