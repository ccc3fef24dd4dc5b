internal import Foundation
internal import JSON

/// What a client written in another language wrote down: lines of `{wire, sent | frame | ended, version?}`.
package struct RecordedFrames {
    /// What is wrong with the server's frames, by the official schemas; each once.
    package let complaints: [String]
    /// The frames of the server.
    package let count: Int

    /// How the servers ended of which that was written down: their exit codes, negative for signals.
    package let endings: [Int]

    /// Reads a file; one that is not there has no frames.
    package init(at path: String) throws {
        let data = FileManager.default.contents(atPath: path) ?? Data()
        var checkers: [String: FrameChecker] = [:]
        var complaints: Set<String> = []
        var count = 0
        var endings: [Int] = []
        for line in data.split(separator: UInt8(ascii: "\n")) {
            let entry = try JSONValue(parsing: Array(line))
            let wire = entry["wire"]?.stringValue ?? ""
            let checker = checkers[wire] ?? FrameChecker()
            checkers[wire] = checker
            if let message = entry["sent"] { checker.sent(message, header: entry["version"]?.stringValue) }
            if let ending = entry["ended"]?.intValue { endings.append(ending) }
            guard let frame = entry["frame"] else { continue }
            count += 1
            complaints.formUnion(checker.complaints(frame))
        }
        self.complaints = complaints.sorted()
        self.count = count
        self.endings = endings
    }
}
