import Foundation

/// Start of the process to its first answer on a new database, beside a program that does nothing.
struct StartBenchmark {
    let program: Program
    let folder: URL

    func run() throws {
        var ours: [Double] = []
        var nothing: [Double] = []
        for round in 0..<9 {
            let database = folder.appendingPathComponent("start-\(round)/casebook.db").path
            ours.append(try program.run(["sessions", "list", "--json", "--database", database]))
            nothing.append(try Program(path: "/bin/true").run([]))
        }
        report("start.first-answer", median(ours) * 1000, "ms")
        report("start.bin-true", median(nothing) * 1000, "ms")
    }
}
