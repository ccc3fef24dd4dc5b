import Foundation

/// Dialogues that are written down.
enum TestData {
    /// The folder of all tests.
    static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// The names of the transcripts.
    static let transcripts: [String] = {
        let names = try? FileManager.default.contentsOfDirectory(atPath: tests.appending(path: "Transcripts").path())
        return (names ?? []).filter { $0.hasSuffix(".txt") }.sorted()
    }()

    static func transcript(_ name: String) throws -> String {
        try String(contentsOf: tests.appending(path: "Transcripts/\(name)"), encoding: .utf8)
    }
}
