import JSON
import Model
import Policy
import TestSupport
import Tooling

@testable import LogTools

/// A service that fails, as its logs tell it: written by rule, the same every time.
struct Outage {
    static let start = 1_793_556_000
    let folder: TemporaryFolder
    let sources: [Source]
    let window: Window

    /// - Parameters:
    ///   - failing: The second at which answers begin to fail; nil for a quiet time.
    ///   - length: In seconds.
    init(failing: Int?, length: Int = 600, noise: Bool = true) throws {
        folder = try TemporaryFolder()
        var access = ""
        var app = ""
        var database = ""
        for second in 0..<length {
            let instant = Timestamp(milliseconds: Int64(Self.start + second) * 1000)
            let clock = instant.description.dropFirst(11).prefix(8)
            let isFailing = failing.map { second >= $0 } ?? false
            for request in 0..<10 {
                let fails = isFailing && request % 3 != 1 || noise && second % 97 == 5 && request == 4
                let status = fails ? 502 : (request == 7 && second % 9 == 0 ? 404 : 200)
                let prefix = "10.0.0.\(request) - - [01/Nov/2026:\(clock) +0000]"
                access += "\(prefix) \"GET /basket/\(second * 7 + request) HTTP/1.1\" \(status) 12 \"-\" \"curl/8\"\n"
            }
            let day = instant.description
            app += "\(day) INFO  basket.web served basket=\(second * 31) ms=\(second % 40)\n"
            if noise, second % 60 == 11 { app += "\(day) WARN  basket.web slow answer ms=\(second * 3)\n" }
            if noise, second % 120 == 30 { app += "\(day) ERROR basket.web payment declined by=visa\n" }
            guard isFailing else { continue }
            app +=
                "\(day) ERROR basket.web store is gone\nTraceback (most recent call last):\n  File \"a.py\", line 3\n"
            for connection in 0..<4 {
                let process = 4000 + second * 4 + connection
                database +=
                    "\(clock) \(day.prefix(10)) \(day) [\(process)] FATAL:  too many connections for role \"basket\"\n"
            }
        }
        database = "2026-11-01T16:00:00.000Z [1] LOG:  ready to accept connections\n" + database
        try folder.write(access, to: "web/access.log")
        try folder.write(app, to: "app/app.log")
        try folder.write(database, to: "db/db.log")
        let root = folder.path
        sources = ["web", "app", "db"].map { name in
            Source(name: name, kind: .logs, files: [FileSelection(root: root, pattern: name + "/")])
        }
        let begin = Timestamp(milliseconds: Int64(Self.start) * 1000)
        window = Window(TimeSpan(start: begin, end: begin.advanced(byNanoseconds: Int64(length) * 1_000_000_000)))
    }

    func context(_ window: Window? = nil) throws -> ToolContext {
        ToolContext(
            window: window ?? self.window, sources: SourceCatalog(sources), roots: [],
            redactor: Redactor(rules: try RedactionRules(), key: [1, 2, 3]), now: self.window.end,
            evidence: NoEvidence())
    }

    static func time(_ second: Int) -> Timestamp { Timestamp(milliseconds: Int64(start + second) * 1000) }
}
