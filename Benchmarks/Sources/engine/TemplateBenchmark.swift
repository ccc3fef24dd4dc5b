import Glibc
import LogTools

/// Prints the template of each line of a log, for judging how well they are found.
struct TemplateBenchmark {
    let path: String

    func run() throws {
        guard let file = unsafe fopen(path, "r") else { throw Bench.Failure(description: "\(path) cannot be read") }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        if bytes.last == 10 { bytes.removeLast() }
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map { line in
            line.last == 13 ? Array(line.dropLast()) : Array(line)
        }
        let now = Int64(time(nil)) * 1_000_000_000
        for template in TemplateMining.templates(of: lines, rules: TimeRules(modified: now)) { print(template) }
    }
}
