import Model

/// Metrics as OpenMetrics text with timestamps.
struct Exposition: Sendable {
    var lines: [[UInt8]]

    init(_ bytes: [UInt8]) {
        lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
    }

    var bytes: [UInt8] { Array(lines.joined(separator: [UInt8(ascii: "\n")])) }

    /// Every sample's time moved by whole seconds.
    func shifted(bySeconds seconds: Int) -> Exposition {
        var result = self
        for index in lines.indices {
            guard let start = Self.timeStart(lines[index]) else { continue }
            let end = lines[index][start...].firstIndex(of: UInt8(ascii: ".")) ?? lines[index].endIndex
            guard let old = Int(String(decoding: lines[index][start..<end], as: UTF8.self)) else { continue }
            result.lines[index].replaceSubrange(start..<end, with: Array(String(old + seconds).utf8))
        }
        return result
    }

    /// Only the samples before that time.
    func cut(before time: Timestamp) -> Exposition {
        var result = self
        result.lines = lines.filter { line in
            guard let start = Self.timeStart(line) else { return true }
            return Double(String(decoding: line[start...], as: UTF8.self)).map { $0 < time.seconds } ?? true
        }
        return result
    }

    /// Where the time of a sample begins; nil for a line that is none.
    private static func timeStart(_ line: [UInt8]) -> Int? {
        guard let first = line.first, first != UInt8(ascii: "#"), let space = line.lastIndex(of: UInt8(ascii: " "))
        else {
            return nil
        }
        return space + 1
    }
}
