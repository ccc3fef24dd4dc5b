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
            result.lines[index] = Array(
                Self.renamed(String(decoding: lines[index], as: UTF8.self), families, &rename).utf8)
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
