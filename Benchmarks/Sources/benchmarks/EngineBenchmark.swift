import Foundation

/// What is measured within a process: the workflow machine, runs without a disk, and expressions beside other
/// implementations of CEL.
struct EngineBenchmark {
    let program: Program
    let folder: URL

    /// The folder of this package.
    private static var package: URL {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder
    }

    func run() throws {
        // What was printed so far stands before what these programs print.
        fflush(nil)
        try program.run(["machine"], output: nil)
        try program.run(["run"], output: nil)
        let ours = folder.appendingPathComponent("cel.txt").path
        try program.run(["cel"], output: ours)
        let peers = Self.package.appendingPathComponent("Peers")
        let python = try python(peers.appendingPathComponent("requirements.txt"))
        try python.run([peers.appendingPathComponent("cel_peers.py").path], input: ours, output: nil)
    }

    /// A Python of its own with the peers in it, made the first time beside what is built.
    private func python(_ requirements: URL) throws -> Program {
        let environment = Self.package.appendingPathComponent(".build/peers")
        let python = Program(path: environment.appendingPathComponent("bin/python3").path)
        let mark = environment.appendingPathComponent("requirements.txt")
        let wanted = try Data(contentsOf: requirements)
        guard (try? Data(contentsOf: mark)) != wanted else { return python }
        try? FileManager.default.removeItem(at: environment)
        try Program(path: "python3").run(["-m", "venv", environment.path])
        try python.run(["-m", "pip", "install", "--quiet", "--requirement", requirements.path])
        try wanted.write(to: mark)
        return python
    }
}
