import Model
import Yams

extension ConfigurationFile {
    /// A key of a mapping, with its place.
    struct Key {
        let text: String
        let node: Node
    }

    func members(of node: Node, _ what: String) throws(CommandError) -> [(Key, Node)] {
        if node.null != nil { return [] }
        guard let mapping = node.mapping else { throw fault(node, "\(what) has to be a mapping", nil) }
        var seen: Set<String> = []
        var members: [(Key, Node)] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string else { throw fault(key, "a key of \(what) is not a text", nil) }
            guard seen.insert(name).inserted else { throw fault(key, "`\(name)` stands twice in \(what)", nil) }
            members.append((Key(text: name, node: key), value))
        }
        return members
    }

    func text(_ node: Node, _ what: String) throws(CommandError) -> String {
        guard let scalar = node.scalar else { throw fault(node, "`\(what)` has to be a text", nil) }
        return scalar.string
    }

    /// One path, or a list of paths.
    func paths(_ node: Node, _ what: String) throws(CommandError) -> [(path: String, node: Node)] {
        if node.null != nil { return [] }
        var result: [(path: String, node: Node)] = []
        for element in node.sequence.map(Array.init) ?? [node] {
            let path = try text(element, what)
            guard !path.isEmpty else { throw fault(element, "a path in `\(what)` is empty", nil) }
            result.append((path, element))
        }
        return result
    }

    func count(_ node: Node) throws(CommandError) -> Int {
        guard let number = node.int, number >= 0 else { throw fault(node, "this has to be a whole number", nil) }
        return number
    }

    func size(_ node: Node) throws(CommandError) -> Int {
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
    func utcOffset(_ node: Node) throws(CommandError) -> Int {
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

    func fault(_ node: Node, _ message: String, _ hint: String?) -> CommandError {
        fault(node.mark, message, hint)
    }

    /// What the YAML parser could not read.
    func malformed(_ error: any Error) -> CommandError {
        let hint = "is the indentation right, or a quote missing?"
        return switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            fault(mark, "this is not valid YAML: \(problem)", hint)
        case .duplicatedKeysInMapping(let keys, let context):
            fault(context.mark, "a key of this mapping stands twice: \(keys.joined(separator: ", "))", nil)
        default: fault(nil as Mark?, "this is not valid YAML", hint)
        }
    }

    private func fault(_ mark: Mark?, _ message: String, _ hint: String?) -> CommandError {
        let place = mark.map { "\(path):\($0.line):\($0.column): " } ?? "\(path): "
        return CommandError(.configuration, place + message, hint: hint)
    }
}
