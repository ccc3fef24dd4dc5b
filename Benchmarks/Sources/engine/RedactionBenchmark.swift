import Glibc
import JSON
import Policy

/// How fast secrets are looked for in ordinary logs, line by line and in whole blocks.
///
/// The logs are those of loghub where they are at hand (`CASEBOOK_DATA`, or `../shared/data` beside the package), and
/// lines made up in their manner elsewhere. What is measured is the processor's time of one thread.
struct RedactionBenchmark {
    private static let rounds = 7
    private static let wanted = 32 << 20

    /// - Parameter path: A file that the text is written to, for peers.
    func run(path: String) throws {
        let text = Self.text()
        guard let file = unsafe fopen(path, "w") else { throw Bench.Failure(description: "\(path) cannot be written") }
        _ = unsafe fwrite(text, 1, text.count, file)
        unsafe fclose(file)
        let redactor = Redactor(rules: try RedactionRules(), key: Array(1...32))
        let lines = text.split(separator: 10).map { Array($0) }
        var (byLine, byBlock) = (Double.infinity, Double.infinity)
        var hidden = 0
        for _ in 0..<Self.rounds {
            var receipt = RedactionReceipt()
            var start = ProcessFigures.processorTime
            hidden = 0
            for line in lines {
                var copy = line
                if redactor.redact(&copy, &receipt) { hidden += 1 }
            }
            byLine = min(byLine, ProcessFigures.processorTime - start)
            start = ProcessFigures.processorTime
            var position = 0
            while let place = redactor.nextPlace(in: text.span, from: position) {
                position = text[place...].firstIndex(of: 10) ?? text.count
            }
            byBlock = min(byBlock, ProcessFigures.processorTime - start)
        }
        let megabytes = Double(text.count) / 1e6
        report("redaction.lines", megabytes / (byLine / 1e9), "MB/s")
        report("redaction.blocks", megabytes / (byBlock / 1e9), "MB/s")
        report("redaction.changed", Double(hidden) / Double(lines.count) * 100, "% of lines")
    }

    private static func text() -> [UInt8] {
        var bytes: [UInt8] = []
        for name in ["Android", "Apache", "HDFS", "HPC", "Hadoop", "HealthApp", "Linux", "OpenSSH", "Proxifier"] {
            bytes += read("\(folder)/loghub/\(name)/\(name)_2k.log")
        }
        if bytes.isEmpty { bytes = made() }
        if bytes.last != 10 { bytes.append(10) }
        var text: [UInt8] = []
        while text.count < wanted { text += bytes }
        return text
    }

    private static var folder: String {
        if let given = unsafe getenv("CASEBOOK_DATA") { return unsafe String(cString: given) }
        return "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/") + "/../shared/data"
    }

    private static func read(_ path: String) -> [UInt8] {
        guard let file = unsafe fopen(path, "r") else { return [] }
        defer { unsafe fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 16 << 20)
        let count = unsafe fread(&bytes, 1, bytes.count, file)
        return Array(bytes[..<count])
    }

    private static func made() -> [UInt8] {
        (0..<20_000).flatMap { number in
            let level = ["INFO", "WARN", "ERROR"][number % 3]
            return Array(
                "2026-03-01 12:00:\(number % 60) \(level) server.Worker: block blk_\(number * 7919) to /10.0.0.\(number % 250)\n"
                    .utf8)
        }
    }
}
