import Foundation

/// A Python of its own with the peers in it, made the first time beside what is built.
enum PeerPython {
    /// The folder of this package.
    private static var package: URL {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder
    }

    /// The path of one of the peers' scripts.
    static func script(_ name: String) -> String { package.appendingPathComponent("Peers/\(name)").path }

    /// The interpreter; its packages are those of a file in `Peers`, each with an environment of its own.
    static func program(_ list: String = "requirements.txt") throws -> Program {
        let requirements = URL(fileURLWithPath: script(list))
        let name = list == "requirements.txt" ? "peers" : "peers-" + list.prefix { $0 != "." }
        let environment = package.appendingPathComponent(".build/\(name)")
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
