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
        if joins.contains(before), Renaming.isWordByte(byte(word.lowerBound - 2)) || before == UInt8(ascii: "/") {
            return true
        }
        if joins.contains(after), Renaming.isWordByte(byte(word.upperBound + 1)) { return true }
        if before == UInt8(ascii: "\"") || before == UInt8(ascii: "'") { return true }
        let lead = String(decoding: line[..<word.lowerBound].suffix(8), as: UTF8.self)
        return ["route=", "FROM ", "INTO ", "UPDATE ", "TABLE ", "JOIN "].contains { lead.hasSuffix($0) }
    }
}
