import Foundation

/// Start of the process to its first answer on a new database, beside a program that does nothing.
struct StartBenchmark {
    let program: Program
    let folder: URL

    func run() throws {
        var ours: [Double] = []
        var nothing: [Double] = []
        // A database that is named and not there is not made for who only looks; the one of whoever names none is.
        unsetenv("CASEBOOK_DATABASE")
        defer { unsetenv("XDG_STATE_HOME") }
        for round in 0..<9 {
            setenv("XDG_STATE_HOME", folder.appendingPathComponent("start-\(round)").path, 1)
            ours.append(try program.run(["sessions", "list", "--json"]))
            nothing.append(try Program(path: "/bin/true").run([]))
        }
        report("start.first-answer", median(ours) * 1000, "ms")
        report("start.bin-true", median(nothing) * 1000, "ms")
    }
}
