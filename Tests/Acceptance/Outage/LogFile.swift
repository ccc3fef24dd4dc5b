import Model
import TestSupport

/// A recorded log, as lines of bytes.
struct LogFile: Sendable {
    /// The path in the outage's folder.
    var path: String
    let form: TimeForm
    var lines: [[UInt8]]

    init(path: String, form: TimeForm, bytes: [UInt8]) {
        self.path = path
        self.form = form
        lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
    }

    var bytes: [UInt8] { Array(lines.joined(separator: [UInt8(ascii: "\n")])) }

    /// Every time moved by whole seconds.
    func shifted(bySeconds seconds: Int) -> LogFile {
        var result = self
        for index in lines.indices {
            guard let (range, time) = form.time(in: lines[index]) else { continue }
            let moved = time.advanced(byNanoseconds: Int64(seconds) * 1_000_000_000)
            result.lines[index].replaceSubrange(range, with: form.written(moved))
        }
        return result
    }

    /// Only what was written before that time.
    func cut(before time: Timestamp) -> LogFile {
        var result = self
        let end = lines.firstIndex { line in form.time(in: line).map { $0.time >= time } ?? false }
        if let end { result.lines = Array(lines[..<end]) + [[]] }
        return result
    }
}
