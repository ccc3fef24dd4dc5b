import Foundation
import JSON

/// The folder of development data, which stands beside the package or where `CASEBOOK_DATA` says.
enum TestData {
    static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["CASEBOOK_DATA"] { return URL(filePath: path) }
        return tests.deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data")
    }()

    /// The folder of all tests.
    static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: path).path())
    }

    static func json(_ path: String) throws -> JSONValue {
        try JSONValue(parsing: Array(Data(contentsOf: folder.appending(path: path))))
    }

    /// The names of the transcripts.
    static let transcripts: [String] = {
        let names = try? FileManager.default.contentsOfDirectory(atPath: tests.appending(path: "Transcripts").path())
        return (names ?? []).filter { $0.hasSuffix(".txt") }.sorted()
    }()

    static func transcript(_ name: String) throws -> String {
        try String(contentsOf: tests.appending(path: "Transcripts/\(name)"), encoding: .utf8)
    }
}
