import Foundation

/// A program that is run and timed as a whole.
struct Program {
    let path: String

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs it and returns the seconds it took and what it printed.
    @discardableResult
    func run(_ arguments: [String], in folder: URL) throws -> (seconds: Double, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let output = folder.appendingPathComponent("output-\(UUID().uuidString)")
        FileManager.default.createFile(atPath: output.path, contents: nil)
        process.standardOutput = try FileHandle(forWritingTo: output)
        let start = ContinuousClock.now
        try process.run()
        process.waitUntilExit()
        let seconds = start.duration(to: .now) / .seconds(1)
        let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        try FileManager.default.removeItem(at: output)
        guard process.terminationStatus == 0 else {
            throw Failure(
                description:
                    "\(path) \(arguments.first ?? "") ended in \(process.terminationStatus): \(text.prefix(500))")
        }
        return (seconds, text)
    }
}
